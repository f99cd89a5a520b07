// `qapi-ts completion`, asked of the shells themselves: somebody types, and TAB is pressed, on a terminal for bash and zsh,
// and as fish's own `complete -C` answers. A shell that is not there is passed over; with QAPI_TS_SHELLS=required, as in CI, that is a failure.

import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { flagWord } from "../../src/cli/flag-word.js";
import { verbRows } from "../../src/cli/verb-rows.js";
import { completionScripts } from "../../src/cli/completion.js";
import { folder, hasTerminal, root, run } from "./run.js";

const isThere = (shell: string) => spawnSync(shell, ["--version"]).status === 0;

const isRequired = process.env["QAPI_TS_SHELLS"] === "required";

/** A folder with the scripts of all shells, a schema, a folder, and a name with a space. */
function place(): string {
  return folder({
    "c.bash": completionScripts["bash"]!(),
    "c.zsh": completionScripts["zsh"]!(),
    "_qapi-ts": completionScripts["zsh"]!(),
    "c.fish": completionScripts["fish"]!(),
    "vm/machine.json": "",
    "vm/two words.json": "",
    "vmdir/x": "",
  });
}

/** What the shells are started with: `qapi-ts` says what words it got, and all that is shown is from here. */
const starts = {
  bash: {
    command: ["bash", "--norc", "--noprofile", "-i"],
    setUp: "PS1='> '; bind 'set bell-style none'; bind 'set enable-bracketed-paste off'; source ./c.bash",
  },
  zsh: {
    command: ["zsh", "-f", "-i"],
    setUp:
      "PS1='> '; unsetopt beep zle_bracketed_paste prompt_sp; autoload -Uz compinit; compinit -D -u; source ./c.zsh",
  },
  "zsh, from $fpath": {
    command: ["zsh", "-f", "-i"],
    setUp:
      "PS1='> '; unsetopt beep zle_bracketed_paste prompt_sp; fpath=($PWD $fpath); autoload -Uz compinit; compinit -D -u",
  },
} as const;

type Start = keyof typeof starts;

/** Types lines, with their TABs, and ENTER after each; gives the words that the program got each time, and what was shown. */
function type(start: Start, typed: readonly string[]) {
  const { command, setUp } = starts[start];
  const steps = [
    ["", ` n=0; qapi-ts() { printf '<%s>' "$@"; echo " ran $((++n))"; }; ${setUp}; echo rea""dy\n`],
    ["ready\r\n", ""],
    ...typed.flatMap((line, index) => [
      ...line.split(/(?<=\t)/).map((part) => ["", part]),
      ["", "\n"],
      [` ran ${index + 1}\r\n`, ""],
    ]),
    ["", "exit\n"],
  ];
  const { stdout, stderr } = spawnSync(
    "python3",
    [join(root, "test/cli/terminal.py"), JSON.stringify(steps), ...command],
    { cwd: place(), encoding: "utf8" },
  );
  expect(stderr).toBe("");
  const { shown } = JSON.parse(stdout) as { shown: string };
  const said = [...shown.matchAll(/((?:<[^>\n]*>)+) ran \d+\r\n/g)].map((match) => match[1]!);
  return { words: said.map((line) => [...line.matchAll(/<([^>]*)>/g)].map((match) => match[1]!)), shown };
}

/** `--flag=value` as two words, and folders without their slash: shells differ there. */
const alike = (words: readonly string[]) =>
  words.flatMap((word) => (/^--[\w-]+=/.test(word) ? word.split("=") : [word.replace(/\/$/, "")]));

const cases = [
  { typed: "qapi-ts gen\t", words: ["generate"] },
  { typed: "qapi-ts help sca\t", words: ["help", "scaffold"] },
  { typed: "qapi-ts check --for\tsar\t", words: ["check", "--format", "sarif"] },
  { typed: "qapi-ts generate --lay\tsin\t", words: ["generate", "--layout", "single"] },
  { typed: "qapi-ts generate --no-wa\t", words: ["generate", "--no-watch"] },
  { typed: "qapi-ts check vm/m\t", words: ["check", "vm/machine.json"] },
  { typed: "qapi-ts check vm/t\t", words: ["check", "vm/two words.json"] },
  { typed: "qapi-ts generate vm/machine.json --out vmd\t", words: ["generate", "vm/machine.json", "--out", "vmdir/"] },
  { typed: "qapi-ts scaffold ha\t", words: ["scaffold", "handlers"] },
  { typed: "qapi-ts completion z\t", words: ["completion", "zsh"] },
  // Not this verb's, and nothing that can be guessed.
  { typed: "qapi-ts check --wat\t", words: ["check", "--wat"] },
  { typed: "qapi-ts check --qemu vmd\t", words: ["check", "--qemu", "vmd"] },
];

