// `qapi-ts mock` over real sockets: who is served, what is answered, what is emitted, how it ends.

import { existsSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { agent, answers, client, execute, failed, mock, schema, startMock } from "./mock-run.js";
import { bad, folder } from "./run.js";
import { fine, qmp } from "./stand-in.js";

describe("listening", () => {
  test("at a path: it says so, and gives a command to try", async () => {
    const { address, line } = await mock(schema);
    expect(line).toBe(`listening at ${address}: 10 commands; try: qapi-ts qmp --socket ${address} query-commands\n`);
    const { status, stdout } = await qmp(["--socket", address, "--return-value", "query-commands"]);
    expect(status).toBe(0);
    expect(stdout).toContain('{"name":"get-disk"}');
  });

  test("at a port that is free", async () => {
    const { address } = await mock(schema, ["--socket", "127.0.0.1:0"]);
    expect(address).toMatch(/^127\.0\.0\.1:[1-9]\d+$/);
    expect(await qmp(["--socket", address, "set-speed", "speed=1"])).toEqual(fine('{"return":{}}\n'));
  });

  test("several clients at once, and none of them is thrown by what another sends", async () => {
    const { address } = await mock(schema);
    const [one, two] = [await client(address), await client(address)];
    one.say('{"execute": "get-any"', "\xff\u0000]}{{{", "\n", execute("set-speed", { speed: 1 }));
    two.say(execute("set-speed", { speed: 2 }));
    expect(await two.heard(1)).toEqual([{ return: {} }]);
  });

  test("where it cannot: status 2", async () => {
    const cwd = folder({ "s.json": schema, f: "" });
    const { address } = await mock(schema);
    for (const [where, reason] of [
      [address, `${address}: somebody listens there already`],
      ["./f", "./f: there is a file that is no socket"],
      ["none/m", "none/m: "],
      ["h:65536", "--socket: a port is from 0 to 65535, not 65536"],
    ] as const) {
      const { status, stdout, stderr } = await startMock(["s.json", "--socket", where], cwd).ended;
      expect([status, stdout, stderr.slice(0, reason.length + 9)]).toEqual([2, "", `qapi-ts: ${reason}`]);
      expect(stderr).toMatch(/^[^\n]*\n$/);
    }
  });

  test("a schema with mistakes, or none at all", async () => {
    const cwd = folder({ "s.json": bad });
    const wrong = await startMock(["s.json", "--socket", "./m"], cwd).ended;
    expect([wrong.status, wrong.stdout, wrong.stderr]).toEqual([1, "", expect.stringContaining("s.json:2:13: error[")]);
    const missing = await startMock(["t.json", "--socket", "./m"], cwd).ended;
    expect([missing.status, missing.stderr]).toEqual([2, expect.stringContaining("cannot read 't.json'")]);
    expect(existsSync(join(cwd, "m"))).toBe(false);
  });
});

describe("made-up answers", () => {
  const all = ["get-disk", "get-disks", "get-tree", "get-backend", "get-refs", "get-any"].map((name) => execute(name));

  test("are of the command's type", async () => {
    const { address } = await mock(schema);
    const disk = {
      "node-name": expect.any(String),
      size: expect.any(Number),
      state: expect.stringMatching(/^(?:on|off|lost)$/),
      tags: expect.arrayContaining([expect.any(String)]),
    };
    const [one, many] = await answers(address, ...all, execute("set-speed", { speed: 1 }));
    expect(one).toEqual({ return: expect.objectContaining(disk) });
    expect(many).toEqual({ return: expect.arrayContaining([expect.objectContaining(disk)]) });
  });

  test("are the same in every run, in whatever order they are asked for, and others with another seed", async () => {
    const [one, two, other] = [
      await mock(schema),
      await mock(schema, ["--seed", "1"]),
      await mock(schema, ["--seed", "7"]),
    ];
    const said = await answers(one.address, ...all);
    expect(await answers(two.address, ...all.toReversed(), ...all)).toEqual([...said.toReversed(), ...said]);
    expect(await answers(other.address, ...all)).not.toEqual(said);
  });

  test("an error where there is no value: a type that holds itself", async () => {
    const { address } = await mock(schema);
    expect(await answers(address, execute("get-endless"))).toEqual([
      {
        error: {
          class: "GenericError",
          desc: "there is no value of the type that 'get-endless' returns: it has to hold itself",
        },
      },
    ]);
  });

  test("arguments are held to the schema", async () => {
    const { address } = await mock(schema);
    const [range, extra, unknown, fine] = await answers(
      address,
      execute("set-speed", { speed: 128 }),
      execute("set-speed", { speed: 1, sped: 2 }),
      execute("set-sped"),
      execute("set-speed", { speed: 127, unit: "lost" }),
    );
    expect(range).toEqual({ error: { class: "GenericError", desc: expect.stringContaining("speed") } });
    expect(extra).toEqual({ error: { class: "GenericError", desc: expect.stringContaining("sped") } });
    expect(unknown).toEqual({ error: { class: "CommandNotFound", desc: expect.stringContaining("set-sped") } });
    expect(fine).toEqual({ return: {} });
  });

  test("conditions are settled by flags, and the answer of query-qmp-schema with them", async () => {
    const conditional = "{ 'command': 'a', 'if': 'A' }\n{ 'command': 'b', 'if': 'B' }\n";
    const { address } = await mock(conditional, ["--undefine", "B", "--define", "A", "--qemu", "9.1"]);
    const [a, b, version, info] = await answers(
      address,
      execute("a"),
      execute("b"),
      execute("query-version"),
      execute("query-qmp-schema"),
    );
    expect([a, b]).toEqual([{ return: {} }, { error: expect.objectContaining({ class: "CommandNotFound" }) }]);
    expect(version).toEqual({ return: { qemu: { major: 9, minor: 1, micro: 0 }, package: "" } });
    expect((info as { return: { name: string }[] }).return.map(({ name }) => name)).toContain("a");
    expect((info as { return: { name: string }[] }).return.map(({ name }) => name)).not.toContain("b");
  });
});

test("the human monitor runs the schema's commands, and prints what they answer", async () => {
  const { address } = await mock(schema);
  const monitor = (...words: string[]) => qmp(["--socket", address, "--hmp", ...words]);
  expect(await monitor("help", "set-speed")).toEqual(fine("set-speed speed [unit] -- \n"));
  expect(await monitor("set-speed", "5")).toEqual(fine(""));
  expect((await monitor("set-speed", "x")).stdout).toContain("invalid char 'x' in expression");
});

describe("examples in the documentation", () => {
  const documented = (example: string) => `
{ 'struct': 'Disk', 'data': { 'name': 'str', '*size': 'int' } }
##
# @get-disk:
#
# Get it.
#
# @id: which
#
# Since: 1.0
#
${example.replace(/^/gm, "# ").replace(/ +$/gm, "")}
##
{ 'command': 'get-disk', 'data': { '*id': 'str' }, 'returns': 'Disk' }
`;
  const messages = `-> { "execute": "get-disk", "arguments": { "id": "x" } }
<- { "return": { "name": "...", "size": ... } }

-> { "execute": "get-disk", "arguments": { "id": "w" } }
<- { "return": { "name": "wrong", "capacity": 1 } }

-> { "execute": "get-disk", "arguments": { "id": "none" } }
<- { "error": { "class": "DeviceNotFound", "desc": "there is none" } }

-> { "execute": "get-disk",
     "arguments": { "id": "a" } }
<- { "return": { "name": "first",
                 "size": 9007199254740993 } }

-> { "execute": "get-disk", "arguments": { "id": "b" } }
<- { "event": "STOP" }
<- { "return": { "name": "second } " } }`;

  test.each([
    ["7.2", `Example:\n\n${messages}`],
    ["10.0", `.. qmp-example::\n\n${messages.replace(/^(?=.)/gm, "    ")}`],
  ])("of %s: the one with the same arguments, else the first that is right", async (release, example) => {
    const { address } = await mock(documented(example), ["--qemu", release]);
    const disk = (...words: readonly string[]) => qmp(["--socket", address, "--return-value", "get-disk", ...words]);
    expect(await disk()).toEqual(fine('{"name":"first","size":9007199254740993}\n'));
    expect(await disk("id=b")).toEqual(fine('{"name":"second } "}\n'));
    expect(await disk("id=w")).toEqual(fine('{"name":"first","size":9007199254740993}\n'));
    expect(await disk("id=none")).toEqual({ status: 1, stdout: "", stderr: "DeviceNotFound: there is none\n" });
  });
});

describe("--replies", () => {
  test("values, results, errors, and several in their order", async () => {
    const disk = { "node-name": "n", size: 1, state: "on", tags: [] };
    const replies = {
      "get-disk": [disk, { return: { ...disk, size: 2 } }, { error: { class: "DeviceNotFound", desc: "gone" } }],
      "get-disks": [disk, disk],
      "get-tree": { return: { id: "t", all: [] } },
      "get-any": [1, 2],
      "set-speed": { error: { class: "KVMMissingCap", desc: "no" } },
      "query-version": "none of your business",
    };
    const { address } = await mock(schema, ["--replies", "r.json"], { "r.json": JSON.stringify(replies) });
    const named = (names: readonly string[]) => answers(address, ...names.map((name) => execute(name)));
    const gone = { error: { class: "DeviceNotFound", desc: "gone" } };
    expect(await named(["get-disk", "get-disk", "get-disk", "get-disk"])).toEqual([
      { return: disk },
      { return: { ...disk, size: 2 } },
      gone,
      gone,
    ]);
    expect(await named(["get-disks", "get-tree", "get-any", "query-version"])).toEqual([
      { return: [disk, disk] },
      { return: { id: "t", all: [] } },
      { return: [1, 2] },
      { return: "none of your business" },
    ]);
    expect(await answers(address, execute("set-speed", { speed: 1 }))).toEqual([
      { error: { class: "KVMMissingCap", desc: "no" } },
    ]);
  });

  test("a list of lists is several replies of a command that returns a list", async () => {
    const { address } = await mock(
      "{ 'pragma': { 'command-returns-exceptions': ['get'] } }\n{ 'command': 'get', 'returns': ['int'] }",
      ["--replies", "r.json"],
      {
        "r.json": '{"get": [[1], [9007199254740993], {"return": []}]}',
      },
    );
    const get = () => qmp(["--socket", address, "--return-value", "get"]);
    expect([await get(), await get(), await get(), await get()]).toEqual(
      ["[1]", "[9007199254740993]", "[]", "[]"].map((text) => fine(`${text}\n`)),
    );
  });

  test.each<[text: string, stderr: string | RegExp]>([
    ["{", /^r\.json: this is no JSON: .* at offset 1.*\n$/],
    ["[]", "r.json: expected an object with replies by command\n"],
    ['{"get-dsk": 1}', "r.json: get-dsk: no such command in the schema (did you mean 'get-disk'?)\n"],
    ['{"toString": 1}', "r.json: toString: no such command in the schema\n"],
    ['{"qmp_capabilities": 1}', "r.json: qmp_capabilities: no such command in the schema\n"],
    [
      '{"get-disk": {"size": -1, "state": "of", "tags": [1], "more": 1}}',
      "r.json: get-disk: node-name: missing\n" +
        "r.json: get-disk: size: expected integer from 0 to 18446744073709551615, got -1\n" +
        'r.json: get-disk: state: expected one of "on", "off", "lost", got "of"\n' +
        "r.json: get-disk: tags[0]: expected string, got 1\n" +
        "r.json: get-disk: more: no such member\n",
    ],
    ['{"get-disk": []}', "r.json: get-disk: an empty list of replies\n"],
    ['{"get-disks": [{"return": 1}]}', "r.json: get-disks: reply 1: expected array, got 1\n"],
    ['{"quit": {"a": 1}}', "r.json: quit: a: no such member\n"],
    [
      '{"quit": [{}, {"error": {"class": "X"}}]}',
      'r.json: quit: reply 2: error: expected {"class": "GenericError", "desc": "…"}\n',
    ],
  ])("%s is refused", async (text, stderr) => {
    const ran = await failed(schema, ["--replies", "r.json"], { "r.json": text });
    expect([ran.status, ran.stdout]).toEqual([1, ""]);
    if (typeof stderr === "string") expect(ran.stderr).toBe(stderr);
    else expect(ran.stderr).toMatch(stderr);
  });

  test("a file that cannot be read: status 2", async () => {
    expect(await failed(schema, ["--replies", "none.json"])).toEqual({
      status: 2,
      stdout: "",
      stderr: "qapi-ts: cannot read 'none.json': no such file or folder\n",
    });
  });
});

describe("events", () => {
  test("--emit: each to whoever has negotiated", async () => {
    const { address } = await mock(schema, ["--emit", "STOP", "--emit", 'SHUTDOWN={"guest": true, "reason": "none"}']);
    const events = [{ event: "STOP" }, { event: "SHUTDOWN", data: { guest: true, reason: "none" } }];
    expect(await (await client(address)).heard(2)).toEqual(events);
    expect(await (await client(address)).heard(2)).toEqual(events);
  });

  test.each([
    ["STP", "STP: no such event in the schema (did you mean 'STOP'?)\n"],
    ["toString", "toString: no such event in the schema\n"],
    ["SHUTDOWN={", /^SHUTDOWN: the data is no JSON: [^\n]*\n$/],
    ['SHUTDOWN={"guest": 1}', "SHUTDOWN: guest: expected boolean, got 1\nSHUTDOWN: reason: missing\n"],
    ['STOP={"a": 1}', "STOP: a: no such member\n"],
    ["", ": no such event in the schema\n"],
  ])("--emit %j is refused", async (words, stderr) => {
    const ran = await failed(schema, ["--emit", words]);
    expect([ran.status, ran.stdout]).toEqual([1, ""]);
    if (typeof stderr === "string") expect(ran.stderr).toBe(stderr);
    else expect(ran.stderr).toMatch(stderr);
  });

  test("control lines emit, made up where data is left out; a wrong one is told, and nothing ends", async () => {
    const { address, control, said } = await mock(schema);
    const talk = await client(address);
    for (const line of ["STOP", "", "STP", 'SHUTDOWN {"guest": 1, "reason": "none"}', "SHUTDOWN {", "MOVED"])
      control(line);
    await said("stderr", "SHUTDOWN: the data");
    control('SHUTDOWN {"guest": false, "reason": "none"}');
    const [stop, moved, shutdown] = await talk.heard(3);
    expect(stop).toEqual({ event: "STOP" });
    expect(moved).toEqual({ event: "MOVED", data: { disk: expect.anything(), to: expect.any(String) } });
    expect(shutdown).toEqual({ event: "SHUTDOWN", data: { guest: false, reason: "none" } });
    await said("stderr", "STP: no such event in the schema (did you mean 'STOP'?)\n");
    await said("stderr", "SHUTDOWN: guest: expected boolean, got 1\n");
    control("help");
    await said("stdout", "SHUTDOWN { guest: bool, reason: Cause }\nSTOP\nMOVED { disk: Disk, *to: str }\n");
  });

  test("the end of standard input ends nothing", async () => {
    const { address, child } = await mock(schema);
    child.stdin!.end();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await qmp(["--socket", address, "set-speed", "speed=1"])).toEqual(fine('{"return":{}}\n'));
  });
});

