// Every flag and every verb of the command line, as two tables: what reads a command line, what prints `--help` and
// what complains about wrong use are all made from them. A flag without a row does not compile.

/** What the flags of a command line say; `returnValue` is spelled `--return-value`. */
export interface Flags {
  readonly out?: string;
  readonly emit?: string;
  readonly emitter?: readonly string[];
  readonly hmpConfig?: string;
  readonly int64?: "bigint" | "number";
  readonly int?: "number" | "bigint";
  readonly verbose?: boolean;
  readonly unmask?: boolean;
  readonly socket?: string;
  readonly pretty?: boolean;
  readonly returnValue?: boolean;
  readonly hmp?: boolean;
  readonly guestAgent?: boolean;
  readonly events?: string;
  readonly count?: string;
  readonly timeout?: string;
  readonly schema?: string;
  readonly replies?: string;
  readonly seed?: string;
  /** Spelled `--emit`. */
  readonly emitEvents?: readonly string[];
  readonly record?: string;
  readonly to?: string;
  readonly replay?: string;
  readonly qemu?: string;
  readonly format?: Format;
  readonly define?: readonly string[];
  readonly undefine?: readonly string[];
}

/** How diagnostics are printed. */
export type Format = "text" | "json" | "github";

/** What there is to know about a flag. */
export interface FlagRow {
  /** What stands for its value in the help; undefined for a flag that takes none. */
  readonly value: string | undefined;
  /** Whether it may be given more than once. */
  readonly many: boolean;
  /** The values that it takes; undefined for any. */
  readonly choices: readonly string[] | undefined;
  /** Whether a command line is wrong without it. */
  readonly required: boolean;
  /** One line for the help. */
  readonly about: string;
}

const plain = { value: undefined, many: false, choices: undefined, required: false } as const;

/** By name, as `flagWord` spells it without the dashes. */
export const flagRows = {
  out: { ...plain, value: "DIR", required: true, about: "folder for the files; made if missing" },
  emit: { ...plain, value: "LIST", about: "only these emitters, by name: a,b" },
  emitter: { ...plain, value: "FILE", many: true, about: "one more emitter: an ES module (repeatable)" },
  hmpConfig: { ...plain, value: "FILE", about: "how commands are in the monitor: JSON by command" },
  int64: { ...plain, value: "TYPE", choices: ["bigint", "number"], about: "type of int64, uint64, size (bigint)" },
  int: { ...plain, value: "TYPE", choices: ["number", "bigint"], about: "type of int (number)" },
  verbose: { ...plain, about: "name every file" },
  unmask: { ...plain, about: "real names of types instead of numbers" },
  socket: { ...plain, value: "ADDRESS", required: true, about: "PATH of a unix socket, or HOST:PORT" },
  pretty: { ...plain, about: "indent the JSON" },
  returnValue: { ...plain, about: "print only what the command returns" },
  hmp: { ...plain, about: "the words are one line for the human monitor" },
  guestAgent: { ...plain, about: "it is a guest agent that listens there" },
  events: { ...plain, value: "NAMES", about: "print events as they come: A,B or all" },
  count: { ...plain, value: "N", about: "end after so many events" },
  timeout: { ...plain, value: "SECONDS", about: "for each step, and for following events" },
  schema: { ...plain, value: "FILE", about: "the schema that commands are held to" },
  replies: { ...plain, value: "FILE", about: "what commands answer: JSON by command" },
  seed: { ...plain, value: "N", about: "another number, other made-up values (1)" },
  emitEvents: {
    ...plain,
    value: "NAME=JSON",
    many: true,
    about: "sent to whoever negotiates (repeatable)",
  },
  record: { ...plain, value: "FILE", about: "write down what the server at --to answers" },
  to: { ...plain, value: "ADDRESS", about: "pass commands on to this server, for --record" },
  replay: { ...plain, value: "FILE", about: "answer from such a file where it knows" },
  qemu: { ...plain, value: "VERSION", about: "rules of that QEMU, such as 10.0" },
  format: { ...plain, value: "FORM", choices: ["text", "json", "github"], about: "form of diagnostics (text)" },
  define: { ...plain, value: "SYM", many: true, about: "this symbol of 'if' is defined (repeatable)" },
  undefine: { ...plain, value: "SYM", many: true, about: "this symbol of 'if' is not defined (repeatable)" },
} as const satisfies Record<keyof Flags, FlagRow>;

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
  /** Loads the code; only that of the verb which is asked for. */
  readonly load: () => Promise<{ readonly run: Run }>;
}

const oneSchema: Operands = { name: "SCHEMA", required: true, many: false };
const schemas: Operands = { ...oneSchema, many: true };

const exit = "0 fine, 1 the schema has errors, 2 wrong use or unreadable files";

/** By name. */
export const verbRows = {
  generate: {
    about: "Write TypeScript for schemas; only files that change are touched.",
    operands: schemas,
    usage: "SCHEMA… --out DIR",
    flags: ["out", "emit", "emitter", "hmpConfig", "int64", "int", "verbose", ...shared],
    notes: [
      "Emitters: types, commands, events, schema, client, server, hmp, index; and,",
      "if they are named, for QEMU's own tree: hx, c.",
    ],
    example: "generate qapi/qapi-schema.json --out src/generated/qemu",
    exit,
    load: () => import("./generate.js"),
  },
  check: {
    about: "Check schemas and report every mistake in them.",
    operands: schemas,
    usage: "SCHEMA…",
    flags: shared,
    example: "check qapi/qapi-schema.json --qemu 10.0",
    exit,
    load: () => import("./check.js"),
  },
  dump: {
    about: "Print the checked model as text, in the form of QEMU's test-qapi.py.",
    operands: oneSchema,
    usage: "SCHEMA",
    flags: shared,
    example: "dump qapi/qapi-schema.json --define CONFIG_LINUX",
    exit,
    load: () => import("./dump.js"),
  },
  introspect: {
    about: "Print what query-qmp-schema would answer, as JSON.",
    operands: oneSchema,
    usage: "SCHEMA",
    flags: ["unmask", ...shared],
    example: "introspect qapi/qapi-schema.json --unmask",
    exit,
    load: () => import("./introspect.js"),
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
    load: () => import("./qmp.js"),
  },
  monitor: {
    about: "The human monitor of a running QEMU, on a terminal or between pipes.",
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
    load: () => import("./monitor.js"),
  },
  mock: {
    about: "Serve a schema: a QMP server or guest agent that makes up what it answers.",
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
    load: () => import("./mock.js"),
  },
} as const satisfies Record<string, VerbRow>;

/** The name of a verb. */
export type Verb = keyof typeof verbRows;

/** Whether a word is the name of a verb. */
export function isVerb(word: string | undefined): word is Verb {
  return word !== undefined && Object.hasOwn(verbRows, word);
}
