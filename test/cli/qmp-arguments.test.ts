// The words behind the flags: the command and its arguments, in all the forms that there are.

import { describe, expect, test } from "vitest";

import { readRequest } from "../../src/cli/qmp-arguments.js";
import { UsageError } from "../../src/base/usage-error.js";
import { table } from "../support/table.js";

const read = (words: readonly string[], { input = "", isMonitor = false } = {}) =>
  readRequest(words, { isMonitor, table, stdin: () => Promise.resolve(input) });

const request = (command: string, args?: object) => ({ command, arguments: args });

describe("a command", () => {
  test.each([
    [["query-status"], request("query-status")],
    [["x", "{}"], request("x", {})],
    [["x", ' {"a": 1}'], request("x", { a: 1 })],
    [["x", '{"a": 9007199254740993}'], request("x", { a: 9007199254740993n })],
    [["x", "a=1", "b=[2]"], request("x", { a: 1, b: [2] })],
    [["x", "{a=1"], request("x", { "{a": 1 })],
    [["x", "[a]=1"], request("x", { "[a]": 1 })],
    [["toString", "a=1"], request("toString", { a: 1 })],
    [["set-speed", "unit=5", "speed=5"], request("set-speed", { unit: "5", speed: 5 })],
    [['{"execute": "x"}'], request("x")],
    [['{"execute": "x", "arguments": {}}'], request("x", {})],
    [['{"arguments": {"a=": [1]}, "execute": "x"}'], request("x", { "a=": [1] })],
  ])("%j", async (words, wanted) => expect(await read(words)).toEqual(wanted));

  test.each([
    [["x", "-"], '{"a": 1}\n', request("x", { a: 1 })],
    [["-"], '{"execute": "x"}', request("x")],
  ])("%j with %j on standard input", async (words, input, wanted) => {
    expect(await read(words, { input })).toEqual(wanted);
  });
});

describe("a line of the monitor", () => {
  test.each([
    [["info", "name"], "info name"],
    [["info name"], "info name"],
    [["-"], "-"],
    [['{"execute": "x"}'], '{"execute": "x"}'],
    [["device_add", "virtio-blk,id=a"], "device_add virtio-blk,id=a"],
  ])("%j", async (words, line) => {
    expect(await read(words, { isMonitor: true })).toEqual(request("human-monitor-command", { "command-line": line }));
  });
});

test.each([
  [[""], "the command's name is empty"],
  [["", "a=1"], "the command's name is empty"],
  [["x", ""], "arguments are KEY=VALUE words or one JSON object, and '' is neither"],
  [["x", "y"], "arguments are KEY=VALUE words or one JSON object, and 'y' is neither"],
  [["x", "{}", "a=1"], "behind the JSON nothing may follow, and there is 'a=1'"],
  [["x", "-", "a=1"], "behind the JSON nothing may follow, and there is 'a=1'"],
  [["-", "a=1"], "behind the JSON nothing may follow, and there is 'a=1'"],
  [["x", "a=1", "{}"], "arguments are KEY=VALUE words or one JSON object, and '{}' is neither"],
  [["x", "{"], "cannot read the arguments: expected a member's name at offset 1, the end"],
  [["x", '{"a": 1,}'], 'cannot read the arguments: expected a member\'s name at offset 8: "}"'],
  [["x", "[1]"], "the arguments: expected a JSON object, got [1]"],
  [["x", "-"], "cannot read the arguments on standard input: expected a value at offset 0, the end"],
  [["{"], "cannot read the request: expected a member's name at offset 1, the end"],
  [["{}"], 'a request names its command: {"execute": "query-status"}'],
  [['{"execute": 5}'], 'a request names its command: {"execute": "query-status"}'],
  [['{"execute": "x", "arguments": [1]}'], "a request's 'arguments' are a JSON object"],
  [['{"execute": "x", "id": 1}'], "a request has 'execute' and 'arguments', not 'id'"],
  [['{"exec-oob": "x"}'], "a request has 'execute' and 'arguments', not 'exec-oob'"],
  [["x", '{"a": [nan]}'], "this cannot be sent: arguments.a[0]: NaN has no JSON"],
  [["x", "a=\ud800"], "this cannot be sent: U+D800 is half a surrogate pair"],
  [["x\uffff"], "this cannot be sent: U+FFFF is no character"],
  [
    ["x", `{"a": ${"[".repeat(1030)}${"]".repeat(1030)}}`],
    "this cannot be sent: it is nested 1032 deep, QEMU takes 1024",
  ],
])("%j is refused", async (words, message) => {
  const error: unknown = await read(words).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(UsageError);
  expect((error as UsageError).message).toContain(message);
});
