// The arguments of a monitor command as a whole: in a row if they can stand in one, else as one JSON object, so that
// nothing is left out because it is hard to type. In: a command and what the user says of it. Out: arguments, and how
// `help` shows them.

import type { Command, Member, Schema } from "../schema/model.js";
import { spelledMembers, typeOf } from "../schema/query.js";
import type { HmpArgument } from "./args.js";
import type { HmpEntryConfig } from "./config.js";
import type { HmpOmission } from "./derive.js";
import type { Layout } from "./layout.js";
import { layOut, readCode } from "./layout.js";

/** What a command takes in the monitor. */
export interface CommandArguments {
  readonly args: readonly HmpArgument[];
  readonly params: string;
  /** Whether the one argument is all of them, a JSON object. */
  readonly json: boolean;
  readonly omitted: readonly HmpOmission[];
}

/** The members of a command's arguments; undefined where those of a union's branch are among them. */
export function argumentMembers(schema: Pick<Schema, "byName">, { data }: Command): readonly Member[] | undefined {
  const type = typeof data === "string" ? typeOf(schema, data) : undefined;
  return type?.kind === "union" ? undefined : spelledMembers(schema, data);
}

/** Arguments as the user wants them, and else as the schema gives them. */
export function commandArguments(
  schema: Pick<Schema, "byName">,
  command: Command,
  { letters, options }: Pick<HmpEntryConfig, "letters" | "options">,
): CommandArguments {
  const members = argumentMembers(schema, command);
  if (members === undefined) return jsonArguments(true);
  if (!command.gen && letters === undefined && members.length > 0) {
    return optionArguments(options ?? command.name.replaceAll("-", "_"), members);
  }
  const said = Object.entries(letters ?? {});
  const chosen = new Map(said.flatMap(([name, code]) => chosenOf(name, code)));
  const none = new Set(said.flatMap(([name, code]) => (code === "none" ? [name] : [])));
  const left = members.filter(({ name }) => !none.has(name));
  const layout: Layout = layOut(schema, left, chosen);
  if ("fault" in layout) return jsonArguments(members.some(({ optional }) => !optional));
  const omitted = [...none].map((name) => ({ name, reason: "the configuration says so" }));
  return { args: layout.args, params: paramsText(layout.args), json: false, omitted };
}

function chosenOf(name: string, code: string | undefined): [string, HmpArgument][] {
  const argument = code === undefined ? undefined : readCode(name, code);
  return argument === undefined ? [] : [[name, argument]];
}

/** All arguments as one JSON object, to the end of the line. */
function jsonArguments(isNeeded: boolean): CommandArguments {
  const argument = { key: "arguments", letter: "S" } as const;
  return {
    args: [isNeeded ? argument : { ...argument, optional: "?" }],
    params: isNeeded ? "{json}" : "[{json}]",
    json: true,
    omitted: [],
  };
}

/** Options with commas between them, which may be more than the schema has, as `device_add` takes them. */
function optionArguments(key: string, members: readonly Member[]): CommandArguments {
  const needed = members.filter(({ optional }) => !optional).map((member) => `${member.name}=value`);
  const others = members.filter(({ optional }) => optional).map((member) => `${member.name}=value`);
  const [first, ...rest] = [...needed, ...others.map((one) => `[${one}]`), "[name=value]"];
  const more = rest.map((one) => (one.startsWith("[") ? `[,${one.slice(1)}` : `,${one}`));
  return {
    args: [{ key, letter: "O" }],
    params: [first, ...more].join("").concat("[,...]"),
    json: false,
    omitted: [],
  };
}

/** Arguments, as `help` shows them: in brackets what may be left out; `show` is done to each name. */
export function paramsText(args: readonly HmpArgument[], show = (key: string): string => key): string {
  const texts = args.map((argument) => {
    const { key } = argument;
    if (argument.letter === "-")
      return argument.value === true ? `[-${argument.flag} ${show(key)}]` : `[-${argument.flag}]`;
    return argument.optional === undefined ? show(key) : `[${show(key)}]`;
  });
  return texts.join(" ");
}
