// What the scaffold makes, and what it puts into files that people wrote: every kind of handlers, in every kind of writing.

import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { compile } from "../../src/index.js";
import type { Asked } from "./scaffold.js";
import { compilerSays, door, extend, root, sample, scaffold } from "./scaffold.js";

const commands = `// What answers the commands of qapi-schema.json.
//
// \`qapi-ts scaffold handlers\` made this file, and it is yours: write what each
// method does. Run again, it adds methods for commands that are new, and changes
// nothing that is here.
`;

const helloDoc = "/** `hello-world`: Have the monitor print a friendly greeting. */";
const body = "throw new Error(`${context.command} is not implemented`);";

const memoryDoc = `/**
   * \`query-memory-size-summary\`: Ask how much memory the machine has, now that
   * all is plugged.
   */`;

describe("a new file", () => {
  test("a class, which spells its types", async () => {
    const { text } = await scaffold(undefined);
    expect(text).toBe(`${commands}
import type {
  Context,
  Handlers,
  Served,
} from "../../generated/hello-world/index.js";

/** Answers commands: \`createServer(new HelloWorldHandlers())\` makes a server of it. */
export class HelloWorldHandlers implements Handlers {
  ${helloDoc}
  helloWorld(_args: Served.HelloWorldArguments, context: Context): void {
    ${body}
  }

  ${memoryDoc}
  queryMemorySizeSummary(context: Context): Served.MemoryInfo {
    ${body}
  }
}
`);
  });

  test("an object, whose methods have their types from what it is", async () => {
    const { text } = await scaffold(undefined, { form: "object" });
    expect(text).toBe(`${commands}
import type { Handlers } from "../../generated/hello-world/index.js";

/** Answers commands: \`createServer(handlers)\` makes a server of it. */
export const handlers: Handlers = {
  ${helloDoc}
  helloWorld(_args, context) {
    ${body}
  },

  ${memoryDoc}
  queryMemorySizeSummary(context) {
    ${body}
  },
};
`);
  });

  const builtin = `
{ 'pragma': { 'command-name-exceptions': ['qmp_capabilities'], 'command-returns-exceptions': ['human-monitor-command'] } }
{ 'struct': 'CommandInfo', 'data': { 'name': 'str' } }
{ 'command': 'qmp_capabilities' }
{ 'command': 'stop' }
{ 'command': 'query-commands', 'returns': ['CommandInfo'] }
{ 'command': 'human-monitor-command', 'data': { 'command-line': 'str' }, 'returns': 'str' }
`;

  test("what a server answers by itself is left to it", async () => {
    const { schema } = compile({ "s.json": builtin });
    const { text, added } = await scaffold(undefined, { schema: schema! });
    expect(added.map(({ command }) => command)).toEqual(["stop"]);
    expect(text).toContain(`/** What a server answers by itself. Take a name out to answer it here. */
type ServersOwn = "qmpCapabilities" | "queryCommands" | "humanMonitorCommand";

/** Answers commands: \`createServer(new HelloWorldHandlers())\` makes a server of it. */
export class HelloWorldHandlers implements Omit<Handlers, ServersOwn> {
  /** Command \`stop\`. */
  stop(context: Context): void {
`);
    expect((await scaffold(text, { schema: schema! })).insertions).toEqual([]);
    const whole = text.replace("Omit<Handlers, ServersOwn>", "Handlers");
    const own = ["qmpCapabilities", "queryCommands", "humanMonitorCommand"];
    expect(await scaffold(whole, { schema: schema! })).toMatchObject({ insertions: [], own });
    const partial = text.replace("Omit<Handlers, ServersOwn>", "Partial<Handlers>");
    expect(await scaffold(partial, { schema: schema! })).toMatchObject({ insertions: [], own: [] });
    const picked = text.replace("Omit<Handlers, ServersOwn>", 'Pick<Handlers, "queryCommands">');
    expect((await scaffold(picked, { schema: schema! })).added).toMatchObject([{ command: "query-commands" }]);
  });
});

/** A file that people wrote, and what it is to be afterwards; `$` stands for what is added, where only that it parses counts. */
interface Case {
  readonly about: string;
  readonly given: string;
  readonly want?: string;
  readonly added?: number;
  readonly asked?: Asked;
}

const hello = `  ${helloDoc}
  helloWorld(_args: Served.HelloWorldArguments, context: Context): void {
    ${body}
  }
`;
const memory = `  ${memoryDoc}
  queryMemorySizeSummary(context: Context): Served.MemoryInfo {
    ${body}
  }
`;
const helloProperty = `  ${helloDoc}
  helloWorld(_args, context) {
    ${body}
  }`;
