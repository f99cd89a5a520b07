// How a project wants its files, one convention at a time, from a few lines of QAPI: given, wanted.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

import { afterAll, describe, expect, test } from "vitest";

import { isGeneratedAs } from "../../src/base/generated-mark.js";
import type { Emitter } from "../../src/emit/index.js";
import {
  builtinEmitters,
  exportDeclaration,
  generatedFile,
  importDeclaration,
  interfaceDeclaration,
  optionalEmitters,
} from "../../src/emit/index.js";
import type { GenerateOptions } from "../../src/index.js";
import { compile, generate } from "../../src/index.js";
import type { QmpServer, Transport } from "../../src/runtime/index.js";
import { fromStream } from "../../src/runtime/transports/stream.js";
import { duplexPair } from "../support/talk.js";
import { strictlyChecked } from "../support/tsc.js";
import { lines } from "./generated.js";

type Given = string | Readonly<Record<string, string>>;

async function files(given: Given, options: GenerateOptions = {}, emitters?: readonly Emitter[]) {
  const { schema, diagnostics } = compile(typeof given === "string" ? { "schema.json": given } : given);
  expect(diagnostics.map(({ message }) => message)).toEqual([]);
  const made = await generate(schema!, emitters, options);
  return Object.fromEntries(made.map(({ path, text }) => [path, text]));
}

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function written(texts: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "qapi-ts-"));
  folders.push(folder);
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** The specifiers of a file's imports and re-exports. */
const specifiers = (text: string) => [...text.matchAll(/ from "(.*)";$/gm)].map(([, one]) => one);

const bell = "{ 'struct': 'Bell', 'data': { 'rung': 'int' } } { 'command': 'query-bell', 'returns': 'Bell' }";
const emitter = (name: string, emit: Emitter["emit"]): Emitter => ({ name, about: "", emit });
const note = interfaceDeclaration({ name: "Note", isExported: true });

describe("import extensions", () => {
  const stranger = emitter("mine", () => [
    {
      path: "deep/mine.ts",
      statements: [
        importDeclaration({ isTypeOnly: true, namedImports: ["Bell"], moduleSpecifier: "../types.js" }),
        importDeclaration({ moduleSpecifier: "./side.effect.js" }),
        importDeclaration({ defaultImport: "data", moduleSpecifier: "./data.json" }),
        importDeclaration({ defaultImport: "other", moduleSpecifier: "other/index.js" }),
        exportDeclaration({ namedExports: ["a"], moduleSpecifier: "./a.js" }),
      ],
    },
  ]);

  test.each([
    ["js", ["../types.js", "./data.json", "other/index.js", "./a.js"], "./side.effect.js"],
    ["ts", ["../types.ts", "./data.json", "other/index.js", "./a.ts"], "./side.effect.ts"],
    ["none", ["../types", "./data.json", "other/index.js", "./a"], "./side.effect"],
  ] as const)("%s, in what others make as well", async (importExtension, wanted, effect) => {
    const { "deep/mine.ts": text } = await files(bell, { importExtension }, [stranger]);
    expect(specifiers(text!)).toEqual(wanted);
    expect(text).toContain(`import "${effect}";`);
  });

  test.each([
    ["js", ["qapi-ts/runtime", "qapi-ts/runtime", "./commands.js", "./events.js", "./schema.js", "./types.js"]],
    ["ts", ["qapi-ts/runtime", "qapi-ts/runtime", "./commands.ts", "./events.ts", "./schema.ts", "./types.ts"]],
    ["none", ["qapi-ts/runtime", "qapi-ts/runtime", "./commands", "./events", "./schema", "./types"]],
  ] as const)("%s, in ours", async (importExtension, wanted) => {
    expect(specifiers((await files(bell, { importExtension }))["client.ts"]!)).toEqual(wanted);
  });
});

