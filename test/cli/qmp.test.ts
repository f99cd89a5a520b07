// `qapi-ts qmp` over real sockets: what is sent, and what is printed of the reply.

import { describe, expect, test } from "vitest";

import { folder } from "./run.js";
import type { Asked } from "./stand-in.js";
import {
  agent,
  failing,
  fine,
  greeting,
  listen,
  qemu,
  qmp,
  returning,
  returningText,
  schema,
  withoutId,
} from "./stand-in.js";

describe("replies", () => {
  test.each<[flags: readonly string[], stdout: string]>([
    [[], '{"return":{"status":"running","list":[1,2],"none":null}}\n'],
    [["--return-value"], '{"status":"running","list":[1,2],"none":null}\n'],
    [
      ["--pretty"],
      '{\n    "return": {\n        "status": "running",\n        "list": [\n            1,\n            2\n        ],\n        "none": null\n    }\n}\n',
    ],
    [
      ["--pretty", "--return-value"],
      '{\n    "status": "running",\n    "list": [\n        1,\n        2\n    ],\n    "none": null\n}\n',
    ],
  ])("%j", async (flags, stdout) => {
    const { address } = await qemu(returning({ status: "running", list: [1, 2], none: null }));
    expect(await qmp(["--socket", address, ...flags, "query-status"])).toEqual(fine(stdout));
  });

  test.each([
    ["integers beyond 2^53", "[18446744073709551615, -9223372036854775808, 9007199254740993]", undefined],
    ["doubles", "[0.1, 1e300, -2.5]", "[0.1,1e+300,-2.5]"],
    ["doubles that JSON has no words for", '{"a": inf, "b": [nan, -inf, 1]}', '{"a":null,"b":[null,null,1]}'],
    ["what would steer a terminal", '"\\u001b[2J\\u009b\\u202e\\u007f"', '"\\u001b[2J\\u009b\\u202e\\u007f"'],
    ["what is no ASCII", '"h\\u00e9"', '"hé"'],
    ["a member of a dangerous name", '{"__proto__": 1}', '{"__proto__":1}'],
  ])("%s", async (_, text, wanted = text.replaceAll(" ", "")) => {
    const { address } = await qemu(returningText(text));
    expect(await qmp(["--socket", address, "--return-value", "x"])).toEqual(fine(`${wanted}\n`));
  });

  test("one that is large comes whole", async () => {
    const value = Array.from({ length: 100_000 }, (_, index) => ({ index, text: "é".repeat(20) }));
    const { address } = await qemu(returning(value));
    const { status, stdout } = await qmp(["--socket", address, "--return-value", "x"]);
    expect([status, stdout]).toEqual([0, `${JSON.stringify(value)}\n`]);
  });

  test("one that is nested too deep to be printed is told", async () => {
    const { address } = await qemu(returningText("[".repeat(200_000) + "]".repeat(200_000)));
    expect(await qmp(["--socket", address, "x"])).toEqual({
      status: 2,
      stdout: "",
      stderr: "qapi-ts: what came is nested too deep to be printed\n",
    });
  });

  test("an error: class and description, fit for a terminal", async () => {
    const { address } = await qemu(failing("DeviceNotFound", "no \u001b[2J'x'\nat all"));
    for (const flags of [[], ["--return-value"], ["--pretty"], ["--hmp"]]) {
      expect(await qmp(["--socket", address, ...flags, "x"])).toEqual({
        status: 1,
        stdout: "",
        stderr: "DeviceNotFound: no ␛[2J'x'␊at all\n",
      });
    }
  });

  test("quit: QEMU answers and goes, or just goes", async () => {
    const polite = await qemu((_, line) => {
      setImmediate(() => line.socket.end());
      return { return: {} };
    });
    expect(await qmp(["--socket", polite.address, "quit"])).toEqual(fine('{"return":{}}\n'));
    const rude = await qemu((_, line) => void line.socket.destroy());
    expect(await qmp(["--socket", rude.address, "quit"])).toEqual(fine(""));
  });
});

describe("the human monitor", () => {
  test("its words are one line, its lines are text", async () => {
    const peer = await qemu(returning("a\r\nb\tc\r\n\r\n\u001b[2J\r\n"));
    expect(await qmp(["--socket", peer.address, "--hmp", "info", "name", "x=1"])).toEqual(fine("a\nb\tc\n\n␛[2J\n"));
    expect(peer.texts.map(withoutId)).toEqual([
      '{"execute":"human-monitor-command","arguments":{"command-line":"info name x=1"}}',
    ]);
  });

  test.each([
    ["", ""],
    ["no end", "no end\n"],
    ["\r\n", "\n"],
  ])("%j is printed as %j", async (text, stdout) => {
    const { address } = await qemu(returning(text));
    expect(await qmp(["--socket", address, "--hmp", "x"])).toEqual(fine(stdout));
  });
});

