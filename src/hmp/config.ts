// What a user says about monitor commands that the schema does not: by QMP command. The C tree's own conventions and its
// history are no facts of a schema, so nothing of them is built in. In: what was read of a file, whatever it is. Out:
// every mistake in it, in words.

import { suggest } from "../base/suggest.js";
import type { Command, Member, Schema } from "../schema/model.js";
import { definitionsOf } from "../schema/query.js";
import type { HmpArgument } from "./args.js";
import { argumentMembers } from "./command-arguments.js";
import { placesOf } from "./entry-names.js";
import { layOut, readCode } from "./layout.js";
import { letterRow, monitorType } from "./letters.js";
import { shown, shownValue } from "./shown.js";
import { helpWords } from "./table-names.js";

/** How one QMP command is to be had in the monitor; `"none"` for not at all. */
export type HmpCommandConfig = HmpEntryConfig | "none";

/** Configuration by the name of a QMP command. */
export type HmpConfig = Readonly<Record<string, HmpCommandConfig>>;

/** What differs from what is derived from the schema. */
export interface HmpEntryConfig {
  /** The monitor's name for it. Default: its QMP name; of `query-x-y`, `x_y` in the table `info`. */
  readonly name?: string | undefined;
  /** More names, such as `q` for `quit`. */
  readonly aliases?: readonly string[] | undefined;
  /** What `help` says of it. Default: the first sentence of its documentation. */
  readonly help?: string | undefined;
  /** What `help` says of its arguments, such as `[-f] device`. Default: made of the arguments. */
  readonly params?: string | undefined;
  /** By member: how it is given, as `args_type` has it behind the colon (`B`, `o?`, `-f`, `-fs`); `"none"` for not at all. */
  readonly letters?: Readonly<Record<string, string>> | undefined;
  /**
   * Of a command that takes options (`gen: false`): the name of the group that QEMU's C reads them by, such as `device`
   * (`util/qemu-config.c`, qemu_find_opts). Default: its QMP name, with `_` for hyphens.
   */
  readonly options?: string | undefined;
  /** `p` where it may be used before the machine is made (`-preconfig`), else empty. Default: `allow-preconfig`. */
  readonly flags?: string | undefined;
  /** The table that it goes into: `commands` for the first word of a line, else a sub-table's name, such as `info`. */
  readonly table?: string | undefined;
}

/** What is wrong with a value, as the end of a sentence that begins with its key; undefined for nothing. */
type Check = (value: unknown) => string | undefined;

/** What each key of an entry takes; a key without a row does not compile. */
const checks = {
  name: nameFault,
  aliases: aliasesFault,
  help: textFault,
  params: textFault,
  letters: (value) => (isRecord(value) ? undefined : `is to be an object of codes by member, not ${shownValue(value)}`),
  options: optionsFault,
  flags: (value) => (value === "" || value === "p" ? undefined : `is to be "p" or "", not ${shownValue(value)}`),
  table: tableFault,
} as const satisfies Record<keyof HmpEntryConfig, Check>;

/** What is wrong with a configuration, a line for each mistake; nothing for a right one. */
export function hmpConfigProblems(schema: Schema, config: unknown): readonly string[] {
  if (!isRecord(config))
    return [`the configuration is to be an object with a key for each command, not ${shownValue(config)}`];
  const problems = Object.entries(config).flatMap(([name, value]) =>
    entryProblems(schema, name, value).map((problem) => `'${shown(name)}': ${problem}`),
  );
  // Names can be compared once each is one.
  return problems.length > 0 ? problems : placesOf(schema, config as HmpConfig).clashes;
}

function entryProblems(schema: Schema, name: string, value: unknown): readonly string[] {
  const command = schema.byName.get(name);
  if (command?.kind !== "command") return [noCommand(schema, name, command?.kind)];
  if (value === "none") return [];
  if (!isRecord(value)) return [`is to be an object, or "none" to leave it out, not ${shownValue(value)}`];
  const problems = Object.entries(value).flatMap(([key, one]) => {
    if (!Object.hasOwn(checks, key)) return [`there is no key '${shown(key)}'${hint(key, Object.keys(checks))}`];
    const fault = one === undefined ? undefined : checks[key as keyof typeof checks](one);
    return fault === undefined ? [] : [`'${key}' ${fault}`];
  });
  const { name: own, aliases, letters, options } = value as HmpEntryConfig;
  if (options !== undefined && (command.gen || command.data === undefined || letters !== undefined))
    problems.push("'options' is for commands that take options, and this one takes its arguments one by one");
  if (problems.length === 0 && own !== undefined && aliases?.includes(own) === true)
    problems.push(`'aliases' has its name '${own}' again`);
  return [...problems, ...(isRecord(letters) ? lettersProblems(schema, command, letters) : [])];
}

function noCommand(schema: Schema, name: string, kind: string | undefined): string {
  if (kind !== undefined) return `it is ${/^[aeu]/.test(kind) && kind !== "union" ? "an" : "a"} ${kind}, not a command`;
  const names = definitionsOf(schema, "command").map((command) => command.name);
  return `there is no such command${hint(name, names)}`;
}