describe("the banner", () => {
  const head = async (banner: string) => {
    const { "types.ts": text } = await files(bell, { banner });
    expect(isGeneratedAs("types.ts", text!)).toBe(true);
    return text!.slice(text!.indexOf("\n") + 1, text!.indexOf("/* eslint-disable */"));
  };

  test.each([
    ["none", "", ""],
    ["a line", "Ours.", "// Ours.\n"],
    ["lines, of every system", "a\r\nb\rc\nd", "// a\n// b\n// c\n// d\n"],
    ["empty lines: within, not at its ends", "\n \n a\n\n\nb\n\n", "//  a\n//\n//\n// b\n"],
    ["space at the end of lines", "a  \nb\t\n", "// a\n// b\n"],
    ["what ends comments, and quotes", "*/ /* ` ' \" ${x} \\ \\\\", "// */ /* ` ' \" ${x} \\ \\\\\n"],
    ["any script", "© Müßig 你好 😀", "// © Müßig 你好 😀\n"],
    ["line ends that only JavaScript knows", "a\u2028alert(1)\u2029b", "// a\n// alert(1)\n// b\n"],
    ["what prettier obeys", "prettier-ignore", "// prettier-ignore\n"],
  ])("%s", async (_, banner, wanted) => expect(await head(banner)).toBe(wanted));

  test("a formatter of the user's own leaves it in place", async () => {
    const { "types.ts": text } = await files(bell, { banner: "a\n\n*/ b", prettier: { semi: false } });
    expect(text).toMatch(/^\/\/ @generated .*\n\/\/ a\n\/\/\n\/\/ \*\/ b\n\/\* eslint-disable \*\/\n/);
    expect(text).not.toMatch(/;$/m);
  });

  test.each([
    ["without a mark: above all", note, "// Ours.\n\nexport interface Note {}\n"],
    [
      "with a comment: above it",
      { ...note, leadingTrivia: "// theirs\n\n" },
      "// Ours.\n\n// theirs\n\nexport interface Note {}\n",
    ],
    [
      "with a mark in a comment of several lines: behind that",
      { ...note, leadingTrivia: "/* @generated by them\n * for us\n */\n// more\n\n" },
      "/* @generated by them\n * for us\n */\n// Ours.\n// more\n\nexport interface Note {}\n",
    ],
    [
      "with docs: apart from them",
      { ...note, leadingTrivia: "\n", docs: ["A note."] },
      "// Ours.\n\n/** A note. */\nexport interface Note {}\n",
    ],
    [
      "with what writes its comment: above it",
      { ...note, leadingTrivia: (writer: { writeLine(text: string): unknown }) => void writer.writeLine("// theirs") },
      "// Ours.\n\n// theirs\nexport interface Note {}\n",
    ],
  ])("in a stranger's file %s", async (_, statement, wanted) => {
    const mine = emitter("mine", () => [{ path: "mine.ts", statements: [statement] }]);
    expect((await files(bell, { banner: "Ours." }, [mine]))["mine.ts"]).toBe(wanted);
  });

  test("a stranger's file with our mark has it behind that", async () => {
    const mine = emitter("mine", (_, context) => [generatedFile("a/mine.ts", [note], context)]);
    const { "a/mine.ts": text } = await files(bell, { banner: "Ours." }, [mine]);
    expect(text).toMatch(/^\/\/ @generated .* as a\/mine\.ts: do not edit\.\n\/\/ Ours\.\n\/\* eslint/);
  });

  test("text, and a file without anything, stay as they are", async () => {
    const mine = emitter("mine", () => [
      { path: "a.md", text: "# A\n" },
      { path: "b.ts", statements: [] },
    ]);
    expect(await files(bell, { banner: "Ours." }, [mine])).toEqual({ "a.md": "# A\n", "b.ts": "" });
  });
});

// ---- single ------------------------------------------------------------------------------------------------------------

/** Names that meet what one file has besides: what it imports, and what it keeps to itself. */
const meeting = lines(
  "{ 'pragma': { 'command-returns-exceptions': [ 'served', 'open-session' ] } }",
  "{ 'struct': 'ObjectType', 'data': { '*rung': 'int', 'tone': 'EnumType' } }",
  "{ 'enum': 'EnumType', 'data': [ 'low', 'high' ] }",
  "{ 'struct': 'CommandContext', 'data': { 'a': 'ObjectType' } }",
  "{ 'struct': 'Address', 'data': { 'a': 'any' } }",
  "{ 'command': 'introspection', 'data': { 'deep': 'bool' } }",
  "{ 'command': 'served', 'returns': 'int' }",
  "{ 'command': 'encode', 'data': 'ObjectType', 'returns': 'ObjectType' }",
  "{ 'command': 'open-session', 'data': { 'at': 'CommandContext', '*to': ['Address'] }, 'returns': ['EnumType'] }",
  "{ 'event': 'DECODE', 'data': { 'object': 'ObjectType' } }",
);

