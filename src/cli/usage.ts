// Help, and complaints about wrong use: what commander makes of the tables in `flags.ts` and `verb-rows.ts`. Loaded only when one of
// these is needed.

import { Argument, Command, CommanderError, Option } from "commander";

import type { FlagRow, Flags } from "./flags.js";
import type { Invocation, Verb, VerbRow } from "./verb-rows.js";
import { flagWord } from "./flag-word.js";
import { flagRows } from "./flags.js";
import { helpAbout, isVerb, verbRows } from "./verb-rows.js";
import { version } from "../version.js";

/** What a command line that is not plainly right comes to: something to run after all, or something to print. */
export type Usage =
  | { readonly invocation: Invocation }
  | { readonly stream: "stdout" | "stderr"; readonly text: string; readonly status: 0 | 2 };

/** Reads a command line with commander. */
export function readUsage(words: readonly string[]): Usage {
  const [first, asked] = words;
  // Commander would answer with the whole help, and call that fine.
  if (first === "help" && asked !== undefined && asked !== "help" && !isVerb(asked)) return readUsage([asked]);
  let invocation: Invocation | undefined;
  const printed = { stdout: "", stderr: "" };
  const program = new Command("qapi-ts")
    .description("The QAPI compiler for TypeScript.")
    .version(version, "--version", "print the version")
    .helpOption("-h, --help", "print help; of a verb: qapi-ts VERB --help")
    .helpCommand("help [VERB]", helpAbout)
    .usage("VERB … [options]")
    .configureHelp({ helpWidth, subcommandTerm: (command) => command.name() })
    .configureOutput({
      writeOut: (text) => void (printed.stdout += text),
      writeErr: (text) => void (printed.stderr += text),
      outputError: (text, write) => write(oneLine(text)),
    })
    .exitOverride()
    .addHelpText("after", `\n${exampleText(verbRows.generate)}\n\n${exitText(exit)}`);
  for (const [verb, row] of Object.entries(verbRows)) {
    addVerb(program, verb as Verb, row, (operands, flags) => {
      invocation = { verb: verb as Verb, operands, flags };
    });
  }
  try {
    program.parse([...words], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { stream: "stdout", text: printed.stdout, status: 0 };
    if (error.code === "commander.help") return { stream: "stderr", text: printed.stderr, status: 2 };
    return { stream: "stderr", text: `${printed.stderr.trimEnd()}; see: ${helpLine(words)}\n`, status: 2 };
  }
  if (invocation !== undefined) return { invocation };
  return { stream: "stderr", text: program.helpInformation(), status: 2 };
}

type Take = (operands: readonly string[], flags: Flags) => void;

function addVerb(program: Command, verb: Verb, row: VerbRow, take: Take): void {
  const command = program
    .command(verb)
    .description(row.about)
    .helpOption("-h, --help", "print this help")
    .configureHelp({ helpWidth, visibleArguments: () => [], optionTerm, optionDescription })
    .usage(`${row.usage} [options]`)
    .allowExcessArguments(false)
    .addHelpText("after", ["", ...briefly(row), ...(row.notes ?? []), exampleText(row), exitText(row.exit)].join("\n"))
    .action((...given: readonly unknown[]) =>
      take(
        given
          .slice(0, -2)
          .flat()
          .filter((word) => word !== undefined) as string[],
        given.at(-2) as Flags,
      ),
    );
  if (row.operands !== undefined) {
    const { name: operand, required, many, choices } = row.operands;
    const [open, close] = required ? "<>" : "[]";
    const argument = new Argument(`${open}${operand}${many ? "..." : ""}${close}`);
    command.addArgument(choices === undefined ? argument : argument.choices(choices));
  }
  for (const name of row.flags) {
    const flag: FlagRow = flagRows[name];
    command.addOption(option(name, flag).hideHelp(flag.brief === true));
    if (flag.negatable === true) command.addOption(negated(name));
  }
}

/** `--no-watch` for `--watch`. */
function negated(name: keyof Flags): Option {
  const made = new Option(`--no-${flagWord(name).slice(2)}`).hideHelp();
  made.attributeName = () => name;
  return made;
}

/** The flags that the help names and no more, as a paragraph. */
function briefly({ flags }: VerbRow): readonly string[] {
  const words = flags.filter((name) => (flagRows[name] as FlagRow).brief === true).map((name) => flagText(name));
  const lines: string[] = [];
  for (const word of words.length === 0 ? [] : ["Also:", ...words]) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > helpWidth)
      lines.push(last === undefined ? word : `  ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

function flagText(name: keyof Flags): string {
  const { choices, value }: FlagRow = flagRows[name];
  const taken = choices?.join("|") ?? value;
  return taken === undefined ? flagWord(name) : `${flagWord(name)} ${taken}`;
}

/** Columns of a screen. */
const helpWidth = 80;

/** A flag in the column of flags; choices would make that too wide, and go before what is said of it. */
function optionTerm(made: Option): string {
  const row = rowOf(made);
  return row?.choices === undefined ? made.flags : `${made.long} <${row.value}>`;
}

function optionDescription(made: Option): string {
  const choices = rowOf(made)?.choices;
  return choices === undefined ? made.description : `${choices.join("|")}: ${made.description}`;
}

function rowOf(made: Option): FlagRow | undefined {
  const name = made.attributeName();
  return Object.hasOwn(flagRows, name) ? flagRows[name as keyof Flags] : undefined;
}

function option(name: string, row: FlagRow): Option {
  const value = row.choices?.join("|") ?? row.value;
  const made = new Option(value === undefined ? flagWord(name) : `${flagWord(name)} <${value}>`, row.about);
  // Under its own name, however it is spelled: a verb may have a namesake.
  made.attributeName = () => name;
  if (row.required) made.makeOptionMandatory();
  if (row.choices !== undefined) made.choices(row.choices);
  if (row.many) made.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);
  return made;
}

const exampleText = (row: VerbRow) => `Example: qapi-ts ${row.example}`;

const exitText = (exit: string) => `Exit status: ${exit}`;

/** Of whatever verb. */
const exit = "0 fine, 1 a schema or a reply has errors, 2 wrong use or no access";

/** Commander's complaint on one line, as this program's. */
function oneLine(text: string): string {
  const [what = "", hint = ""] = text
    .replace(/^error: /, "")
    .trimEnd()
    .split("\n");
  return `qapi-ts: ${what.replace(/\.$/, "")}${hint === "" ? "" : ` ${hint.replace("(Did", "(did")}`}`;
}

/** Where to read on. */
const helpLine = ([first]: readonly string[]) => `qapi-ts ${isVerb(first) ? `${first} ` : ""}--help`;
