// The monitor's commands as they are derived from QEMU's schemas, beside QEMU's own tables. Where an entry is for a QMP
// command, ours and QEMU's are compared: name, arguments, letters, what may be left out, params. What differs is in
// `hmp-differences.ts` with the reason, each reason is held to what it says, and a row that nothing differs for fails.
//
// `QAPI_TS_TABLE=1 npx vitest run test/conformance/hmp.test.ts` prints the table of reasons in Markdown.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { beforeAll, describe, expect, onTestFinished, test } from "vitest";

import { hx } from "../../src/emit/hx.js";
import type { HmpArgument } from "../../src/hmp/args.js";
import { argsTypeText, codeText, parseArgsType } from "../../src/hmp/args.js";
import { paramsText } from "../../src/hmp/command-arguments.js";
import type { HmpEntry } from "../../src/hmp/derive.js";
import { deriveHmp } from "../../src/hmp/derive.js";
import type { HxReadEntry } from "../../src/hmp/hx-shape.js";
import type { HxText } from "../../src/hmp/hx.js";
import { parseHx } from "../../src/hmp/parse-hx.js";
import { compile, generate } from "../../src/index.js";
import type { Reason } from "./hmp-differences.js";
import { differences, reasons, renamed } from "./hmp-differences.js";
import type { Tree } from "./trees.js";
import { describeTrees } from "./trees.js";

/** An entry of QEMU's and ours for the same QMP command. */
interface Pair {
  /** QEMU's name for it, `info` included. */
  readonly label: string;
  readonly theirs: HxReadEntry;
  readonly ours: HmpEntry;
  readonly table: string;
}

/** Something that differs, as the rows name it. */
interface Difference {
  readonly pair: Pair;
  /**
   * `name`, `alias`, `order`, `params`; `json` where ours takes all arguments as JSON; by key `-key` for what QEMU's entry
   * lacks, `+key` for what ours lacks, `key~` for how it is spelled, `key?` for whether it may be left out, and `key:CODE`
   * for QEMU's other code.
   */
  readonly what: string;
  readonly mine: HmpArgument | undefined;
  readonly other: HmpArgument | undefined;
}

/** Entries whose letters are those of the schema's rule without exception; from one release to the next they change. */
const wrappers = {
  both: [
    "device_del",
    "migrate_continue",
    "migrate_recover",
    "netdev_del",
    "set_link",
    "watchdog_action",
    "getfd",
    "closefd",
    "chardev-remove",
    "chardev-send-break",
    "qom-get",
    "replay_break",
    "replay_seek",
    "cancel_vcpu_dirty_limit",
    "info rocker",
    "info rocker-ports",
    "info virtio-status",
  ],
  "7.2": ["migrate_incoming"],
  "10.0": [],
  "10.2": ["info firmware-log"],
} as const;

const underscored = (text: string) => text.replaceAll("-", "_");

const plainText = (text: HxText) =>
  typeof text === "string" ? text : text.filter((piece) => typeof piece === "string").join("");

/** Entries of the tree's tables for which there is a QMP command, with ours. */
function pairsOf({ release, path }: Tree): readonly Pair[] {
  const { schema, diagnostics } = compile(join(path, "qapi/qapi-schema.json"), { qemu: release });
  expect(diagnostics).toEqual([]);
  const ours = Object.entries(deriveHmp(schema!).tables).flatMap(([table, entries]) =>
    entries.map((entry) => ({ table, ours: entry })),
  );
  return (["hmp-commands.hx", "hmp-commands-info.hx"] as const).flatMap((file) => {
    const { table, diagnostics: faults } = parseHx(readFileSync(join(path, file), "utf8"), file);
    expect(faults).toEqual([]);
    const prefix = file === "hmp-commands.hx" ? "" : "info ";
    return table!.items.flatMap((theirs): readonly Pair[] => {
      if (theirs.kind !== "entry") return [];
      const own = theirs.name.split("|")[0]!;
      const label = prefix + own;
      const names = renamed[label] ?? (prefix === "" ? [own] : [`query-${own}`, `x-query-${own}`]);
      const found = ours.find(({ ours: { command } }) => names.map(underscored).includes(underscored(command.name)));
      return found === undefined ? [] : [{ label, theirs, ...found }];
    });
  });
}

/** All that differs in a pair. */
function differencesOf(pair: Pair): readonly Difference[] {
  const { theirs, ours, table, label } = pair;
  const args = theirs.args!;
  const whole = (what: string): Difference => ({ pair, what, mine: undefined, other: undefined });
  const [name, alias] = theirs.name.split("|");
  const place = label.startsWith("info ") ? "info" : "commands";
  return [
    ...(name === ours.name && place === table ? [] : [whole("name")]),
    ...(alias === undefined ? [] : [whole("alias")]),
    ...(ours.json ? [whole("json")] : argumentDifferences(pair, args)),
    // What our rule says of QEMU's own arguments.
    ...(plainText(theirs.params) === paramsText(args) ? [] : [whole("params")]),
  ];
}

