// The monitor as a user meets it: lines in, what is printed out; help, sub-tables, what is not there; and its ends.

import { describe, expect, expectTypeOf, test } from "vitest";

import type { CommandType, HmpEntry, HmpTables, MonitorTarget, QmpClient } from "../../../src/runtime/index.js";
import {
  Monitor,
  QmpConnectionError,
  QmpError,
  QmpProtocolError,
  QmpTimeoutError,
} from "../../../src/runtime/index.js";
import { connectTo, rejection, settle } from "../../support/client.js";
import { answering, Peer } from "../../support/peer.js";
import { queryStatus } from "../../support/table.js";

const hello: CommandType = {
  command: "hello-world",
  arguments: () => ({ object: "hello-world-arg", members: { "*message": "str" } }),
};

const queryName: CommandType = {
  command: "query-name",
  returns: () => ({ object: "NameInfo", members: { "*name": "str" } }),
};

const deviceAdd: CommandType = {
  command: "device_add",
  open: true,
  arguments: () => ({ object: "device_add-arg", members: { driver: "str", "*bus": "str", "*id": "str" } }),
};

const tables: HmpTables = {
  commands: [
    {
      name: "hello-world",
      args: [{ key: "message", letter: "s", optional: "?" }],
      params: "[message]",
      help: "say hello",
      command: hello,
    },
    { name: "device_add", args: [{ key: "device", letter: "O" }], params: "driver", help: "add", command: deviceAdd },
    { name: "zap|z", args: [], params: "", help: "zap", preconfig: true, run: () => "zapped" },
    { name: "later", args: [], params: "", help: "comes later" },
    {
      name: "fail",
      args: [],
      params: "",
      help: "fail",
      run: () => Promise.reject(new Error("it is\nbroken \u001b[31m")),
    },
  ],
  info: [{ name: "name", args: [], params: "", help: "the name", command: queryName }],
};

const help = [
  "device_add driver -- add",
  "fail  -- fail",
  "hello-world [message] -- say hello",
  "help|? [cmd] -- list the commands, or say what one takes",
  "info [subcommand] -- show what the machine is doing",
  "later  -- comes later",
  "print|p /fmt expr -- calculate, and print the result as the format says",
  "zap|z  -- zap",
];

/** A target that keeps what it is asked for, and answers. */
function target(answer: (command: string) => unknown = () => ({})): MonitorTarget & { readonly asked: unknown[] } {
  const asked: unknown[] = [];
  return {
    asked,
    execute: async ({ command }, args) => {
      asked.push([command, args]);
      return answer(command);
    },
  };
}

const monitor = (options?: ConstructorParameters<typeof Monitor>[2]) => new Monitor(tables, target(), options);

describe("a line", () => {
  test.each([
    { line: "", printed: [] },
    { line: " \t ", printed: [] },
    { line: "hello-world", printed: [] },
    { line: "zap", printed: ["zapped"] },
    { line: "  z  ", printed: ["zapped"] },
    {
      line: "zap x",
      printed: ["zap|z: extraneous characters at the end of line", 'Try "help zap" for more information'],
    },
    {
      line: " z x",
      printed: ["zap|z: extraneous characters at the end of line", 'Try "help  z" for more information'],
    },
    {
      line: "info name x",
      printed: ["name: extraneous characters at the end of line", 'Try "help info name" for more information'],
    },
    { line: "ZAP", printed: ["unknown command: 'ZAP'"] },
    { line: "za", printed: ["unknown command: 'za'"] },
    { line: "zap|z", printed: ["unknown command: 'zap|z'"] },
    { line: "  nope x", printed: ["unknown command: '  nope'"] },
    { line: "nope/5", printed: ["unknown command: 'nope'"] },
    { line: "info  nope x", printed: ["unknown command: 'info  nope'"] },
    { line: "later x ", printed: ['Command "later " is not available.'] },
    { line: "fail", printed: ["Error: it is", "broken \\x1b[31m"] },
    { line: "__proto__", printed: ["unknown command: '__proto__'"] },
    { line: "print/x 6*7", printed: ["0x2a"] },
    { line: "p/d (1", printed: ["')' expected", 'Try "help p" for more information'] },
  ])("$line", async ({ line, printed }) => {
    expect(await monitor().run(line)).toBe(printed.map((one) => `${one}\n`).join(""));
  });

  test("runs the QMP command with what was given", async () => {
    const over = target();
    const monitor = new Monitor(tables, over);
    await monitor.run('hello-world "We love qemu"');
    await monitor.run("hello-world");
    await monitor.run("device_add e1000,id=n0,mac=1,,2");
    expect(over.asked).toEqual([
      ["hello-world", { message: "We love qemu" }],
      ["hello-world", {}],
      ["device_add", { driver: "e1000", id: "n0", mac: "1,2" }],
    ]);
  });

  test("prints the result", async () => {
    const monitor = new Monitor(
      tables,
      target(() => ({ name: "vm1" })),
    );
    expect(await monitor.run("info name")).toBe("name: vm1\n");
  });

  test("may run over something else than the monitor does", async () => {
    const [own, other] = [target(), target()];
    await new Monitor(tables, own).run("hello-world x", { target: other });
    expect([own.asked.length, other.asked.length]).toEqual([0, 1]);
  });

  test("remembers the format of the line before, for each monitor", async () => {
    const [one, other] = [monitor(), monitor()];
    expect(await one.run("p/d 10")).toBe("10\n");
    expect(await one.run("p 10")).toBe("10\n");
    expect(await other.run("p 10")).toBe("0xa\n");
  });
});