// ---- values ------------------------------------------------------------------------------------------------------------

/** The most bytes of a name that a line can have (`monitor/hmp.c`, get_command_name). */
const nameBytes = 255;

function nameFault(value: unknown): string | undefined {
  if (typeof value !== "string") return `is to be a text, not ${shownValue(value)}`;
  if (value === "") return "is empty";
  if (/[\s/|\p{Cc}]/u.test(value)) return `is ${shownValue(value)}, and a name cannot have blanks, '/' or '|' in it`;
  return new TextEncoder().encode(value).length > nameBytes ? `is longer than ${nameBytes} bytes` : undefined;
}

function aliasesFault(value: unknown): string | undefined {
  if (!Array.isArray(value)) return `is to be a list of names, not ${shownValue(value)}`;
  const faults = value.map(nameFault);
  const at = faults.findIndex((fault) => fault !== undefined);
  if (at >= 0) return `has an entry, its ${at + 1}., that ${faults[at]}`;
  const again = value.find((name, index) => value.indexOf(name) < index) as string | undefined;
  return again === undefined ? undefined : `has '${again}' twice`;
}

function textFault(value: unknown): string | undefined {
  if (typeof value !== "string") return `is to be a text, not ${shownValue(value)}`;
  return /[\0\p{Surrogate}]/u.test(value) ? "has a character in it that is none" : undefined;
}

function optionsFault(value: unknown): string | undefined {
  if (typeof value !== "string") return `is to be a text, not ${shownValue(value)}`;
  return /^[A-Za-z][A-Za-z0-9_-]*$/.test(value)
    ? undefined
    : `is ${shownValue(value)}, and is to be one word such as "device"`;
}

function tableFault(value: unknown): string | undefined {
  if (typeof value !== "string") return `is to be a text, not ${shownValue(value)}`;
  if (helpWords.includes(value)) return `is ${shownValue(value)}, and that word is the monitor's own`;
  return /^[A-Za-z][A-Za-z0-9_-]*$/.test(value)
    ? undefined
    : `is ${shownValue(value)}, and is to be one word such as "info"`;
}

// ---- letters -----------------------------------------------------------------------------------------------------------

function lettersProblems(
  schema: Schema,
  command: Command,
  letters: Readonly<Record<string, unknown>>,
): readonly string[] {
  if (Object.keys(letters).length === 0) return [];
  const members = argumentMembers(schema, command);
  if (members === undefined)
    return ["'letters' is for arguments one by one, and its arguments are a union: they come as JSON"];
  const chosen = new Map<string, HmpArgument>();
  const left: Member[] = [...members];
  const problems = Object.entries(letters).flatMap(([name, code]) => {
    const at = left.findIndex((member) => member.name === name);
    const member = left[at];
    if (member === undefined)
      return [
        `'letters' has '${shown(name)}', which is no argument of it${hint(
          name,
          members.map((one) => one.name),
        )}`,
      ];
    if (code === undefined) return [];
    const read = typeof code === "string" ? readCode(name, code) : undefined;
    if (code === "none") left.splice(at, 1);
    else if (read !== undefined) chosen.set(name, read);
    const fault = letterFault(schema, member, { code, read });
    return fault === undefined ? [] : [`'letters' has '${name}', which ${fault}`];
  });
  if (problems.length > 0) return problems;
  const layout = layOut(schema, left, chosen);
  return "fault" in layout ? [`with these letters, ${layout.fault}`] : [];
}

function letterFault(
  schema: Schema,
  { type, optional }: Member,
  { code, read }: { readonly code: unknown; readonly read: HmpArgument | undefined },
): string | undefined {
  if (code === "none") return optional ? undefined : "the command needs: it cannot be left out";
  const { carriers } = letterRow(schema, type);
  const isBool = type.name === "bool" && !type.array;
  const isText = carriers.includes("s");
  const known = [...carriers, ...(isBool ? ["-f"] : []), ...(isText ? ["-fs"] : [])].join(", ");
  if (read === undefined) return `has ${shownValue(code)}, which is no code of args_type; for it there are: ${known}`;
  const fits = read.letter === "-" ? (read.value === true ? isText : isBool) : carriers.includes(read.letter);
  const what = type.array ? "a list" : monitorTypeName(monitorType(schema, type), type.name);
  if (!fits) return `is ${what}, and '${String(code)}' cannot carry that; for it there are: ${known}`;
  // A flag that is not there says false.
  const isLeftOut = read.letter === "-" ? read.value === true : read.optional !== undefined;
  return isLeftOut && !optional ? `the command needs, so that '${String(code)}' must not make it optional` : undefined;
}

function monitorTypeName(kind: string, name: string): string {
  return kind === name ? `of type ${name}` : `of the ${kind} ${name}`;
}

// ---- words -------------------------------------------------------------------------------------------------------------

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function hint(name: string, known: readonly string[]): string {
  const near = suggest(name, known);
  if (near !== undefined) return `; did you mean '${near}'?`;
  return known.length > 0 && known.length <= 12 ? `; there are: ${known.join(", ")}` : "";
}