function argumentDifferences(pair: Pair, args: readonly HmpArgument[]): readonly Difference[] {
  const mineOf = (key: string) => pair.ours.args.find((one) => underscored(one.key) === underscored(key));
  const otherOf = (key: string) => args.find((one) => underscored(one.key) === underscored(key));
  const common = pair.ours.args.filter(({ key }) => otherOf(key) !== undefined).map(({ key }) => underscored(key));
  const there = args.filter(({ key }) => mineOf(key) !== undefined).map(({ key }) => underscored(key));
  const found = pair.ours.args.flatMap((mine): readonly Difference[] => {
    const { key } = mine;
    const other = otherOf(key);
    const one = (what: string): Difference => ({ pair, what, mine, other });
    if (other === undefined) return [one(`-${key}`)];
    return [
      ...(other.key === key ? [] : [one(`${key}~`)]),
      ...(letterOf(mine) === letterOf(other) ? [] : [one(`${key}:${codeText(other)}`)]),
      ...(isOptional(mine) === isOptional(other) || other.letter === "-" ? [] : [one(`${key}?`)]),
    ];
  });
  const extra = args.filter(({ key }) => mineOf(key) === undefined);
  return [
    ...found,
    ...extra.map((other): Difference => ({ pair, what: `+${other.key}`, mine: undefined, other })),
    ...(common.join() === there.join() ? [] : [{ pair, what: "order", mine: undefined, other: undefined }]),
  ];
}

const letterOf = (argument: HmpArgument) => (argument.letter === "-" ? codeText(argument) : argument.letter);
const isOptional = (argument: HmpArgument) => argument.letter === "-" || argument.optional !== undefined;

/** What each reason says of a difference, as far as it can be looked up. */
const holds: Readonly<Record<Reason, (difference: Difference) => boolean>> = {
  spelling: ({ what, pair: { label, ours } }) =>
    what.endsWith("~") || (what === "name" && underscored(label.replace("info ", "")) === underscored(ours.name)),
  renamed: ({ what, pair: { label } }) => what === "name" && renamed[label] !== undefined,
  alias: ({ what }) => what === "alias",
  wording: ({ what }) => what === "params",
  keyed: ({ mine, other }) => mine === undefined || other === undefined,
  completion: ({ what, mine }) => mine?.letter === "s" && /:[BF]\??$/.test(what),
  width: ({ mine, other }) => mine?.letter === "l" && other?.letter === "i",
  unit: ({ mine, other }) => `${mine?.letter}${other?.letter}`.match(/^(?:lo|lM|oi|il)$/) !== null,
  unoffered: ({ mine, other }) => other === undefined && mine !== undefined && isOptional(mine),
  supplied: ({ what, mine, other }) =>
    mine !== undefined && !isOptional(mine) && (other === undefined || (what.endsWith("?") && isOptional(other))),
  demanded: ({ what, mine, other }) => what.endsWith("?") && isOptional(mine!) && !isOptional(other!),
  own: ({ mine, other }) => mine === undefined && other !== undefined,
  flag: ({ mine, other }) => mine !== undefined && other?.letter === "-",
  order: ({ what }) => what === "order",
  syntax: ({ what, mine, other, pair: { ours } }) =>
    what === "json" || ((mine ?? other) !== undefined && takesStructure(ours)),
};

/** Whether a command takes something that is no word: an object, a list, or options of a group. */
function takesStructure({ args, command }: HmpEntry): boolean {
  const isList = typeof command.data === "object" && command.data.some(({ type }) => type.array);
  return isList || args.some(({ letter }) => letter === "S" || letter === "O");
}

/** The reason of each difference of a release that has a row: by entry, and what differs. */
function rowsOf(release: string): ReadonlyMap<string, Reason> {
  const rows = new Map<string, Reason>();
  for (const [reason, entries] of Object.entries(differences)) {
    for (const [label, text] of Object.entries(entries)) {
      for (const word of text.split(" ")) {
        const [what, only] = word.split("@");
        if (only === undefined || only === release) {
          expect(rows.has(`${label} ${what}`), `two rows for ${label} ${what}`).toBe(false);
          rows.set(`${label} ${what}`, reason as Reason);
        }
      }
    }
  }
  return rows;
}

