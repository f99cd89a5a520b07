// QEMU's own tables of monitor commands, read by us and by a C compiler, each entry and each field: what `scripts/hxtool -h`
// of the same tree gives is compiled into a program of ours that prints its array. And what we print of them: the same.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { argsTypeText, parseArgsType } from "../../src/hmp/args.js";
import type { HxItem, HxText } from "../../src/hmp/hx.js";
import { printHx } from "../../src/hmp/hx.js";
import type { HxReadEntry } from "../../src/hmp/hx-shape.js";
import { parseHx } from "../../src/hmp/parse-hx.js";
import { positionAt } from "../../src/base/source.js";
import { randomOf } from "../support/random.js";
import { describeTrees } from "./trees.js";

/** How many entries each table has. */
const counts = {
  "7.2": { "hmp-commands.hx": 111, "hmp-commands-info.hx": 70 },
  "10.0": { "hmp-commands.hx": 113, "hmp-commands-info.hx": 69 },
  "10.2": { "hmp-commands.hx": 113, "hmp-commands-info.hx": 71 },
} as const;

/** An entry as both readers give it: null for a field that is not there. */
interface Row {
  readonly conditions: readonly string[];
  readonly name: string | null;
  readonly args_type: string | null;
  readonly params: string | null;
  readonly help: string | null;
  readonly flags: string | null;
  readonly cmd: string | null;
  readonly cmd_info_hrt: string | null;
  readonly command_completion: string | null;
  readonly sub_table: string | null;
  readonly coroutine: boolean;
}

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "qapi-ts-hx-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a tree's own `hxtool` leaves of a text. */
function hxtool(tree: string, text: string): string {
  const path = join(folder, "table.hx");
  writeFileSync(path, text);
  return execFileSync("sh", [join(tree, "scripts/hxtool"), "-h", path], { encoding: "utf8", maxBuffer: 1 << 26 });
}

// ---- the reader that knows no `.hx` ----------------------------------------------------------------------------------------

const strings = ["name", "args_type", "params", "help", "flags"];
const names = ["cmd", "cmd_info_hrt", "command_completion", "sub_table"];

/** What a conditional is in a text: a piece that no table has. */
const marked = (directive: string) => `\x01${directive}\x01`;

/**
 * The entries that a C compiler makes of what `hxtool` gives. Conditionals become entries, or literals within one, so
 * that all branches are there and it is known which entry is in which.
 */
function compiled(c: string): readonly Row[] {
  const body = c.replace(/\\\n/g, " ").replace(/^\{$[^]*?^\},$|^#.*$/gm, (piece) => {
    const inside = (line: string) => `"${marked(line).replaceAll("\x01", "\\001")}"`;
    if (piece.startsWith("#")) return `{ .directive = ${JSON.stringify(piece)} },`;
    return piece.replace(/^#.*$/gm, (line) => inside(line));
  });
  const used = new Set(
    [...body.matchAll(/^\.(\w+) *= *([A-Za-z_]\w*),$/gm)].flatMap(([, field, name]) =>
      names.includes(field!) ? [name!] : [],
    ),
  );
  const program = `#include <stdbool.h>
#include <stdio.h>
${[...used].map((name) => `static const char ${name}[] = "${name}";`).join("\n")}
struct command { const char ${["directive", ...strings, ...names].map((name) => `*${name}`).join(", ")}; bool coroutine; };
static const struct command table[] = {
${body}
};
static void text(const char *name, const char *value)
{
    printf("\\"%s\\": ", name);
    if (value == NULL) { printf("null, "); return; }
    putchar('"');
    for (; *value; value++) {
        unsigned char c = *value;
        if (c < ' ' || c == '"' || c == '\\\\') printf("\\\\u%04x", c); else putchar(c);
    }
    printf("\\", ");
}
int main(void)
{
    size_t n = sizeof(table) / sizeof(*table);
    printf("[");
    for (const struct command *one = table; one < table + n; one++) {
        printf(one == table ? "{" : ",\\n{");
        ${["directive", ...strings, ...names].map((name) => `text("${name}", one->${name});`).join(" ")}
        printf("\\"coroutine\\": %s}", one->coroutine ? "true" : "false");
    }
    printf("]");
    return 0;
}
`;
  const [source, binary] = [join(folder, "table.c"), join(folder, "table")];
  writeFileSync(source, program);
  execFileSync("gcc", ["-Wall", "-Werror", "-o", binary, source], { stdio: ["ignore", "inherit", "inherit"] });
  const printed = execFileSync(binary, { encoding: "utf8", maxBuffer: 1 << 26 });
  return withConditions(JSON.parse(printed) as readonly (Row & { readonly directive: string | null })[]);
}

/** The entries among rows, with what the conditionals around them say. */
function withConditions(rows: readonly (Row & { readonly directive: string | null })[]): readonly Row[] {
  const open: string[] = [];
  return rows.flatMap(({ directive, ...row }) => {
    if (directive === null) return [{ ...row, conditions: [...open] }];
    const [, word, condition] = /^#(if|ifdef|endif)\b *(.*)$/.exec(directive) ?? [];
    if (word === "endif") open.pop();
    else if (word !== undefined) open.push(word === "if" ? condition!.replace(/\s+/g, " ") : `defined(${condition})`);
    else throw new Error(`QEMU has a conditional that this test does not know: ${directive}`);
    return [];
  });
}

// ---- our reader ------------------------------------------------------------------------------------------------------------

