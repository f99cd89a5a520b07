// A server in a process of its own, so that its memory can be measured and nothing of its clients' is in it; and so that its
// death is noticed. It is asked by messages between processes; `lone.ts` starts it.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import type { CommandContext, ServerOptions } from "../../src/runtime/index.js";
import { QmpServer } from "../../src/runtime/index.js";
import { served } from "./served.js";

/** How it is. */
export interface LoneState {
  /** Bytes that are in use, on the heap and in buffers: now, and at most since the last time. Garbage does not count. */
  readonly bytes: number;
  readonly most: number;
  readonly sessions: number;
  /** Sockets and timers that are open, less those that were when it began to listen. */
  readonly handles: number;
  /** What was held against the developer. */
  readonly reports: readonly string[];
  /** What the prototypes of the platform have that they had not in the beginning. */
  readonly polluted: readonly string[];
}

/** What it can be asked: its state, or to send events that are numbered from `first` on. */
export type LoneRequest = "state" | { readonly first: number; readonly events: number; readonly padding: number };

/** How often it looks at its memory, in milliseconds; less often where that takes long. */
const watchMs = 25;

/** What handlers throw, by the argument of `wait`; other numbers hang. */
const failures: Readonly<Record<number, () => unknown>> = {
  0: () => {
    throw new Error("thrown");
  },
  1: () => Promise.reject(new Error("rejected")),
  2: () => {
    throw Object.create(null);
  },
  3: () => Promise.reject(undefined),
  4: () => ({
    // oxlint-disable-next-line unicorn/no-thenable
    get then(): unknown {
      throw new Error("touched");
    },
  }),
  5: () => 5,
  6: async () => Symbol("s"),
};

const handlers = {
  echo: ({ value, text }: { readonly value?: unknown; readonly text?: string }) => value ?? text ?? null,
  count: ({ n }: { readonly n?: number }) => n ?? 0,
  nothing: () => {},
  wait: ({ n = -1 }: { readonly n?: number }) => (failures[n] ?? (() => new Promise(() => {})))(),
  urgent: ({ signal }: CommandContext) => new Promise((_, reject) => signal.addEventListener("abort", reject)),
  open: (args: object) => args,
};

/** Serves at the path that is the first word of the command line, with the options that are the second. */
export async function serveLonely(): Promise<void> {
  const [path = "", options = "{}"] = process.argv.slice(2);
  const reports: string[] = [];
  const said = JSON.parse(options) as ServerOptions;
  const server = new QmpServer(served, handlers, { ...said, onError: ({ message }) => reports.push(message) });
  await server.listen({ path });
  const usual = namesOfPrototypes();
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const bytes = () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  let most = 0;
  const watch = () => (most = Math.max(most, bytes()));
  const watchOn = () => {
    const begin = performance.now();
    watch();
    setTimeout(watchOn, Math.max(watchMs, 4 * (performance.now() - begin))).unref();
  };
  watchOn();
  const handles = () => process.getActiveResourcesInfo().length;
  // The platform opens this one when it is first looked at, which may be at any time.
  void process.stderr;
  const handlesBefore = handles();
  process.on("message", (asked: LoneRequest) => {
    if (asked !== "state") {
      const old = "x".repeat(asked.padding);
      for (let n = 0; n < asked.events; n++) server.emit("DATA", { n: asked.first + n, old });
      return void process.send!({});
    }
    const state: LoneState = {
      bytes: bytes(),
      most: watch(),
      sessions: server.sessions.length,
      handles: handles() - handlesBefore,
      reports: reports.splice(0),
      polluted: namesOfPrototypes().filter((name) => !usual.includes(name)),
    };
    most = 0;
    process.send!(state);
  });
  process.on("disconnect", () => process.exit());
  process.send!({});
}

function namesOfPrototypes(): readonly string[] {
  const prototypes = { Object, Array, Function, String, Number, Map, Set, Promise, Error };
  return Object.entries(prototypes).flatMap(([name, { prototype }]) =>
    Reflect.ownKeys(prototype).map((key) => `${name}.${String(key)}`),
  );
}