describeTrees("the monitor's commands", (tree) => {
  const { release } = tree;
  let pairs: readonly Pair[];
  let found: readonly Difference[];
  beforeAll(() => {
    pairs = pairsOf(tree);
    found = pairs.flatMap(differencesOf);
  });

  test.each([...wrappers.both, ...wrappers[release]])("%s: letter for letter as QEMU's", (label) => {
    const { theirs, ours } = pairs.find((pair) => pair.label === label)!;
    // A key may be spelled with the other of - and _, which has a row below.
    expect(underscored(argsTypeText(ours.args))).toBe(underscored(plainText(theirs.argsType)));
  });

  test("the tables that `hx` writes for the whole schema are read by the tree's own tool, and by ours, entry by entry", async () => {
    const { schema } = compile(join(tree.path, "qapi/qapi-schema.json"), { qemu: release });
    const { tables } = deriveHmp(schema!);
    const folder = mkdtempSync(join(tmpdir(), "qapi-ts-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    for (const { path, text } of await generate(schema!, [hx])) {
      const read = parseHx(text, path);
      expect(read.diagnostics).toEqual([]);
      const entries = read.table!.items.filter((item) => item.kind === "entry");
      const wanted = tables[path === "hmp-commands.hx" ? "commands" : "info"]!;
      expect(entries.map(({ name, args }) => ({ name, args }))).toEqual(
        wanted.map(({ name, args }) => ({ name, args })),
      );
      writeFileSync(join(folder, path), text);
      const c = execFileSync("sh", [join(tree.path, "scripts/hxtool"), "-h", join(folder, path)], { encoding: "utf8" });
      expect(c.match(/^\.name +=/gm)).toHaveLength(wanted.length);
      // Nothing of the documentation gets into C.
      expect(c.split("\n").filter((line) => line !== "" && !/^(?:[{}."]|#(?:if|endif)\b)/.test(line))).toEqual([]);
    }
  });

  test("what is derived is what `args_type` can say, flags first, what may be left out last", () => {
    for (const { ours } of pairs) {
      expect(parseArgsType(argsTypeText(ours.args))).toEqual({ ok: true, args: ours.args });
      const ranks = ours.args.map((one) => (one.letter === "-" ? 0 : one.optional === undefined ? 1 : 2));
      expect(ranks).toEqual(ranks.toSorted());
    }
  });

  // There may be no tree of 10.2: rows of its own would be without a test where it counts.
  describe.skipIf(release === "10.2")("the differences", () => {
    test("every difference has a reason, and every reason a difference", () => {
      const rows = rowsOf(release);
      const names = found.map(({ pair, what }) => `${pair.label} ${what}`);
      expect(names.filter((name) => !rows.has(name))).toEqual([]);
      expect([...rows.keys()].filter((name) => !names.includes(name))).toEqual([]);
    });

    test("each reason is so", () => {
      const rows = rowsOf(release);
      const wrong = found.filter((difference) => {
        const reason = rows.get(`${difference.pair.label} ${difference.what}`);
        return reason !== undefined && !holds[reason](difference);
      });
      expect(wrong.map(({ pair, what }) => `${pair.label} ${what}`)).toEqual([]);
    });

    test("the counts", () => {
      const rows = rowsOf(release);
      const differing = new Set(found.filter(({ what }) => !unshown.has(what)).map(({ pair }) => pair.label));
      const table = (Object.keys(reasons) as Reason[]).map((reason) => {
        const own = found.filter(({ pair, what }) => rows.get(`${pair.label} ${what}`) === reason);
        return { reason, differences: own.length, entries: new Set(own.map(({ pair }) => pair.label)).size };
      });
      if (process.env["QAPI_TS_TABLE"]) console.log(markdown(release, { pairs, differing, table }));
      expect(table.filter(({ differences: count }) => count === 0)).toEqual([]);
      expect(table.reduce((sum, { differences: count }) => sum + count, 0)).toBe(found.length);
      expect(counts[release as keyof typeof counts]).toEqual({
        pairs: pairs.length,
        sameArguments: pairs.length - differing.size,
      });
    });
  });
});

/** Differences that are not in what is typed behind the command's name. */
const unshown: ReadonlySet<string> = new Set(["name", "alias", "params"]);

/** Entries that are for a QMP command, and those whose arguments are the same to the letter. */
const counts = {
  "7.2": { pairs: 126, sameArguments: 75 },
  "10.0": { pairs: 128, sameArguments: 75 },
} as const;

interface Figures {
  readonly pairs: readonly Pair[];
  readonly differing: ReadonlySet<string>;
  readonly table: readonly { readonly reason: Reason; readonly differences: number; readonly entries: number }[];
}

function markdown(release: string, { pairs, differing, table }: Figures): string {
  const rows = table.map((row) => `| ${row.reason} | ${reasons[row.reason]} | ${row.differences} | ${row.entries} |`);
  return [
    `QEMU ${release}: ${pairs.length} entries for a QMP command, the arguments of ${pairs.length - differing.size} the same.`,
    "",
    "| reason | what QEMU's entry does | differences | entries |",
    "| --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}