interface Generated {
  readonly createServer: (handlers: object) => QmpServer<Record<string, unknown>>;
  readonly Client: {
    connect(to: Transport): Promise<
      Record<"encode" | "served" | "openSession", (args?: object) => Promise<unknown>> & {
        waitFor(name: string): Promise<{ data: unknown }>;
        close(): Promise<void>;
      }
    >;
  };
}

const loaded = async (folder: string) =>
  (await import(pathToFileURL(join(folder, "index.ts")).href)) as Generated & Readonly<Record<string, unknown>>;

const layouts = ["kinds", "single", "modules"] as const;

describe("one file", () => {
  const folderOf = async (layout: GenerateOptions["layout"]) => written(await files(meeting, { layout }));

  test("has all, and one set of imports", async () => {
    const made = await files(meeting, { layout: "single" });
    expect(Object.keys(made)).toEqual(["index.ts"]);
    expect(specifiers(made["index.ts"]!)).toEqual(["qapi-ts/runtime", "qapi-ts/runtime"]);
  });

  test("a server's types are in a namespace, and handlers speak of them there", async () => {
    const { "index.ts": text } = await files(bell, { layout: "single" });
    expect(text).toContain(
      lines(
        "export declare namespace Served {",
        "  export interface Bell {",
        "    rung: number | bigint;",
        "  }",
        "}",
        "",
        "/**",
        " * What answers commands",
      ),
    );
    expect(text).toContain(
      lines("export interface Handlers {", "  queryBell(context: Context): Served.Bell | Promise<Served.Bell>;", "}"),
    );
  });

  test("exports what the door of many files does, and no more", async () => {
    const [one, many] = [await loaded(await folderOf("single")), await loaded(await folderOf("kinds"))];
    expect(Object.keys(one).sort()).toEqual(Object.keys(many).sort());
    expect(Object.keys(one)).toContain("introspection");
    expect((one["introspection"] as { command: string }).command).toBe("introspection");
  });

  test("is for programs what the many are, under every strict flag", async () => {
    const program = lines(
      'import type { Address, Commands, Context, Events, Handlers, Served, ServedEvents } from "./index.js";',
      'import { Client, createServer, EnumType, isRecognized, openSession, schema } from "./index.js";',
      "export const handlers: Partial<Handlers> = {",
      "  served: () => 1,",
      "  encode(args: Served.ObjectType, context: Context): Served.ObjectType | Promise<never> {",
      '    context.emit("DECODE", { object: args });',
      "    return args;",
      "  },",
      "};",
      "export const server = createServer(handlers);",
      'export type Sent = ServedEvents["DECODE"];',
      "export const address: Address = { a: 1 };",
      'export const given: Commands["open-session"]["arguments"] = { at: { a: { tone: EnumType.low } } };',
      'export const data = (one: Events["DECODE"]["data"]) => isRecognized(one.object.tone, EnumType);',
      "export const ask = async (client: Client) => (await client.openSession(given)).length;",
      'export const all = [openSession.command, schema.commands["served"]];',
    );
    const checked = async (text: string) => {
      const texts: Record<string, string> = {};
      for (const layout of layouts) {
        for (const [path, one] of Object.entries(await files(meeting, { layout }))) texts[`${layout}/${path}`] = one;
        texts[`${layout}/program.ts`] = text;
      }
      return strictlyChecked(written(texts));
    };
    expect(await checked(program)).toBe("");
    const mistakes = (await checked(program.replace("served: () => 1", "served: () => true"))).match(
      /\w+\/program\.ts/g,
    );
    expect(mistakes).toEqual(layouts.toSorted().map((layout) => `${layout}/program.ts`));
  });

  test.each(layouts)("client and server talk to each other: %s", async (layout) => {
    const { createServer, Client } = await loaded(await folderOf(layout));
    const [near, far] = duplexPair();
    const server = createServer({
      served: () => 7,
      openSession: () => ["low"],
      encode: (args: object, context: { emit(name: string, data: object): void }) => {
        context.emit("DECODE", { object: args });
        return args;
      },
    });
    server.serve(far);
    const client = await Client.connect(fromStream(near));
    const event = client.waitFor("DECODE");
    expect(await client.encode({ tone: "high", rung: 2 })).toEqual({ tone: "high", rung: 2 });
    expect((await event).data).toEqual({ object: { tone: "high", rung: 2 } });
    expect(await client.served()).toBe(7);
    expect(await client.openSession({ at: { a: { tone: "low" } } })).toEqual(["low"]);
    await client.close();
    await server.close();
  });
});

