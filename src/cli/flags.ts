// Every flag and every verb of the command line, as two tables: what reads a command line, what prints `--help` and
// what complains about wrong use are all made from them. A flag without a row does not compile.

/** What the flags of a command line say. */
export interface Flags {
  readonly out?: string;
  readonly emit?: string;
  readonly emitter?: readonly string[];
  readonly int64?: "bigint" | "number";
  readonly int?: "number" | "bigint";
  readonly verbose?: boolean;
  readonly unmask?: boolean;
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

/** By name, without the dashes. */
export const flagRows = {
  out: { ...plain, value: "DIR", required: true, about: "folder for the files; made if missing" },
  emit: { ...plain, value: "LIST", about: "only these emitters, by name: a,b (default: all)" },
  emitter: { ...plain, value: "FILE", many: true, about: "one more emitter: an ES module (repeatable)" },
  int64: { ...plain, value: "TYPE", choices: ["bigint", "number"], about: "type of int64, uint64, size (bigint)" },
  int: { ...plain, value: "TYPE", choices: ["number", "bigint"], about: "type of int (number)" },
  verbose: { ...plain, about: "name every file" },
  unmask: { ...plain, about: "real names of types instead of numbers" },
  qemu: { ...plain, value: "VERSION", about: "rules of that QEMU, such as 10.0" },
  format: { ...plain, value: "FORM", choices: ["text", "json", "github"], about: "form of diagnostics (text)" },
  define: { ...plain, value: "SYM", many: true, about: "this symbol of 'if' is defined (repeatable)" },
  undefine: { ...plain, value: "SYM", many: true, about: "this symbol of 'if' is not defined (repeatable)" },
} as const satisfies Record<keyof Flags, FlagRow>;

/** The flags that every verb takes. */
const shared = ["qemu", "format", "define", "undefine"] as const satisfies readonly (keyof Flags)[];

/** A command line that was understood. */
export interface Invocation {
  readonly verb: Verb;
  /** Paths as the user spelled them. */
  readonly schemas: readonly string[];
  readonly flags: Flags;
}

/** Does what a verb is for; gives the exit status. Throws: UsageError. */
export type Run = (invocation: Invocation) => ExitStatus | Promise<ExitStatus>;

/** 0 fine, 1 the input has errors, 2 wrong use or a file that cannot be read or written. */
export type ExitStatus = 0 | 1 | 2;

/** What there is to know about a verb. */
export interface VerbRow {
  readonly about: string;
  /** How many schemas it takes. */
  readonly schemas: "one" | "many";
  readonly flags: readonly (keyof Flags)[];
  /** A command line to copy, without the program's name. */
  readonly example: string;
  /** Loads the code; only that of the verb which is asked for. */
  readonly load: () => Promise<{ readonly run: Run }>;
}

/** By name. */
export const verbRows = {
  generate: {
    about: "Write TypeScript for schemas; only files that change are touched.",
    schemas: "many",
    flags: ["out", "emit", "emitter", "int64", "int", "verbose", ...shared],
    example: "generate qapi/qapi-schema.json --out src/generated/qemu",
    load: () => import("./generate.js"),
  },
  check: {
    about: "Check schemas and report every mistake in them.",
    schemas: "many",
    flags: shared,
    example: "check qapi/qapi-schema.json --qemu 10.0",
    load: () => import("./check.js"),
  },
  dump: {
    about: "Print the checked model as text, in the form of QEMU's test-qapi.py.",
    schemas: "one",
    flags: shared,
    example: "dump qapi/qapi-schema.json --define CONFIG_LINUX",
    load: () => import("./dump.js"),
  },
  introspect: {
    about: "Print what query-qmp-schema would answer, as JSON.",
    schemas: "one",
    flags: ["unmask", ...shared],
    example: "introspect qapi/qapi-schema.json --unmask",
    load: () => import("./introspect.js"),
  },
} as const satisfies Record<string, VerbRow>;

/** The name of a verb. */
export type Verb = keyof typeof verbRows;

/** Whether a word is the name of a verb. */
export function isVerb(word: string | undefined): word is Verb {
  return word !== undefined && Object.hasOwn(verbRows, word);
}
