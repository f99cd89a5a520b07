// What results look like in a monitor: the value and its type, and the text wanted.

import { describe, expect, test } from "vitest";

import { printResult } from "../../../src/runtime/hmp/print.js";
import type { AlternateType, EnumType, ObjectType, TypeRef } from "../../../src/runtime/index.js";

/** Lines, as a test writes them: without what indents them all. */
function lines([text = ""]: TemplateStringsArray): string {
  return text.slice(1).replace(/^ {4}/gm, "").trimEnd() + "\n";
}

const object = (name: string, members: ObjectType["members"]): ObjectType => ({ object: name, members });

const memory = object("MemoryInfo", { "base-memory": "size", "*plugged-memory": "size" });
const state: EnumType = { enum: "RunState", values: ["running", "paused"] };
const status = object("StatusInfo", { running: "bool", status: () => state });
const humanText = object("HumanReadableText", { "human-readable-text": "str" });

const image: ObjectType = object("ImageInfo", {
  filename: "str",
  "virtual-size": "int",
  "*backing-image": () => image,
});
const inserted = object("BlockDeviceInfo", { file: "str", ro: "bool", image: () => image, "*children": ["str"] });
const block = object("BlockInfo", { device: "str", removable: "bool", "*inserted": () => inserted });

const properties = object("CpuInstanceProperties", { "*node-id": "int", "*core-id": "int" });
const s390 = object("CpuInfoS390", { "cpu-state": "str" });
const cpu: ObjectType = {
  object: "CpuInfoFast",
  members: { "cpu-index": "int", "qom-path": "str", "thread-id": "int", "*props": () => properties, target: "str" },
  tag: "target",
  branches: { s390x: () => s390 },
};

const base = object("ImageBase", { format: "str" });
const qcow2 = object("ImageQcow2", { compat: "str", "*lazy-refcounts": "bool" });
const union: ObjectType = {
  object: "ImageSpecific",
  base: () => base,
  members: { size: "size" },
  tag: "format",
  branches: { qcow2: () => qcow2 },
};

const reference: AlternateType = { alternate: "BlockRef", branches: ["str", () => union, "int"] };

describe("scalars", () => {
  test.each<[ref: TypeRef | undefined, value: unknown, text: string]>([
    [undefined, {}, ""],
    [undefined, "not of the schema", ""],
    ["str", "pc-q35", "pc-q35\n"],
    ["str", "", ""],
    ["str", "a\r\nb\r\n", "a\nb\n"],
    ["str", "\n", "\n"],
    ["bool", true, "true\n"],
    ["bool", false, "false\n"],
    ["null", null, "null\n"],
    ["int", -1, "-1\n"],
    ["uint64", 18446744073709551615n, "18446744073709551615\n"],
    ["int", 2 ** 63, "9223372036854775808\n"],
    ["number", 0.25, "0.25\n"],
    [() => state, "paused", "paused\n"],
    [() => state, "of-a-newer-peer", "of-a-newer-peer\n"],
  ])("%o %o", (ref, value, text) => expect(printResult(ref, value)).toBe(text));
});

describe("text that is the result", () => {
  test.each([
    ["verbatim, hyphens and blanks too", " a-b  c \n\td\n", " a-b  c \n\td\n"],
    ["with a line end at its end", "a\n\nb", "a\n\nb\n"],
    ["none", "", ""],
  ])("%s", (_, given, text) => {
    expect(printResult(() => humanText, { "human-readable-text": given })).toBe(text);
    expect(printResult("any", { "human-readable-text": given })).toBe(text);
  });

  test("a newer peer's members beside it are not lost", () => {
    expect(printResult(() => humanText, { "human-readable-text": "a", extra: 1 })).toBe(lines`
    human readable text: a
    extra: 1
    `);
  });
});