describe("what is sent", () => {
  test.each<[words: readonly string[], sent: string, input?: string]>([
    [["query-status"], '{"execute":"query-status"}'],
    [["cont", "{}"], '{"execute":"cont"}'],
    [
      ["x", '{"a": 18446744073709551615, "b": {"c": [true]}}'],
      '{"execute":"x","arguments":{"a":18446744073709551615,"b":{"c":[true]}}}',
    ],
    [
      ["x", "n=9007199254740993", "s=a b=c", "o.p=true", "o.q=null", "e="],
      '{"execute":"x","arguments":{"n":9007199254740993,"s":"a b=c","o":{"p":true,"q":null},"e":""}}',
    ],
    [['{"execute": "x", "arguments": {"a": 1}}'], '{"execute":"x","arguments":{"a":1}}'],
    [["x", "-"], '{"execute":"x","arguments":{"a":9007199254740993}}', ' {"a":\n9007199254740993}\n'],
    [["-"], '{"execute":"x"}', '{"execute":"x"}'],
    [["x", "a=é\u007f"], '{"execute":"x","arguments":{"a":"é\u007f"}}'],
  ])("%j", async (words, sent, input) => {
    const peer = await qemu(returning({}));
    expect(await qmp(["--socket", peer.address, ...words], input)).toEqual(fine('{"return":{}}\n'));
    expect(peer.texts.map((text) => withoutId(Buffer.from(text, "latin1").toString("utf8")))).toEqual([sent]);
  });

  test.each([
    [["x", "-"], "{", "cannot read the arguments on standard input: expected a member's name at offset 1, the end"],
    [["-"], "[]", "the request on standard input: expected a JSON object, got []"],
    [["x", "-"], Buffer.from([0x22, 0xff]), "standard input is not UTF-8"],
    [["x", '{"a": "\\ud800"}'], "", "this cannot be sent: U+D800 is half a surrogate pair, QEMU takes none: behind "],
    [["x", '{"a": inf}'], "", "this cannot be sent: arguments.a: Infinity has no JSON"],
  ])("nothing for %j", async (words, input, reason) => {
    const peer = await qemu(returning({}));
    const { status, stdout, stderr } = await qmp(["--socket", peer.address, ...words], input as string);
    expect([status, stdout, stderr.slice(0, reason.length + 9)]).toEqual([2, "", `qapi-ts: ${reason}`]);
    expect(peer.count.opened).toBe(0);
  });
});

describe("addresses", () => {
  test("HOST:PORT, and tcp: in front", async () => {
    const { address } = await qemu(returning(1), "tcp");
    for (const word of [address, `tcp:${address}`]) {
      expect(await qmp(["--socket", word, "x"])).toEqual(fine('{"return":1}\n'));
    }
  });

  test("unix: in front of a path", async () => {
    const { address } = await qemu(returning(1));
    expect(await qmp(["--socket", `unix:${address}`, "x"])).toEqual(fine('{"return":1}\n'));
  });
});

describe("--guest-agent", () => {
  test("a command, and its arguments", async () => {
    const peer = await agent(returningText("1795515391569472000"));
    expect(await qmp(["--socket", peer.address, "--guest-agent", "guest-get-time", "a=1"])).toEqual(
      fine('{"return":1795515391569472000}\n'),
    );
    expect(peer.texts.map(withoutId)).toEqual(['{"execute":"guest-get-time","arguments":{"a":1}}']);
  });

  test("an error", async () => {
    const { address } = await agent(failing("CommandNotFound", "no guest-x"));
    expect(await qmp(["--socket", address, "--guest-agent", "guest-x"])).toEqual({
      status: 1,
      stdout: "",
      stderr: "CommandNotFound: no guest-x\n",
    });
  });

  test("success without a reply, known to this program or from the schema", async () => {
    const { address } = await agent(() => {});
    expect(await qmp(["--socket", address, "--guest-agent", "guest-shutdown"])).toEqual(fine(""));
    expect(await qmp(["--socket", address, "--guest-agent", "--timeout", "0.5", "guest-suspend-ram"])).toEqual(
      fine(""),
    );
    const cwd = folder({ "s.json": schema });
    expect(await qmp(["--socket", address, "--guest-agent", "--schema", "s.json", "leave"], "", cwd)).toEqual(fine(""));
  });

  test("success that takes the machine down", async () => {
    const { address } = await agent((_, { socket }) => void socket.destroy());
    expect(await qmp(["--socket", address, "--guest-agent", "guest-shutdown"])).toEqual(fine(""));
  });

  test("an error where success has no reply", async () => {
    const { address } = await agent(failing("GenericError", "mode is invalid"));
    expect(await qmp(["--socket", address, "--guest-agent", "guest-shutdown", "mode=x"])).toEqual({
      status: 1,
      stdout: "",
      stderr: "GenericError: mode is invalid\n",
    });
  });

  test("nobody answers", async () => {
    const { address } = await listen(() => {});
    expect(await qmp(["--socket", address, "--guest-agent", "--timeout", "0.3", "guest-ping"])).toEqual({
      status: 2,
      stdout: "",
      stderr: `qapi-ts: no guest agent answered from ${address} within 300 ms\n`,
    });
  });
});

test("the connection is closed behind a command, and the process ends though the peer does not close its side", async () => {
  const peer = await listen(({ say, socket }) => {
    socket.allowHalfOpen = true;
    say(greeting);
    socket.on("data", (data) => {
      for (const line of String(data).trim().split("\n")) say({ return: {}, id: (JSON.parse(line) as Asked).id });
    });
  });
  expect(await qmp(["--socket", peer.address, "x"])).toEqual(fine('{"return":{}}\n'));
  await expect.poll(() => peer.count).toEqual({ opened: 1, ended: 1 });
});