describe("help", () => {
  test.each([
    { line: "help", lines: help },
    { line: "?", lines: help },
    { line: "help z", lines: ["zap|z  -- zap"] },
    { line: 'help "zap" x', lines: ["zap|z  -- zap"] },
    { line: "help info", lines: ["info name  -- the name"] },
    { line: "info", lines: ["info name  -- the name"] },
    { line: "info ", lines: ["info name  -- the name"] },
    { line: "help info name x", lines: ["info name  -- the name"] },
    { line: "help nope", lines: ["unknown command: 'nope'"] },
    { line: "help info nope x", lines: ["unknown command: 'info nope'"] },
    { line: "help later", lines: ["later  -- comes later"] },
    { line: 'help "zap', lines: [] },
    { line: `help ${"a ".repeat(17)}`, lines: [] },
  ])("$line", async ({ line, lines }) => {
    expect(await monitor().run(line)).toBe(lines.map((one) => `${one}\n`).join(""));
  });

  test("is sorted byte by byte, over the whole name", async () => {
    const names = ["b", "a|z", "a-b", "a1", "Z", "\ud83d\ude00", "\uffee"];
    const commands = names.map((name): HmpEntry => ({ name, args: [], params: "", help: "" }));
    const printed = await new Monitor({ commands }, target()).run("help");
    const sorted = printed.split("\n").map((line) => line.split(" ")[0]);
    expect(sorted.filter((name) => names.includes(name!))).toEqual([
      "Z",
      "a-b",
      "a1",
      "a|z",
      "b",
      "\uffee",
      "\ud83d\ude00",
    ]);
  });
});

describe("before the machine is made", () => {
  test.each([
    { line: "zap", printed: "zapped\n" },
    {
      line: " hello-world x",
      printed: "Command ' hello-world' can be used once the machine is made\n",
    },
    { line: "info name", printed: "Command 'info name' can be used once the machine is made\n" },
    { line: "help hello-world", printed: "unknown command: 'hello-world'\n" },
    { line: "info", printed: "" },
  ])("$line", async ({ line, printed }) => {
    expect(await monitor({ isReady: () => false }).run(line)).toBe(printed);
  });

  test("lists leave out what cannot be used yet", async () => {
    let isReady = false;
    const early = monitor({ isReady: () => isReady });
    expect(await early.run("help")).toBe([help[3], help[4], help[7], ""].join("\n"));
    isReady = true;
    expect(await early.run("help")).toBe(help.map((line) => `${line}\n`).join(""));
  });
});