for (const start of Object.keys(starts) as Start[]) {
  const shell = starts[start].command[0];
  describe.skipIf(!isRequired && !(isThere(shell) && hasTerminal))(start, () => {
    test("completes verbs, flags of a verb, choices and files", () => {
      const { words } = type(
        start,
        cases.map(({ typed }) => typed),
      );
      expect(words.map(alike)).toEqual(cases.map((one) => alike(one.words)));
    });

    test("offers all choices of a flag, and all verbs", () => {
      const { shown } = type(start, ["qapi-ts check --format \t\ttext", "qapi-ts \t\tcheck"]);
      expect(shown).toMatch(/github\s+json\s+sarif\s+text|text\s+json\s+github\s+sarif/);
      for (const verb of Object.keys(verbRows)) expect(shown).toContain(verb);
    });
  });
}

describe.skipIf(!isRequired && !isThere("fish"))("fish", () => {
  /** What it offers for a line, without the descriptions. */
  function offered(line: string): readonly string[] {
    const { stdout, stderr } = spawnSync("fish", ["--no-config", "-c", 'source c.fish; complete -C "$argv[1]"', line], {
      cwd: place(),
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    return stdout
      .trimEnd()
      .split("\n")
      .map((one) => one.split("\t")[0]!);
  }

  test.each(cases.filter(({ typed }) => /^[^\t]*\t$/.test(typed)))("$typed", ({ typed, words }) => {
    const line = typed.trimEnd();
    const last = words.at(-1)!;
    const isCompleted = !line.endsWith(last);
    expect(offered(line)).toEqual(isCompleted ? [last] : [""]);
  });

  test("offers all choices of a flag, and all verbs", () => {
    expect([...offered("qapi-ts check --format ")].sort()).toEqual(["github", "json", "sarif", "text"]);
    expect([...offered("qapi-ts ")].sort()).toEqual([...Object.keys(verbRows), "help"].sort());
  });

  test("offers the flags of a verb, and no others", () => {
    const wanted = [...verbRows.introspect.flags.map(flagWord), "--help"];
    expect([...offered("qapi-ts introspect --")].sort()).toEqual(wanted.sort());
  });
});

describe.skipIf(!isRequired && !isThere("bash"))("bash's function", () => {
  const script = `source ./c.bash
while read -r -a COMP_WORDS; do
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
  [[ \${COMP_WORDS[COMP_CWORD]} == _ ]] && COMP_WORDS[COMP_CWORD]=
  _qapi_ts
  (IFS="|"; echo "\${COMPREPLY[*]}")
done`;

  /** What it offers for the last word of each line, which is empty where it is `_`; nobody completes here, as in bash 3.2. */
  const offered = (lines: readonly string[]) => {
    const input = lines.map((line) => `${line}\n`).join("");
    const { stdout, stderr } = spawnSync("bash", ["-c", script], { cwd: place(), encoding: "utf8", input });
    expect(stderr).toBe("");
    return stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.split("|"));
  };

  test("offers the flags of each verb, and no others", () => {
    const verbs = Object.keys(verbRows) as (keyof typeof verbRows)[];
    const wanted = verbs.map((verb) => [...verbRows[verb].flags.map(flagWord), "--help"]);
    expect(offered(verbs.map((verb) => `qapi-ts ${verb} --`))).toEqual(wanted);
  });

  test.each([
    { line: "qapi-ts check --format = s", wanted: ["sarif"] },
    { line: "qapi-ts check --format =", wanted: ["text", "json", "github", "sarif"] },
    { line: "qapi-ts check --format _", wanted: ["text", "json", "github", "sarif"] },
    { line: "qapi-ts generate --no-w", wanted: ["--no-watch"] },
    { line: "qapi-ts qmp _", wanted: [""] },
  ])("$line", ({ line, wanted }) => {
    expect(offered([line])).toEqual([wanted]);
  });

  // Each disk lists them in an order of its own; bash sorts what it shows.
  test.each([
    { line: "qapi-ts check vm/", wanted: ["vm/machine.json", "vm/two words.json"] },
    { line: "qapi-ts generate --out vm", wanted: ["vm", "vmdir"] },
  ])("$line", ({ line, wanted }) => {
    expect(offered([line])[0]!.toSorted()).toEqual(wanted);
  });
});

test.each(Object.keys(completionScripts))("qapi-ts completion %s prints the script", (shell) => {
  expect(run(["completion", shell])).toEqual({ status: 0, stdout: completionScripts[shell]!(), stderr: "" });
});

test("a shell that is not known is told in one line", () => {
  const { status, stdout, stderr } = run(["completion", "tcsh"]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toMatch(/^qapi-ts: .*'tcsh'.*bash, zsh, fish; see: qapi-ts completion --help\n$/);
});