const textOf = (text: HxText | undefined) =>
  text === undefined
    ? null
    : [text]
        .flat()
        .map((piece) => (typeof piece === "string" ? piece : marked(`#${piece.name} ${piece.text}`.trim())))
        .join("");

function rowOf(entry: HxReadEntry): Row {
  expect(entry.rest).toBeUndefined();
  return {
    conditions: entry.conditions,
    name: entry.name,
    args_type: textOf(entry.argsType),
    params: textOf(entry.params),
    help: textOf(entry.help),
    flags: entry.flags ?? null,
    cmd: entry.cmd ?? null,
    cmd_info_hrt: entry.cmdInfoHrt ?? null,
    command_completion: entry.commandCompletion ?? null,
    sub_table: entry.subTable === undefined ? null : String(entry.subTable),
    coroutine: entry.coroutine ?? false,
  };
}

/** The items of a text that must be right. */
function itemsOf(text: string, path?: string) {
  const { table, diagnostics } = parseHx(text, path);
  const told = diagnostics.map(({ message, span }) => `${positionAt(span!.source, span!.start).line}: ${message}`);
  expect(told).toEqual([]);
  return table!.items;
}

const isEntry = (item: HxItem): item is HxReadEntry => item.kind === "entry";

/** What the C compiler gets of items. */
const inC = (items: readonly HxItem[]) => items.filter(({ kind }) => kind !== "comment" && kind !== "block");

// ---- the trees -------------------------------------------------------------------------------------------------------------

describeTrees("tables of monitor commands", ({ release, path }) => {
  describe.each(["hmp-commands.hx", "hmp-commands-info.hx"] as const)("%s", (file) => {
    const read = () => readFileSync(join(path, file), "utf8");

    test("every field of every entry is what hxtool and a C compiler make of it", () => {
      const text = read();
      const entries = itemsOf(text, file).filter(isEntry);
      expect(entries.length).toBe(counts[release][file]);
      expect(entries.map(rowOf)).toEqual(compiled(hxtool(path, text)));
    });

    test("what is printed is read as the same, by hxtool and the compiler too", () => {
      const items = itemsOf(read(), file);
      const printed = printHx(items);
      expect(itemsOf(printed)).toEqual(items);
      expect(printHx(itemsOf(printed))).toBe(printed);
      expect(compiled(hxtool(path, printed))).toEqual(items.filter(isEntry).map(rowOf));
    });

    test("every args_type is read, and printed as it was", () => {
      const types = itemsOf(read(), file)
        .filter(isEntry)
        .map(({ argsType }) => textOf(argsType)!);
      const printed = types.map((type) => {
        const parsed = parseArgsType(type);
        return parsed.ok ? argsTypeText(parsed.args) : parsed.message;
      });
      expect(printed).toEqual(types);
    });

    test("every line of documentation is there, in its place", () => {
      const blocks = itemsOf(read(), file).flatMap((item) => (item.kind === "block" ? [item.lines] : []));
      // A block is what stands between lines that are its words; QEMU's own have no labels.
      const wanted = [...read().matchAll(/^SRST\n([^]*?)^ERST$/gm)].map(([, lines]) =>
        lines!
          .replace(/[ \t]+$/gm, "")
          .split("\n")
          .slice(0, -1),
      );
      expect(blocks.length).toBeGreaterThan(60);
      expect(blocks).toEqual(wanted);
    });

    test("lines moved, doubled or put in: what is still read is what hxtool leaves, or it is refused", () => {
      const random = randomOf(11);
      const original = read().split("\n");
      const pieces = [
        "SRST",
        "ERST",
        "ERSTWHILE",
        "  SRST",
        "SRST(x)",
        "HXCOMM x",
        " HXCOMM",
        "#if A",
        "#endif",
        "#else",
        "/* a",
        "*/",
      ];
      let accepted = 0;
      for (let n = 0; n < 120; n++) {
        const start = random.below(original.length - 100);
        const lines = original.slice(original.indexOf("    {", start), original.indexOf("    {", start + 50));
        const at = random.below(lines.length + 1);
        lines.splice(at, random.below(2), random.oneIn(2) ? random.pick(pieces) : random.pick(original));
        const text = `${lines.join("\n")}\n`;
        const { table } = parseHx(text);
        if (table === undefined) continue;
        accepted++;
        expect(itemsOf(hxtool(path, text))).toEqual(inC(table.items));
      }
      expect(accepted).toBeGreaterThan(10);
    }, 60_000);
  });

  test("hxtool does what our refusals are made of", () => {
    const one = '{ .name = "a", .args_type = "", .params = "", .help = "" },\n';
    const leaves = (text: string) => hxtool(path, text);
    expect(leaves(`SRST\na\nERSTWHILE\n${one}ERST\n${one}`)).toBe(one);
    expect(leaves(`SRST\n  SRST\nb\n`)).toBe("b\n");
    expect(leaves(`ERST\n${one}`)).toBe("");
    expect(leaves(`  HXCOMMx\n\t${one.trim()} \t\n`)).toBe(one);
    expect(leaves(`${one}${one.trim()}`)).toBe(one);
    expect(leaves('"a\\ \n  b"\n')).toBe('"a\\\nb"\n');
    for (const text of [
      `SRST\na\nERSTWHILE\n${one}ERST\n${one}`,
      "SRST\n  SRST\nERST\n",
      `ERST\n${one}`,
      `${one}${one.trim()}`,
    ])
      expect(parseHx(text).table).toBeUndefined();
  });
});