describe("tables", () => {
  const entry = (name: string, more: Partial<HmpEntry> = {}): HmpEntry => ({
    name,
    args: [],
    params: "",
    help: "",
    ...more,
  });
  const over = (commands: readonly unknown[], info?: readonly HmpEntry[]) =>
    new Monitor({ commands: commands as readonly HmpEntry[], ...(info && { info }) }, target());

  test.each([
    {
      what: "two of one name",
      commands: [entry("a"), entry("b|a")],
      message: "monitor command b|a: there are two of the name a",
    },
    { what: "one name twice", commands: [entry("a|a")], message: /^monitor command a\|a: a name must be one word/ },
    { what: "an empty name", commands: [entry("a|")], message: /: a name must be one word.*""$/ },
    { what: "a name that cannot be typed", commands: [entry("a/b")], message: /a name must be one word.*"a\/b"$/ },
    {
      what: "one key twice",
      commands: [
        entry("a", {
          args: [
            { key: "x", letter: "s" },
            { key: "x", letter: "i" },
          ],
        }),
      ],
      message: "monitor command a: two arguments have the key x",
    },
    {
      what: "a letter that is none",
      commands: [{ ...entry("a"), args: [{ key: "x", letter: "q" }] }],
      message: "monitor command a: argument x has a letter that is none: q",
    },
    {
      what: "a switch that may be left out",
      commands: [entry("a", { args: [{ key: "x", letter: "b", optional: "?" }] })],
      message: "monitor command a: argument x: ? cannot stand behind b",
    },
    {
      what: "a dot behind a word",
      commands: [entry("a", { args: [{ key: "x", letter: "s", optional: "." }] })],
      message: "monitor command a: argument x: . cannot stand behind s",
    },
    {
      what: "a long flag",
      commands: [entry("a", { args: [{ key: "x", letter: "-", flag: "xy" }] })],
      message: "monitor command a: flag x must be one letter or digit",
    },
    {
      what: "JSON in a word",
      commands: [entry("a", { json: true, args: [{ key: "x", letter: "s" }] })],
      message: "monitor command a: JSON text is its one argument, of letter S",
    },
  ])("$what is refused", ({ commands, message }) => {
    expect(() => over(commands)).toThrow(TypeError);
    expect(() => over(commands)).toThrow(message);
  });

  test("names in a sub-table are told with its own", () => {
    expect(() => over([], [entry("a"), entry("a")])).toThrow("monitor command info a: there are two of the name a");
  });

  test("no commands at all are none", () => {
    expect(() => new Monitor({} as HmpTables, target())).toThrow(TypeError);
  });

  test("own commands give way", async () => {
    const theirs = over([entry("p", { run: () => "theirs" }), entry("help", { run: () => "no help" })]);
    expect(await theirs.run("p")).toBe("theirs\n");
    expect(await theirs.run("print 1")).toBe("0x1\n");
    expect(await theirs.run("help")).toBe("no help\n");
    expect(await theirs.run("? print")).toBe("print /fmt expr -- calculate, and print the result as the format says\n");
  });

  test.each([
    { name: "print", line: "p/d 3", printed: "3\n" },
    { name: "p", line: "print/d 3", printed: "3\n" },
    { name: "help", line: "? a", printed: "a  -- \n" },
    { name: "?", line: "help a", printed: "a  -- \n" },
  ])("a sub-table may be named $name, and takes that name alone", async ({ name, line, printed }) => {
    const commands = [entry("a")];
    const theirs = new Monitor({ commands, [name]: [entry("b", { run: () => "theirs" })] }, target());
    expect(await theirs.run(`${name} b`)).toBe("theirs\n");
    expect(await theirs.run(name)).toBe(`${name} b  -- \n`);
    expect(await theirs.run(line)).toBe(printed);
    expect((await theirs.complete(`${name} `)).candidates).toEqual(["b"]);
  });

  test("an entry of a sub-table's name leads to it, and runs where nothing follows", async () => {
    const theirs = over([entry("info|i", { run: () => "their own" })], [entry("a", { run: () => "a" })]);
    expect(await theirs.run("i")).toBe("their own\n");
    expect(await theirs.run("i a")).toBe("a\n");
  });

  test("a name has 255 bytes at most, and what is longer is cut", async () => {
    const name = "n".repeat(255);
    expect(await over([entry(name, { run: () => "found" })]).run(`${name}nnn`)).toBe("found\n");
  });
});

describe("errors", () => {
  test.each([
    { error: new QmpError("GenericError", "not today", { command: "hello-world" }), printed: "Error: not today\n" },
    { error: new QmpTimeoutError("command", 5, "no reply", { command: "hello-world" }), printed: "Error: no reply\n" },
    { error: new RangeError("odd"), printed: "Error: odd\n" },
    { error: "a text", printed: "Error: a text\n" },
  ])("$error is printed", async ({ error, printed }) => {
    const over = { execute: () => Promise.reject(error as Error) };
    expect(await new Monitor(tables, over).run("hello-world")).toBe(printed);
  });

  test.each([
    { gives: 5, printed: "Error: odd: its function gave what is no text: Number\n" },
    { gives: Promise.resolve({ a: 1 }), printed: "Error: odd: its function gave what is no text: Object\n" },
    { gives: ["x"], printed: "Error: odd: its function gave what is no text: Array\n" },
    { gives: null, printed: "" },
    { gives: undefined, printed: "" },
    { gives: Promise.resolve("text"), printed: "text\n" },
  ])("a function that gives $gives", async ({ gives, printed }) => {
    const run = () => gives as unknown as string;
    const monitor = new Monitor({ commands: [{ name: "odd", args: [], params: "", help: "", run }] }, target());
    expect(await monitor.run("odd")).toBe(printed);
  });

  test.each([
    { what: "no string at all", thrown: Object.create(null) as unknown, printed: "Error: Object\n" },
    { what: "a symbol", thrown: Symbol("s"), printed: "Error: Symbol(s)\n" },
    { what: "no text", thrown: Object.assign(new Error(), { message: 5 }), printed: "Error: 5\n" },
    { what: "nothing", thrown: undefined, printed: "Error: undefined\n" },
    { what: "the direction of writing", thrown: new Error("a\u202eb"), printed: "Error: a\\x202eb\n" },
  ])("$what that is thrown is printed", async ({ thrown, printed }) => {
    const over = { execute: () => Promise.reject(thrown as Error) };
    expect(await new Monitor(tables, over).run("hello-world")).toBe(printed);
  });

  test("a machine that cannot say whether it is made is told", async () => {
    const isReady = () => {
      throw new Error("who knows");
    };
    expect(await monitor({ isReady }).run("hello-world")).toBe("Error: who knows\n");
  });

  test.each([new QmpConnectionError("gone"), new QmpProtocolError("rude")])("%s is thrown", async (error) => {
    const over = { execute: () => Promise.reject(error) };
    await expect(new Monitor(tables, over).run("hello-world")).rejects.toBe(error);
  });

  test("arguments that are not of their type are told", async () => {
    const sized: CommandType = {
      command: "c",
      arguments: () => ({ object: "c-arg", members: { how: () => ({ enum: "How", values: ["so"] }) } }),
    };
    const commands: HmpEntry[] = [
      { name: "c", args: [{ key: "how", letter: "s" }], params: "", help: "", command: sized },
    ];
    expect(await new Monitor({ commands }, target()).run("c other")).toMatch(/^Error: .*how.*\n$/);
  });
});

