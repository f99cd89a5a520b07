// Every verb of the command line, as one table: its flags, its operands, and what its help says. A verb without code in
// `verbs.ts` does not compile.

import type { Flags } from "./flags.js";

/** The flags of every verb that is about schemas. */
const shared = ["qemu", "format", "define", "undefine"] as const satisfies readonly (keyof Flags)[];

/** A command line that was understood. */
export interface Invocation {
  readonly verb: Verb;
  /** The words beside the flags, as the user spelled them: paths of schemas, or a command and its arguments. */
  readonly operands: readonly string[];
  readonly flags: Flags;
}

/** Does what a verb is for; gives the exit status. Throws: UsageError. */
export type Run = (invocation: Invocation) => ExitStatus | Promise<ExitStatus>;

/** 0 fine, 1 the input, or the reply, has errors, 2 wrong use, or a file or a peer that is not to be had. */
export type ExitStatus = 0 | 1 | 2;

/** The words that a verb takes beside its flags. */
export interface Operands {
  /** What stands for one in messages. */
  readonly name: string;
  readonly required: boolean;
  readonly many: boolean;
  /** The words that it may be; undefined for any. */
  readonly choices?: readonly string[];
}

/** What there is to know about a verb. */
export interface VerbRow {
  readonly about: string;
  /** Undefined for a verb that takes none. */
  readonly operands: Operands | undefined;
  /** What stands behind the verb, in short, for the help. */
  readonly usage: string;
  readonly flags: readonly (keyof Flags)[];
  /** More for its help, a line each. */
  readonly notes?: readonly string[];
  /** A command line to copy, without the program's name. */
  readonly example: string;
  /** What its exit status says. */
  readonly exit: string;
}

const oneSchema: Operands = { name: "SCHEMA", required: true, many: false };
const schemas: Operands = { ...oneSchema, many: true };

const exit = "0 fine, 1 the schema has errors, 2 wrong use or unreadable files";