describe("the end", () => {
  test("quit: the reply, the event, then nobody is there any more", async () => {
    const { address, ended, line } = await mock(schema);
    const [talk, other] = [await client(address), await client(address)];
    talk.say(execute("quit"));
    const shutdown = { event: "SHUTDOWN", data: { guest: false, reason: "host-qmp-quit" } };
    expect(await talk.heard(2)).toEqual([{ return: {} }, shutdown]);
    expect(await other.heard(1)).toEqual([shutdown]);
    await talk.closed;
    expect(await ended).toEqual(fine(line));
    expect(existsSync(address)).toBe(false);
  });

  test("a quit that is answered with an error is none", async () => {
    const { address } = await mock(schema, ["--replies", "r.json"], {
      "r.json": '{"quit": {"error": {"class": "GenericError", "desc": "not now"}}}',
    });
    expect((await qmp(["--socket", address, "quit"])).stderr).toBe("GenericError: not now\n");
    expect(await qmp(["--socket", address, "set-speed", "speed=1"])).toEqual(fine('{"return":{}}\n'));
  });

  test.each(["SIGINT", "SIGTERM"] as const)("%s: status 0, and no socket is left", async (signal) => {
    const { address, child, ended, line } = await mock(schema);
    const talk = await client(address);
    child.kill(signal);
    await talk.closed;
    expect(await ended).toEqual(fine(line));
    expect(existsSync(address)).toBe(false);
  });
});

