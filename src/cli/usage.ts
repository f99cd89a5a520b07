// Help, and complaints about wrong use: what commander makes of the tables in `flags.ts`. Loaded only when one of
// these is needed.

import { Command, CommanderError, Option } from "commander";

import type { FlagRow, Flags, Invocation, Verb, VerbRow } from "./flags.js";
import { flagWord } from "./flag-word.js";
import { flagRows, isVerb, verbRows } from "./flags.js";
import { version } from "../version.js";

/** What a command line that is not plainly right comes to: something to run after all, or something to print. */
export type Usage =
  | { readonly invocation: Invocation }
  | { readonly stream: "stdout" | "stderr"; readonly text: string; readonly status: 0 | 2 };

/** Reads a command line with commander. */
export function readUsage(words: readonly string[]): Usage {
  let invocation: Invocation | undefined;
  const printed = { stdout: "", stderr: "" };
  const program = new Command("qapi-ts")
    .description("The QAPI compiler for TypeScript.")
    .version(version, "--version", "print the version")
    .helpOption("-h, --help", "print help; of a verb: qapi-ts VERB --help")
    .usage("VERB … [options]")
    .configureHelp({ helpWidth: 80, subcommandTerm: (command) => command.name() })
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
    .configureHelp({ helpWidth: 80, visibleArguments: () => [], optionDescription: ({ description }) => description })
    .usage(`${row.usage} [options]`)
    .allowExcessArguments(false)
    .addHelpText("after", ["", ...(row.notes ?? []), exampleText(row), exitText(row.exit)].join("\n"))
    .action((...given: readonly unknown[]) => take(given.slice(0, -2).flat() as string[], given.at(-2) as Flags));
  if (row.operands !== undefined) {
    const { name: operand, required, many } = row.operands;
    const [open, close] = required ? "<>" : "[]";
    command.argument(`${open}${operand}${many ? "..." : ""}${close}`);
  }
  for (const name of row.flags) command.addOption(option(name, flagRows[name]));
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