describe("one file, and others", () => {
  const only = (...names: string[]) =>
    [...builtinEmitters, ...optionalEmitters].filter(({ name }) => names.includes(name));

  test.each([
    [["types"], ["index.ts"]],
    [["types", "commands"], ["index.ts"]],
    [
      ["types", "commands", "index", "hx"],
      ["index.ts", "hmp-commands.hx", "hmp-commands-info.hx"],
    ],
    [["hx"], ["hmp-commands.hx", "hmp-commands-info.hx"]],
  ])("of the emitters %j", async (names, wanted) => {
    const made = await files(bell, { layout: "single" }, only(...names));
    expect(Object.keys(made)).toEqual(wanted);
    expect(made["index.ts"] ?? "interface Bell").toContain("interface Bell");
    expect(specifiers(made["index.ts"] ?? "")).toEqual([]);
    expect(strictlyChecked(written({ "empty.ts": "export {};\n", ...made }))).toBe("");
  });

  const mine = (moduleSpecifier: string) =>
    emitter("mine", () => [
      {
        path: "deep/mine.ts",
        statements: [importDeclaration({ isTypeOnly: true, namedImports: ["Bell"], moduleSpecifier }), note],
      },
    ]);

  test.each([
    ["behind ours", (one: Emitter) => [...builtinEmitters, one]],
    ["before ours", (one: Emitter) => [one, ...builtinEmitters]],
    ["with a part of ours", (one: Emitter) => [...only("types"), one]],
  ])("a stranger's file stays its own, and imports from the one: %s", async (_, emitters) => {
    const made = await files(bell, { layout: "single" }, emitters(mine("../types.js")));
    expect(Object.keys(made).sort()).toEqual(["deep/mine.ts", "index.ts"]);
    expect(specifiers(made["deep/mine.ts"]!)).toEqual(["../index.js"]);
  });

  test("by themselves, they are as they are", async () => {
    const made = await files(bell, { layout: "single" }, [mine("../types.js")]);
    expect(specifiers(made["deep/mine.ts"]!)).toEqual(["../types.js"]);
  });

  test.each(["../server-types.js", "../introspection.js"])(
    "what is not exported cannot be imported: %s",
    async (from) => {
      await expect(files(bell, { layout: "single" }, [...builtinEmitters, mine(from)])).rejects.toThrow(
        `'deep/mine.ts' imports '${from.slice(3, -3)}.ts', which is no file of its own in the layout 'single'`,
      );
    },
  );

  test("two that make one file are told apart, though it went into another", async () => {
    const twice = emitter("twice", () => [{ path: "types.ts", statements: [note] }]);
    await expect(files(bell, { layout: "single" }, [...builtinEmitters, twice])).rejects.toThrow(
      "emitter 'twice' makes 'types.ts', which is there already",
    );
  });
});

// ---- modules -----------------------------------------------------------------------------------------------------------