describe("a guest agent's schema", () => {
  test("is served as one", async () => {
    const { address, line } = await mock(agent);
    expect(line).toBe(
      `listening at ${address}: 4 commands; try: qapi-ts qmp --guest-agent --socket ${address} guest-info\n`,
    );
    const ask = (...words: readonly string[]) =>
      qmp(["--guest-agent", "--socket", address, "--return-value", ...words]);
    expect((await ask("guest-get-time")).stdout).toMatch(/^1[67]\d{17}\n$/);
    expect((await ask("guest-info")).stdout).toContain('"name":"guest-shutdown"');
    expect(await ask("guest-shutdown")).toEqual(fine(""));
  });

  test("what the protocol itself is made of is nobody's to answer", async () => {
    const ran = await failed(agent, ["--replies", "r.json"], { "r.json": '{"guest-sync-delimited": 1}' });
    expect(ran.stderr).toBe("r.json: guest-sync-delimited: it is a part of the protocol, which answers it\n");
  });
});

test.each([
  [["--seed", "x"], "--seed takes a whole number, such as 1, not 'x'"],
  [["--record", "r"], "--record means nothing without --to, the address of a real server"],
  [["--to", "x"], "--to means nothing without --record, the file that keeps what is answered"],
  [["--to", "h:0", "--record", "r"], "--to: a port is from 1 to 65535, not 0"],
  [
    ["--record", "r", "--to", "x", "--replay", "r"],
    "--replay and --record do not go together: it is the real server that answers",
  ],
  [["--sead", "1"], "unknown option '--sead' (did you mean --seed?); see: qapi-ts mock --help"],
])("%j makes no sense", async (words, message) => {
  expect(await failed(schema, words)).toEqual({ status: 2, stdout: "", stderr: `qapi-ts: ${message}\n` });
});