const memoryProperty = `  ${memoryDoc}
  queryMemorySizeSummary(context) {
    ${body}
  }`;
const handlersImport = `import type { Handlers } from "${door}";\n`;
const moreImport = `import type { Context, Served } from "${door}";\n`;
const narrow = { style: { width: 200 } } as const;
const wideMemory = memoryProperty.replace(
  memoryDoc,
  "/** `query-memory-size-summary`: Ask how much memory the machine has, now that all is plugged. */",
);

const cases: readonly Case[] = [
  {
    about: "an empty class",
    given: `${handlersImport}\nexport class A implements Handlers {}\n`,
    want: `${handlersImport}${moreImport}\nexport class A implements Handlers {\n${hello}\n${memory}}\n`,
  },
  {
    about: "an empty class on lines of its own",
    given: `${handlersImport}\nexport class A implements Handlers {\n}\n`,
    want: `${handlersImport}${moreImport}\nexport class A implements Handlers {\n${hello}\n${memory}}\n`,
  },
  {
    about: "a method goes behind the one before it in the schema, and before what comments stand there",
    given: `${handlersImport}
class A implements Handlers {
  helloWorld() {} // greets

  // ---- the rest
  #state = 1;
  get state() { return this.#state; }
}
export { A };
`,
    want: `${handlersImport}${moreImport}
class A implements Handlers {
  helloWorld() {} // greets

${memory}
  // ---- the rest
  #state = 1;
  get state() { return this.#state; }
}
export { A };
`,
  },
  {
    about: "one whose forerunner is not there goes to the end, behind comments",
    given: `${handlersImport}
export class A implements Handlers {
  queryMemorySizeSummary = () => ({ "base-memory": 1 });
  // to be continued
}
`,
    want: `${handlersImport}${moreImport}
export class A implements Handlers {
  queryMemorySizeSummary = () => ({ "base-memory": 1 });
  // to be continued

${hello}}
`,
  },
  {
    about: "everything on one line",
    given: `${handlersImport}export class A implements Handlers { a() {} helloWorld() {} b() {} }`,
    added: 1,
  },
  {
    about: "names that are strings, computed, overloaded, arrow functions",
    given: `${handlersImport}
export class A implements Handlers {
  "helloWorld"(): void;
  helloWorld(args: unknown): void;
  helloWorld() {}
  ["queryMemorySizeSummary"] = async () => ({ "base-memory": 1n });
}
`,
    added: 0,
  },
  {
    about: "overloads: behind the one with the body",
    given: `${handlersImport}
export class A implements Handlers {
  helloWorld(): void;
  helloWorld(args: unknown): void;
  helloWorld() {}
}
`,
    want: `${handlersImport}${moreImport}
export class A implements Handlers {
  helloWorld(): void;
  helloWorld(args: unknown): void;
  helloWorld() {}

${memory}}
`,
  },
  {
    about: "decorators, and an abstract class",
    given: `${handlersImport}
function log(..._: unknown[]) {}

@log
export abstract class A implements Handlers {
  @log abstract helloWorld(): void; @log other() {}
}
`,
    added: 1,
  },
  {
    about: "a field without its semicolon",
    given: `${handlersImport}
export class A implements Handlers {
  helloWorld = () => {}
}
`,
    added: 1,
  },
  {
    about: "a semicolon by itself",
    given: `${handlersImport}export class A implements Handlers {\n  helloWorld() {};\n}\n`,
    want: `${handlersImport}${moreImport}export class A implements Handlers {\n  helloWorld() {};\n\n${memory}}\n`,
  },
  {
    about: "an alias of the import, and names that are there already",
    given: `import type { Context as C, Handlers as H, Served } from "${door}";
export class A implements H {
  helloWorld(args: Served.HelloWorldArguments, context: C) { void args; void context; }
}
`,
    want: `import type { Context as C, Handlers as H, Served } from "${door}";
export class A implements H {
  helloWorld(args: Served.HelloWorldArguments, context: C) { void args; void context; }

${memory.replace("context: Context", "context: C")}}
`,
  },
  {
    about: "a namespace",
    given: `import * as Hello from "${door}";\nexport class A implements Partial<Hello.Handlers> {\n}\n`,
    want: `import * as Hello from "${door}";\nexport class A implements Partial<Hello.Handlers> {\n${hello}\n${memory}}\n`
      .replace(
        "_args: Served.HelloWorldArguments, context: Context",
        "_args: Hello.Served.HelloWorldArguments, context: Hello.Context",
      )
      .replace("(context: Context): Served.", "(context: Hello.Context): Hello.Served.")
      .replace(/ {2}helloWorld\((.*), (.*)\): void \{/, "  helloWorld(\n    $1,\n    $2,\n  ): void {"),
  },
  {
    about: "names that mean something else here",
    given: `${handlersImport}
interface Context { readonly mine: true }
export class Served {}
export class Error {}
export class A implements Handlers {
  helloWorld() {}
  readonly mine: Context = { mine: true };
}
`,
    want: `${handlersImport}import type {
  Context as Context_,
  Served as Served_,
} from "${door}";

interface Context { readonly mine: true }
export class Served {}
export class Error {}
export class A implements Handlers {
  helloWorld() {}

${memory.replace("context: Context): Served.", "context: Context_): Served_.").replace("new Error", "new globalThis.Error")}
  readonly mine: Context = { mine: true };
}
`,
  },
  {
    about: "only what Pick has",
    given: `${handlersImport}export class A implements Pick<Handlers, "helloWorld"> {\n}\n`,
    want: `${handlersImport}${moreImport}export class A implements Pick<Handlers, "helloWorld"> {\n${hello}}\n`,
  },
  {
    about: "not what Omit has, by way of types of the same file",
    given: `${handlersImport}type Later = "queryMemorySizeSummary";
type Mine = Omit<Handlers, Later>;
interface Ours extends Mine {}
export class A implements Ours {
}
`,
    added: 1,
  },
  {
    about: "members of a base class of the same file, and parameters that are fields",
    given: `${handlersImport}
class Base { helloWorld() {} }
export class A extends Base implements Handlers {
  constructor(readonly queryMemorySizeSummary: Handlers["queryMemorySizeSummary"]) { super(); }
}
`,
    added: 0,
  },
  {
    about: "a base class of a library has no handlers",
    given: `import { EventEmitter } from "node:events";
${handlersImport}
export class A extends EventEmitter implements Handlers {
  helloWorld() {}
}
`,
    added: 1,
  },
  {
    about: "a class that is given to createServer, and says nothing",
    given: `import { createServer } from "${door}";
class Machine {
  helloWorld() {}
}
export const server = createServer(new Machine());
`,
    want: `import { createServer } from "${door}";
${moreImport}class Machine {
  helloWorld() {}

${memory}}
export const server = createServer(new Machine());
`,
  },
  {
    about: "tabs, single quotes, no semicolons",
    given: `import type { Handlers } from '${door}'

export class A implements Handlers {
\tfirst = 1
}
`,
    want: `import type { Handlers } from '${door}'
import type { Context, Served } from '${door}'

export class A implements Handlers {
\tfirst = 1

${(hello + "\n" + memory).replaceAll("    throw", "\t\tthrow").replaceAll("  }\n", "\t}\n").replaceAll(/^ {2}/gm, "\t").replaceAll(";\n", "\n")}}
`,
  },
  {
    about: "an object with a type",
    given: `${handlersImport}\nexport const handlers: Handlers = {};\n`,
    want: `${handlersImport}\nexport const handlers: Handlers = {\n${helloProperty},\n\n${memoryProperty},\n};\n`,
  },
  {
    about: "an object whose last member has no comma",
    given: `${handlersImport}
export const handlers = {
  helloWorld: () => {} // greets
} satisfies Handlers;
`,
    want: `${handlersImport}
export const handlers = {
  helloWorld: () => {}, // greets

${memoryProperty}
} satisfies Handlers;
`,
  },
  {
    about: "an object whose last member has a comma, and a comment behind it",
    given: `${handlersImport}
export const handlers = {
  helloWorld() {}, /* a */ // b
  // c
} as Handlers;
`,
    want: `${handlersImport}
export const handlers = {
  helloWorld() {}, /* a */ // b

${memoryProperty},

  // c
} as Handlers;
`,
  },
  {
    about: "shorthand, a spread object of the same file, the argument of createServer",
    given: `import { createServer } from "${door}";
const helloWorld = () => {};
const more = { other: 1 };
export const server = createServer({ helloWorld, ...({}), });
export { more };
`,
    want: `import { createServer } from "${door}";
const helloWorld = () => {};
const more = { other: 1 };
export const server = createServer({ helloWorld,

${wideMemory},
 ...({}), });
export { more };
`,
    asked: narrow,
  },
  {
    about: "an object that a function gives",
    given: `${handlersImport}
export function makeHandlers(greeting: string): Handlers {
    return {
        helloWorld: ({ message = greeting }) => console.log(message),
    };
}
export const makeMore = (): Partial<Handlers> => ({ queryMemorySizeSummary() { return { "base-memory": 1 }; }, helloWorld() {} });
`,
    want: `${handlersImport}
export function makeHandlers(greeting: string): Handlers {
    return {
        helloWorld: ({ message = greeting }) => console.log(message),

${wideMemory.replaceAll(/^ {2}/gm, "        ").replace("          throw", "            throw")},
    };
}
export const makeMore = (): Partial<Handlers> => ({ queryMemorySizeSummary() { return { "base-memory": 1 }; }, helloWorld() {} });
`,
    asked: { ...narrow, name: "makeHandlers" },
  },
  {
    about: "no handlers at all: a class at the end, behind the file's own imports",
    given: `#!/usr/bin/env node
// What this is.
import { join } from "node:path"; // paths

console.log(join("a", "b"));
`,
    want: `#!/usr/bin/env node
// What this is.
import { join } from "node:path"; // paths
import type {
  Context,
  Handlers,
  Served,
} from "${door}";

console.log(join("a", "b"));

/** Answers commands: \`createServer(new Mine())\` makes a server of it. */
export class Mine implements Handlers {
${hello}
${memory}}
`,
    asked: { name: "Mine" },
  },
  {
    about: "no import at all: behind what the file opens with, in front of a doc comment",
    given: `"use strict";
// @ts-check

/** One. */
export const one = 1;`,
    want: `"use strict";
// @ts-check

import type { Handlers } from "${door}";

/** One. */
export const one = 1;

/** Answers commands: \`createServer(handlers)\` makes a server of it. */
export const handlers: Handlers = {
${helloProperty},

${memoryProperty},
};`,
    asked: { form: "object" },
  },
  { about: "an empty file", given: "", added: 2 },
  { about: "a file of comments", given: "// to do", added: 2 },
  {
    about: "an import behind which more stands on its line",
    given: `${handlersImport.trimEnd()} export class A implements Handlers { helloWorld() {} }\n`,
    added: 1,
  },
  {
    about: "a class that is named, and says nothing",
    given: "export class A {\n  helloWorld() {}\n}\nexport class B {}\n",
    added: 1,
    asked: { name: "A" },
  },
  {
    about: "a class expression, generic, in a function",
    given: `${handlersImport}
export function make<Context>(value: Context) {
  const made = class<Served> implements Handlers {
    readonly value: [Context, Served?] = [value];
  };
  return new made();
}
`,
    added: 2,
  },
];

describe("a file that people wrote", () => {
  test.each(cases)("$about", async ({ given, want, added, asked }) => {
    const result = await extend(given, asked);
    expect(result.text).toBe(want ?? result.text);
    expect(result.added).toHaveLength(added ?? result.added.length);
  });

  test.each(cases)("with CR LF, and a mark of the byte order: $about", async ({ given, asked }) => {
    // A line for the shell has to be the first thing in its file.
    const mark = given.startsWith("#!") ? "" : "\ufeff";
    const crlf = mark + given.replaceAll("\n", "\r\n");
    const style = { ...asked?.style, newline: "\r\n" } as const;
    const { text } = await extend(crlf, { ...asked, style });
    expect(text.startsWith(mark)).toBe(true);
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    // The same is added but for the line ends.
    const plain = await scaffold(given, asked);
    expect(text.slice(mark.length).replaceAll("\r\n", "\n")).toBe(plain.text);
  });

  test("all of them are what the compiler takes, strictly", async () => {
    const files: Record<string, string> = {};
    for (const [index, { given, asked }] of cases.entries()) {
      files[`case-${index}.ts`] = (await scaffold(given, asked)).text;
    }
    // What is wrong in a file that was given is none of the scaffold's.
    const before = Object.fromEntries(cases.map(({ given }, index) => [`case-${index}.ts`, given]));
    const strip = (says: readonly string[]) => says.map((one) => one.replace(/:\d+:/, ":"));
    const known = new Set(strip(compilerSays(before)));
    expect(strip(compilerSays(files)).filter((one) => !known.has(one))).toEqual([]);
  });
});

test("new files of both forms are what the compiler takes, for every sample", async () => {
  const names = ["hello-world", "machine", "commands", "names", "features", "integers", "unions", "agent", "empty"];
  const files: Record<string, string> = {};
  for (const name of [...names, "collisions"]) {
    const asked = { schema: sample(name), out: join(root, "generated", name) };
    for (const form of ["class", "object"] as const) {
      const { text } = await scaffold(undefined, { ...asked, form });
      files[`${name}-${form}.ts`] = text;
      expect((await scaffold(text, asked)).insertions).toEqual([]);
    }
  }
  expect(compilerSays(files)).toEqual([]);
  expect(compilerSays({ "wrong.ts": files["machine-class.ts"]!.replace("  stop(", "  stopp(") })).not.toEqual([]);
});
