// Every flag of the command line, as one table: what reads a command line, what prints `--help` and what complains about wrong
// use are made from it and from the table of verbs. A flag without a row does not compile.

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