describe("objects", () => {
  test.each<[name: string, ref: TypeRef, value: unknown, text: string]>([
    [
      "hyphens of names are blanks",
      () => memory,
      { "base-memory": 4294967296n, "plugged-memory": 0n },
      "base memory: 4294967296\nplugged memory: 0\n",
    ],
    ["in the type's order", () => status, { status: "running", running: true }, "running: true\nstatus: running\n"],
    [
      "what is absent is left out",
      () => memory,
      { "base-memory": 1n, "plugged-memory": undefined },
      "base memory: 1\n",
    ],
    ["what the type does not know comes last", () => status, { x: 1, running: true }, "running: true\nx: 1\n"],
    ["hyphens of values stay", "any", { "a-b": "c-d" }, "a b: c-d\n"],
    ["none", () => memory, {}, ""],
    ["nothing in a member", "any", { a: {}, b: [], c: "", d: null }, "a: (none)\nb: (none)\nc:\nd: null\n"],
    [
      "a list of scalars",
      "any",
      { features: ["sse", "avx-2"], on: [true], n: [1, 2n] },
      "features: sse, avx-2\non: true\nn: 1, 2\n",
    ],
    ["text of several lines", "any", { a: "b\nc\n", d: "e\n" }, "a:\n  b\n  c\nd: e\n"],
    ["a list of texts of several lines", "any", { a: ["b\nc", "d"] }, "a:\n  - b\n    c\n  - d\n"],
    [
      "inherited and dangerous names",
      "any",
      JSON.parse('{"__proto__": 1, "toString": 2}'),
      "__proto__: 1\ntoString: 2\n",
    ],
  ])("%s", (_, ref, value, text) => expect(printResult(ref, value)).toBe(text));

  test("nested ones are indented", () => {
    const value = {
      device: "ide0-hd0",
      removable: false,
      inserted: {
        ro: false,
        file: "disk.qcow2",
        children: ["file", "backing"],
        image: {
          "virtual-size": 65536,
          filename: "disk.qcow2",
          "backing-image": { filename: "base.raw", "virtual-size": 1024 },
        },
      },
    };
    expect(printResult(() => block, value)).toBe(lines`
    device: ide0-hd0
    removable: false
    inserted:
      file: disk.qcow2
      ro: false
      image:
        filename: disk.qcow2
        virtual size: 65536
        backing image:
          filename: base.raw
          virtual size: 1024
      children: file, backing
    `);
  });

  test.each([
    [
      "base, own, branch, others",
      { other: 1, "lazy-refcounts": true, size: 512n, compat: "1.1", format: "qcow2" },
      "format: qcow2\nsize: 512\ncompat: 1.1\nlazy refcounts: true\nother: 1\n",
    ],
    ["a tag without a branch", { size: 512n, format: "raw" }, "format: raw\nsize: 512\n"],
    ["a tag that is not known", { compat: "2", size: 512n, format: "new" }, "format: new\nsize: 512\ncompat: 2\n"],
  ])("a union: %s", (_, value, text) => expect(printResult(() => union, value)).toBe(text));

  test.each<[value: unknown, text: string]>([
    ["node0", "file: node0\n"],
    [3, "file: 3\n"],
    [{ size: 1n, format: "raw" }, "file:\n  format: raw\n  size: 1\n"],
    [true, "file: true\n"],
  ])("an alternate by its kind: %o", (file, text) => {
    expect(printResult(() => object("Node", { file: () => reference }), { file })).toBe(text);
  });
});

