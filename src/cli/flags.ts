// Every flag and every verb of the command line, as two tables: what reads a command line, what prints `--help` and
// what complains about wrong use are all made from them. A flag without a row does not compile, nor does a verb without
// code in `verbs.ts`.

import { choicesOf } from "../build/choices.js";

/** What the flags of a command line say; `returnValue` is spelled `--return-value`. */
export interface Flags {
  readonly out?: string;
  readonly config?: string;
  readonly emit?: string;
  readonly emitter?: readonly string[];
  readonly typesOnly?: boolean;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly deprecated?: "keep" | "omit";
  readonly hmpConfig?: string;
  readonly int64?: "bigint" | "number";
  readonly int?: "number" | "bigint";
  readonly override?: readonly string[];
  readonly layout?: "kinds" | "single" | "modules";
  readonly importExtension?: "js" | "ts" | "none";
  readonly runtime?: "package" | "embed";
  readonly methodNames?: "camelCase" | "snake_case";
  readonly banner?: string;
  readonly check?: boolean;
  readonly dryRun?: boolean;
  readonly listFiles?: boolean;
  readonly watch?: boolean;
  readonly depfile?: string;
  readonly force?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly into?: string;
  readonly form?: "class" | "object";
  readonly name?: string;
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
export type Format = "text" | "json" | "github" | "sarif";

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
  /** Whether `--no-` before its name takes back what a configuration says. */
  readonly negatable?: boolean;
  /** Whether the help names it in a paragraph with others, without its line about it. */
  readonly brief?: boolean;
  /** One line for the help. */
  readonly about: string;
}

const plain = { value: undefined, many: false, choices: undefined, required: false } as const;
const brief = { ...plain, brief: true } as const;
/** On or off, as a configuration may say as well. */
const setting = { ...plain, negatable: true } as const;

/** By name, as `flagWord` spells it without the dashes. */
export const flagRows = {
  out: { ...plain, value: "DIR", about: "folder for the files, and for nothing else" },
  config: { ...plain, value: "FILE", about: "configuration (the nearest qapi.config.*)" },
  emit: { ...brief, value: "LIST", about: "only these emitters, by name: a,b" },
  emitter: { ...brief, value: "FILE", many: true, about: "one more emitter: an ES module (repeatable)" },
  typesOnly: { ...brief, negatable: true, about: "types alone, nothing that needs the runtime" },
  include: { ...brief, value: "NAMES", many: true, about: "commands and events to make: query-*,STOP" },
  exclude: { ...brief, value: "NAMES", many: true, about: "commands and events to leave out" },
  deprecated: { ...brief, value: "WHAT", choices: choicesOf("deprecated"), about: "what is deprecated (keep)" },
  hmpConfig: { ...brief, value: "FILE", about: "how commands are in the monitor: JSON by command" },
  int64: { ...brief, value: "TYPE", choices: choicesOf("int64"), about: "type of int64, uint64, size (bigint)" },
  int: { ...brief, value: "TYPE", choices: choicesOf("int"), about: "type of int (number)" },
  override: { ...brief, value: "PATH=TYPE", many: true, about: "type of one member's integers (repeatable)" },
  layout: { ...brief, value: "HOW", choices: choicesOf("layout"), about: "which files there are (kinds)" },
  importExtension: { ...brief, value: "EXT", choices: choicesOf("importExtension"), about: "what imports end in (js)" },
  runtime: { ...brief, value: "HOW", choices: choicesOf("runtime"), about: "imported, or copied beside it (package)" },
  methodNames: { ...brief, value: "HOW", choices: choicesOf("methodNames"), about: "names of methods (camelCase)" },
  banner: { ...brief, value: "TEXT", about: "lines that open every TypeScript file" },
  check: { ...setting, about: "fail if files are out of date, write none" },
  dryRun: { ...setting, brief: true, about: "write nothing; say what would be written" },
  listFiles: { ...setting, brief: true, about: "write nothing; print the paths of all files" },
  watch: { ...setting, about: "generate again when a file changes" },
  depfile: { ...brief, value: "FILE", about: "write what the output depends on, for Make and Ninja" },
  force: { ...setting, brief: true, about: "write over files that are not known as generated" },
  quiet: { ...setting, brief: true, about: "say nothing where nothing is wrong" },
  verbose: { ...setting, brief: true, about: "name every file" },
  into: { ...plain, value: "FILE", required: true, about: "the file of yours for them" },
  form: { ...plain, value: "FORM", choices: ["class", "object"], about: "what is made where there is none (class)" },
  name: { ...plain, value: "NAME", about: "which of several, or the name of a new one" },
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
  format: {
    ...plain,
    value: "FORM",
    choices: choicesOf("format"),
    about: "form of diagnostics (text)",
  },
  define: { ...plain, value: "SYM", many: true, about: "'if' symbol that is defined (repeatable)" },
  undefine: { ...plain, value: "SYM", many: true, about: "'if' symbol that is not defined (repeatable)" },
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