describe("a signal", () => {
  const waits: HmpTables = {
    commands: [{ name: "wait", args: [], params: "", help: "", run: () => new Promise(() => {}) }],
  };

  test("that has fired runs nothing", async () => {
    const over = target();
    const run = new Monitor(tables, over).run("hello-world", { signal: AbortSignal.abort("no more") });
    await expect(run).rejects.toBe("no more");
    expect(over.asked).toEqual([]);
  });

  test("ends the wait for whatever does not listen to it", async () => {
    const controller = new AbortController();
    const run = new Monitor(waits, target()).run("wait", { signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(run).rejects.toThrow("enough");
  });

  test("ends the wait for a peer that does not answer", async () => {
    const controller = new AbortController();
    const over: MonitorTarget = { execute: () => new Promise(() => {}) };
    const run = new Monitor(tables, over).run("hello-world", { signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(run).rejects.toThrow("enough");
  });

  test("is given to what runs", async () => {
    const { signal } = new AbortController();
    const given: unknown[] = [];
    const over: MonitorTarget = { execute: async (_, __, options) => void given.push(options?.signal) };
    const commands: HmpEntry[] = [
      { name: "q", args: [], params: "", help: "", command: hello },
      { name: "r", args: [], params: "", help: "", run: (_, call) => void given.push(call.signal) },
    ];
    const monitor = new Monitor({ commands }, over);
    for (const line of ["q", "r"]) expect(await monitor.run(line, { signal })).toBe("");
    expect(await monitor.run("r")).toBe("");
    expect(given).toEqual([signal, signal, undefined]);
  });
});

describe("a client", () => {
  const status: HmpTables = {
    commands: [{ name: "status", args: [], params: "", help: "", command: queryStatus }],
  };

  const silence = () => new Peer(answering(() => undefined));

  test("is a target", () => {
    expectTypeOf<QmpClient>().toExtend<ConstructorParameters<typeof Monitor>[1]>();
  });

  test("of a session that was closed ends lines at once, before and after", async () => {
    const client = await connectTo(silence());
    const monitor = new Monitor(status, client);
    const waiting = rejection(monitor.run("status"));
    await settle();
    await client.close();
    expect(await waiting).toBeInstanceOf(QmpConnectionError);
    expect(await rejection(monitor.run("status"))).toBeInstanceOf(QmpConnectionError);
    expect(await rejection(new Monitor(status, client).run("status"))).toBeInstanceOf(QmpConnectionError);
    expect(await new Monitor(status, client).run("p/d 1")).toBe("1\n");
  });

  test("goes on with other lines where a signal ended one", async () => {
    const controller = new AbortController();
    const silent = await connectTo(silence());
    const monitor = new Monitor(status, silent);
    const run = rejection(monitor.run("status", { signal: controller.signal }));
    await settle();
    const reason = new Error("enough");
    controller.abort(reason);
    expect(await run).toBe(reason);
    const other = await connectTo(new Peer(answering(() => ({ return: { running: true, ns: 7, count: 3 } }))));
    expect(await monitor.run("status", { target: other.session })).toBe("running: true\nns: 7\ncount: 3\n");
    expect(silent.state).toBe("ready");
    await Promise.all([silent.close(), other.close()]);
  });
});
