// The manual page qapi-ts(1), from the tables in `flags.ts` and `verb-rows.ts`: everything that the help of the verbs says, and what it has no
// room for. For the build, which writes it to `dist/man`. In: the tables. Out: roff, of the macros of man(7).

import { configNames } from "../build/find-config.js";
import { flagWord } from "./flag-word.js";
import type { FlagRow, Flags } from "./flags.js";
import type { VerbRow } from "./verb-rows.js";
import { flagRows } from "./flags.js";
import { verbRows } from "./verb-rows.js";
import { version } from "../version.js";

const summary = "the QAPI compiler for TypeScript";

/** The page. It has no date, since what is built of the same sources is the same. */
export function manPage(): string {
  const verbs: readonly (readonly [string, VerbRow])[] = Object.entries(verbRows);
  return lines(
    `.TH QAPI\\-TS 1 "" "qapi\\-ts ${roff(version)}" "User Commands"`,
    section("NAME", [`qapi\\-ts \\- ${summary}`]),
    section("SYNOPSIS", [
      ...verbs.flatMap(([verb, row]) => [synopsis(verb, row), ".br"]),
      `${bold("qapi-ts help")} [${italic("VERB")}]`,
      ".br",
      `${bold("qapi-ts --version")} | ${bold("--help")}`,
    ]),
    section("DESCRIPTION", [
      roff("Reads schemas in QAPI, QEMU's schema language, checks them, and writes TypeScript from them:"),
      roff("types, a client and a server for QMP, a human monitor, tables of monitor commands."),
      roff("It also speaks to a running QEMU or guest agent, and stands in for one."),
    ]),
    section("VERBS", verbs.flatMap(verbPart)),
    section("OPTIONS", [
      ...Object.keys(flagRows).flatMap((name) => flagPart(name as keyof Flags)),
      ...item(`${bold("-h")}, ${bold("--help")}`, "print the help of the program, or of a verb"),
      ...item(bold("--version"), "print the version"),
    ]),
    section("EXIT STATUS", [
      ...item(bold("0"), "Fine."),
      ...item(bold("1"), "The input has errors: a schema, a reply, a line; or, with --check, files are out of date."),
      ...item(bold("2"), "Wrong use, or a file or a peer that is not to be had, and the reason on standard error."),
      ".PP",
      "By verb:",
      ...verbs.flatMap(([verb, row]) => item(bold(verb), row.exit)),
    ]),
    section("FILES", item(configNames.map(bold).join(", "), configAbout)),
    section("ENVIRONMENT", [
      ...item(
        bold("NO_COLOR"),
        "With any value there are no colours; without it they are for terminals, but dumb ones.",
      ),
      ...item(
        bold("XDG_CACHE_HOME"),
        "Where it is remembered what was generated, for folders that have no node_modules above them (~/.cache).",
      ),
    ]),
    section("EXAMPLES", [".nf", ...verbs.map(([, row]) => roff(`qapi-ts ${row.example}`)), ".fi"]),
  );
}

const configAbout =
  "The configuration of generate and scaffold, of the current folder or of the nearest above that has one. Every key has a flag, which wins.";

function synopsis(verb: string, { usage }: VerbRow): string {
  return `${bold(`qapi-ts ${verb}`)} ${roff(usage)} [${italic("options")}]`;
}

function verbPart([verb, row]: readonly [string, VerbRow]): readonly string[] {
  const flags = [...row.flags.map((name) => flagWord(name)), "--help"].map(bold).join(", ");
  const notes = row.notes ?? [];
  return [
    `.SS ${bold(verb)} ${roff(row.usage)}`,
    roff(row.about),
    ...(notes.length === 0 ? [] : [".PP", ...notes.map(roff)]),
    ".PP",
    `Options: ${flags}.`,
    ".PP",
    `Exit status: ${roff(row.exit)}.`,
  ];
}

function flagPart(name: keyof Flags): readonly string[] {
  const { value, choices, about, negatable, required }: FlagRow = flagRows[name];
  const word = flagWord(name);
  const taken =
    choices === undefined ? (value === undefined ? "" : ` ${italic(value)}`) : ` ${choices.map(bold).join("|")}`;
  const negated = negatable === true ? `, ${bold(`--no-${word.slice(2)}`)}` : "";
  const verbs = Object.entries<VerbRow>(verbRows).filter(([, { flags }]) => flags.includes(name));
  const needed = required ? "; required" : "";
  return item(`${bold(word)}${taken}${negated}`, `${about} (${verbs.map(([verb]) => verb).join(", ")}${needed})`);
}

const section = (title: string, body: readonly string[]) => lines(`.SH ${title}`, ...body).trimEnd();

const item = (term: string, text: string): readonly string[] => [".TP", term, roff(text)];

const lines = (...all: readonly string[]) => `${all.join("\n")}\n`;

const bold = (text: string) => `\\fB${roff(text)}\\fR`;

const italic = (text: string) => `\\fI${roff(text)}\\fR`;

/** Text that roff prints as it is: hyphens to copy, straight quotes, and no line that is a request. */
function roff(text: string): string {
  const plain = text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replaceAll("'", "\\(aq").replaceAll("~", "\\(ti");
  return plain.replaceAll("^", "\\(ha").replaceAll("`", "\\(ga").replaceAll("…", "\\&...").replace(/^[.']/, "\\&$&");
}