/** By name. */
export const verbRows = {
  generate: {
    about: "Write TypeScript for schemas; nothing where nothing changes.",
    operands: { ...schemas, required: false },
    usage: "[SCHEMA… --out DIR]",
    flags: [
      "out",
      "config",
      "check",
      "watch",
      "depfile",
      "dryRun",
      "listFiles",
      "force",
      "quiet",
      "verbose",
      "emit",
      "emitter",
      "typesOnly",
      "include",
      "exclude",
      "deprecated",
      "int64",
      "int",
      "override",
      "layout",
      "importExtension",
      "runtime",
      "methodNames",
      "banner",
      "hmpConfig",
      ...shared,
    ],
    notes: ["Emitters: types commands events schema client server hmp index; if named: hx c."],
    example: "generate qapi/qapi-schema.json --out src/generated/qemu",
    exit: "0 fine, 1 errors in a schema or files out of date, 2 wrong use",
  },
  init: {
    about: "Write a configuration, qapi.config.ts, with all keys explained.",
    operands: { name: "SCHEMA", required: false, many: false },
    usage: "[SCHEMA] [--out DIR]",
    flags: ["out", "config"],
    notes: ["On a terminal it asks for what the command line does not say."],
    example: "init qemu/qapi/qapi-schema.json --out src/generated/qemu",
    exit: "0 fine, 2 there is a configuration already, or no access",
  },
  scaffold: {
    about: "Make a file of handlers, or add those that yours lacks.",
    operands: { name: "handlers", required: true, many: true },
    usage: "handlers [SCHEMA --out DIR] --into FILE",
    flags: [
      "into",
      "form",
      "name",
      "out",
      "config",
      "check",
      "dryRun",
      "include",
      "exclude",
      "deprecated",
      "layout",
      "importExtension",
      "methodNames",
      ...shared,
    ],
    example: "scaffold handlers --into src/handlers.ts",
    exit: "0 fine, 1 schema errors or missing methods (--check), 2 wrong use",
  },
  check: {
    about: "Check schemas and report every mistake in them.",
    operands: schemas,
    usage: "SCHEMA…",
    flags: shared,
    example: "check qapi/qapi-schema.json --qemu 10.0",
    exit,
  },
  dump: {
    about: "Print the checked model, in the form of QEMU's test-qapi.py.",
    operands: oneSchema,
    usage: "SCHEMA",
    flags: shared,
    example: "dump qapi/qapi-schema.json --define CONFIG_LINUX",
    exit,
  },
  introspect: {
    about: "Print what query-qmp-schema would answer, as JSON.",
    operands: oneSchema,
    usage: "SCHEMA",
    flags: ["unmask", ...shared],
    example: "introspect qapi/qapi-schema.json --unmask",
    exit,
  },
  qmp: {
    about: "Execute commands of a running QEMU or guest agent, follow events.",
    operands: { name: "COMMAND", required: false, many: true },
    usage: "--socket ADDRESS COMMAND [JSON | KEY=VALUE…]",
    flags: [
      "socket",
      "pretty",
      "returnValue",
      "hmp",
      "guestAgent",
      "events",
      "count",
      "timeout",
      "schema",
      "qemu",
      "define",
      "undefine",
    ],
    notes: [
      'Prints the whole reply, {"return": …}, on one line; error replies go to stderr.',
      "A VALUE that is no JSON is a string; dots in KEY lead into objects.",
      "In place of JSON, - reads it from standard input.",
    ],
    example: "qmp --socket /run/vm1.qmp block_resize device=disk0 size=65536",
    exit: "0 fine, 1 an error reply or wrong arguments, 2 wrong use, no reply",
  },
  monitor: {
    about: "The human monitor of a running QEMU; a terminal or pipes.",
    operands: undefined,
    usage: "--socket ADDRESS",
    flags: ["socket", "timeout", "schema", "hmpConfig", "qemu", "define", "undefine"],
    notes: [
      "Lines go to the peer's own monitor; with --schema its commands are derived",
      "from the schema instead, and run over QMP. On a terminal: TAB completes,",
      "arrows walk through history, Ctrl-C gives a command up, Ctrl-D ends.",
    ],
    example: "monitor --socket /run/vm1.qmp",
    exit: "0 fine, 1 the peer refused a line, 2 wrong use, no peer or no reply",
  },
  mock: {
    about: "Serve a schema: a QMP server or guest agent with made-up answers.",
    operands: oneSchema,
    usage: "SCHEMA --socket ADDRESS",
    flags: ["socket", "replies", "seed", "emitEvents", "record", "to", "replay", ...shared],
    notes: [
      "Commands answer from --replies, --replay, examples in the documentation, else",
      "a value of their type. A line NAME or NAME {JSON} on standard input emits that",
      "event; help lists them. A signal, or the command quit, ends it.",
    ],
    example: "mock qapi/qapi-schema.json --socket /tmp/vm1.qmp",
    exit: "0 fine, 1 a schema or a file has errors, 2 wrong use, no access",
  },
  completion: {
    about: "Print a script that completes command lines in a shell.",
    operands: { name: "SHELL", required: true, many: false, choices: ["bash", "zsh", "fish"] },
    usage: "bash|zsh|fish",
    flags: [],
    notes: [
      'For good: eval "$(qapi-ts completion bash)" in ~/.bashrc, the same with zsh in',
      "~/.zshrc after compinit. Or as a file that the shell loads when it is needed:",
      "  bash: ~/.local/share/bash-completion/completions/qapi-ts",
      "  zsh:  _qapi-ts, in a folder of $fpath",
      "  fish: ~/.config/fish/completions/qapi-ts.fish",
    ],
    example: "completion fish > ~/.config/fish/completions/qapi-ts.fish",
    exit: "0 fine, 2 wrong use",
  },
} as const satisfies Record<string, VerbRow>;

/** What the help says of `help`, which is commander's own. */
export const helpAbout = "Print the help of a verb.";

/** The name of a verb. */
export type Verb = keyof typeof verbRows;

/** Whether a word is the name of a verb. */
export function isVerb(word: string | undefined): word is Verb {
  return word !== undefined && Object.hasOwn(verbRows, word);
}