describe("a file for each module", () => {
  const paths = async (...modules: readonly string[]) => {
    const given = Object.fromEntries(modules.map((path, at) => [path, `{ 'struct': 'Stem${at}', 'data': {} }`]));
    const includes = modules.map((path) => `{ 'include': '${path.replace(/^root\//, "")}' }\n`).join("");
    const made = await files({ "root/schema.json": includes, ...given }, { layout: "modules" });
    return Object.keys(made).filter((path) => path.startsWith("types/"));
  };

  test.each<[string, string[], string[]]>([
    ["its own name", ["root/block-core.json"], ["types/block-core.ts"]],
    ["folders", ["root/sub/x.json", "root/x.json"], ["types/sub/x.ts", "types/x.ts"]],
    ["signs that mean something", ["root/x.d.json", "root/a b.qapi"], ["types/x-d.ts", "types/a-b-qapi.ts"]],
    ["names that are one on some disks", ["root/a.json", "root/A.json"], ["types/a.ts", "types/A_.ts"]],
    ["names that become one", ["root/a.b.json", "root/a-b.json"], ["types/a-b.ts", "types/a-b_.ts"]],
    ["a file and a folder", ["root/a.json", "root/a.ts/b.json"], ["types/a.ts", "types/a-ts/b.ts"]],
    ["what is no file on Windows", ["root/aux.json", "root/NUL.json"], ["types/aux_.ts", "types/NUL_.ts"]],
  ])("named for %s", async (_, modules, wanted) => expect(await paths(...modules)).toEqual(wanted));

  test("one above the root's folder has its place as well", async () => {
    const given = {
      "a/b/schema.json": "{ 'include': '../x.json' }\n{ 'struct': 'Stem', 'data': { 'x': 'Root' } }",
      "a/b/../x.json": "{ 'struct': 'Root', 'data': {} }",
    };
    const made = await files(given, { layout: "modules" });
    expect(Object.keys(made).filter((path) => path.startsWith("types/"))).toEqual(["types/x.ts", "types/schema.ts"]);
  });

  const garden = {
    "garden.json": lines(
      "{ 'include': 'sub/plants.json' }",
      "{ 'include': 'empty.json' }",
      "{ 'struct': 'Garden', 'base': 'Ground', 'data': { '*plants': ['Plant'], 'any': 'any' } }",
      "{ 'command': 'query-garden', 'returns': 'Garden' }",
    ),
    "sub/plants.json": lines(
      "{ 'include': '../ground.json' }",
      "{ 'enum': 'Kind', 'data': [ 'tree', 'herb' ] }",
      "{ 'struct': 'Plant', 'data': { 'kind': 'Kind', 'in': 'Ground', '*home': 'Garden' } }",
    ),
    "sub/../ground.json": "{ 'struct': 'Ground', 'data': { 'wet': 'bool', '*under': 'Ground' } }",
    "empty.json": "{ 'command': 'water' }",
  };

  test("imports what it uses from where it is, in circles too", async () => {
    const made = await files(garden, { layout: "modules" });
    const imports = (path: string) => made[path]!.match(/^import .*$/gm);
    expect(Object.keys(made).filter((path) => path.includes("types"))).toEqual([
      "types.ts",
      "types/ground.ts",
      "types/sub/plants.ts",
      "types/garden.ts",
      "server-types.ts",
      "server-types/ground.ts",
      "server-types/sub/plants.ts",
      "server-types/garden.ts",
    ]);
    expect(specifiers(made["types.ts"]!)).toEqual(["./types/ground.js", "./types/sub/plants.js", "./types/garden.js"]);
    expect(imports("types/sub/plants.ts")).toEqual([
      'import type { Unrecognized } from "../../types.js";',
      'import type { Garden } from "../garden.js";',
      'import type { Ground } from "../ground.js";',
    ]);
    expect(imports("types/garden.ts")).toEqual([
      'import type { JsonValue } from "../types.js";',
      'import type { Ground } from "./ground.js";',
      'import type { Plant } from "./sub/plants.js";',
    ]);
    expect(imports("server-types/sub/plants.ts")).toEqual([
      'import type { Garden } from "../garden.js";',
      'import type { Ground } from "../ground.js";',
      'import type { Kind } from "../../types.js";',
    ]);
    expect(imports("types/ground.ts")).toBeNull();
  });

  test("leaves the other files as they are", async () => {
    const [kinds, modules] = [await files(garden), await files(garden, { layout: "modules" })];
    for (const [path, text] of Object.entries(kinds)) if (!path.includes("types")) expect(modules[path]).toBe(text);
    const others = Object.keys(kinds).filter((path) => !(path in modules));
    expect(others).toEqual([]);
  });

  test("a schema without types has the files of none", async () => {
    const made = await files("{ 'command': 'stop' }", { layout: "modules" });
    expect(Object.keys(made)).toEqual(Object.keys(await files("{ 'command': 'stop' }")));
    expect(made["server-types.ts"]).toContain("\nexport {};\n");
  });
});
