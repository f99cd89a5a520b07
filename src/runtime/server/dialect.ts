// What QMP servers and guest agents do not have in common: whether there is a greeting, what ends a line, and which
// commands are there without being written (`docs/interop/qmp-spec`, `monitor/qmp-cmds-control.c`, `qga/main.c`).

import type { Version } from "../protocol.js";
import type { OwnCommands } from "./commands.js";

/** How a server of a kind speaks. */
export interface ServerDialect {
  /** Whether it greets, and takes commands only once capabilities are negotiated; only then are there events. */
  readonly negotiates: boolean;
  /** What stands behind each message: QEMU's monitor makes CR LF of each LF. */
  readonly lineEnd: string;
  /** What it answers without a handler. */
  readonly commands: OwnCommands;
}

/** A version as it is on the wire. */
export function versionInfo({ major, minor, micro, package: distributor }: Version): object {
  return { qemu: { micro, minor, major }, package: distributor };
}

/** QMP. */
export const qmpDialect: ServerDialect = {
  negotiates: true,
  lineEnd: "\r\n",
  commands: {
    // The negotiation is the session's matter; here it is for the lists.
    qmp_capabilities: { type: { command: "qmp_capabilities" }, call: () => {} },
    "query-commands": {
      type: { command: "query-commands", returns: "any" },
      call: (_, facts) => facts.names().map((name) => ({ name })),
    },
    "query-version": {
      type: { command: "query-version", returns: "any" },
      call: (_, facts) => versionInfo(facts.version),
    },
    "query-qmp-schema": {
      type: { command: "query-qmp-schema", returns: "any" },
      call: (_, facts) => facts.introspection(),
    },
  },
};

const syncId = { object: "guest-sync", members: { id: "int:bigint" } } as const;
const sync = ({ id }: Readonly<Record<string, unknown>>) => id;

/** The guest agent's. */
export const agentDialect: ServerDialect = {
  negotiates: false,
  lineEnd: "\n",
  commands: {
    "guest-ping": { type: { command: "guest-ping" }, call: () => {} },
    "guest-sync": { type: { command: "guest-sync", arguments: () => syncId, returns: "any" }, call: sync },
    "guest-sync-delimited": {
      type: { command: "guest-sync-delimited", arguments: () => syncId, returns: "any" },
      call: sync,
      mark: "\xff",
    },
    "guest-info": {
      type: { command: "guest-info", returns: "any" },
      call: (_, facts) => ({
        version: `${facts.version.major}.${facts.version.minor}.${facts.version.micro}`,
        supported_commands: facts.names().map((name) => ({
          enabled: !facts.isBlocked(name),
          name,
          "success-response": !facts.isSilent(name),
        })),
      }),
    },
  },
};