describe("lists", () => {
  test.each<[name: string, ref: TypeRef, value: unknown, text: string]>([
    ["none", [() => block], [], "(none)\n"],
    ["scalars, one a line", ["str"], ["a-b", "c"], "a-b\nc\n"],
    ["numbers", ["int"], [1, 10, 2n], "1\n10\n2\n"],
    ["with a text of several lines", ["str"], ["a\nb", "c"], "- a\n  b\n- c\n"],
    ["lists", "any", [[1, 2], [], [[3], [4, 5]]], "- 1, 2\n- (none)\n- - 3\n  - 4, 5\n"],
    ["of all kinds", "any", [1, { a: 1, b: { c: 2 } }, null], "- 1\n- a: 1\n  b:\n    c: 2\n- null\n"],
    ["objects without members", "any", [{}, {}], "(none)\n\n(none)\n"],
  ])("%s", (_, ref, value, text) => expect(printResult(ref, value)).toBe(text));

  test("of objects: a table", () => {
    const cpus = [
      { target: "x86_64", "thread-id": 9, "qom-path": "/machine/unattached/device[0]", "cpu-index": 0 },
      { target: "s390x", "thread-id": 4711, "qom-path": "/machine/cpu[1]", "cpu-index": 10, "cpu-state": "load" },
      { target: "x86_64", "thread-id": 12, "qom-path": "", "cpu-index": 2, extra: true },
    ];
    expect(printResult([() => cpu], cpus)).toBe(lines`
    cpu index  qom path                       thread id  target  cpu state  extra
            0  /machine/unattached/device[0]          9  x86_64  -          -
           10  /machine/cpu[1]                     4711  s390x   load       -
            2                                        12  x86_64  -          true
    `);
  });

  test("of objects with something in them: blocks", () => {
    const cpus = [
      { "cpu-index": 0, "qom-path": "/a", "thread-id": 9, props: { "core-id": 0, "node-id": 1 }, target: "x86_64" },
      { "cpu-index": 1, "qom-path": "/b", "thread-id": 12, target: "x86_64" },
    ];
    expect(printResult([() => cpu], cpus)).toBe(lines`
    cpu index: 0
    qom path: /a
    thread id: 9
    props:
      node id: 1
      core id: 0
    target: x86_64

    cpu index: 1
    qom path: /b
    thread id: 12
    target: x86_64
    `);
  });

  test("in a member: a table, or elements with dashes", () => {
    const value = {
      name: "virt",
      ports: [
        { id: 1, kind: "tcp" },
        { id: 22, kind: "udp" },
      ],
      disks: [{ file: { driver: "raw" }, ro: true }, {}, { file: { driver: "qcow2" }, tags: ["a", "b"] }],
    };
    expect(printResult("any", value)).toBe(lines`
    name: virt
    ports:
      id  kind
       1  tcp
      22  udp
    disks:
      - file:
          driver: raw
        ro: true
      - (none)
      - file:
          driver: qcow2
        tags: a, b
    `);
  });

  test("members that not every object has stand where the type has them", () => {
    const type = object("Row", { "*a": "int", "*b": "str", c: "bool" });
    expect(printResult([() => type], [{ c: true }, { a: 1, b: "x", c: false }])).toBe(
      "a  b  c\n-  -  true\n1  x  false\n",
    );
  });

  test.each([
    ["exactly as wide as 100 columns", 94, true],
    ["wider", 95, false],
  ])("a table that is %s", (_, width, isTable) => {
    const text = printResult("any", [{ name: "x".repeat(width), size: 1 }]);
    expect(text.startsWith("name: ")).toBe(!isTable);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBe(isTable ? 100 : width + 6);
  });

  test.each(["a\nb", "a\tb"])("%j in a cell makes blocks of the table", (a) => {
    expect(printResult("any", [{ a, b: 1 }])).not.toContain("a  b");
  });

  test("characters beyond the first plane count as one", () => {
    expect(
      printResult("any", [
        { a: "😀", b: 1 },
        { a: "xx", b: 2 },
      ]),
    ).toBe("a   b\n😀   1\nxx  2\n");
  });
});

describe("hostile values", () => {
  test.each([
    ["\u001b[2J", "\\x1b[2J"],
    ["a\rb", "a\\x0db"],
    ["\u0000\u0007\b\u007f\u009b", "\\x00\\x07\\x08\\x7f\\x9b"],
    ["\u202ecod.exe", "\\x202ecod.exe"],
    ["tab\tstays", "tab\tstays"],
  ])("%j cannot drive a terminal", (given, text) => {
    expect(printResult("str", given)).toBe(`${text}\n`);
    expect(printResult("any", { "human-readable-text": given })).toBe(`${text}\n`);
    expect(printResult("any", { a: given })).toBe(`a: ${text}\n`);
    expect(printResult("any", { a: { b: [given, 1] } })).toBe(`a:\n  b: ${text}, 1\n`);
  });

  test("nor can a name", () => {
    expect(printResult("any", { "a\u001b[2J\n\tb": 1 })).toBe("a\\x1b[2J\\x0a\\x09b: 1\n");
    expect(printResult("any", [{ "\u001bc": 1 }])).toBe("\\x1bc\n    1\n");
  });

  test("what is nested very deep is printed, and indented no further than 200 columns", () => {
    let value: unknown = 1;
    for (let depth = 0; depth < 100_000; depth++) value = depth % 2 === 0 ? { a: value } : [value];
    const printed = printResult("any", value).split("\n");
    expect(printed.slice(0, 3)).toEqual(["a:", "  - a:", "      - a:"]);
    expect(printed.slice(-2)).toEqual([`${" ".repeat(200)}- a: 1`, ""]);
    expect(printed.length).toBe(50_001);
    expect(printResult("any", JSON.parse("[".repeat(10_000) + "]".repeat(10_000)))).toBe(
      `${"- ".repeat(9_999)}(none)\n`,
    );
  });

  test("long lists", () => {
    const many = Array.from({ length: 200_000 }, (_, at) => at);
    expect(printResult("any", many).length).toBe(many.join("\n").length + 1);
    const table = printResult(
      "any",
      many.map((at) => ({ at })),
    );
    expect(table.split("\n").slice(0, 2)).toEqual(["    at", "     0"]);
    expect(table.length).toBe(7 * 200_001);
    expect(
      printResult(
        "any",
        many.map((at) => ({ at: { at } })),
      ).split("\n\n").length,
    ).toBe(200_000);
  });
});
