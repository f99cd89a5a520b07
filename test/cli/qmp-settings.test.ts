// What the flags of `qmp` come to, and which of them make no sense.

import { expect, test } from "vitest";

import type { Flags } from "../../src/cli/flags.js";
import { readSettings } from "../../src/cli/qmp-settings.js";

const socket = "/run/vm1.qmp";

const plain = {
  address: { path: socket },
  timeoutMs: undefined,
  events: undefined,
  count: Infinity,
  indent: undefined,
};

test.each<[flags: Flags, settings: Partial<ReturnType<typeof readSettings>>]>([
  [{}, {}],
  [{ pretty: true }, { indent: 4 }],
  [{ pretty: true, returnValue: true }, { indent: 4 }],
  [{ timeout: "5" }, { timeoutMs: 5000 }],
  [{ timeout: "0.25" }, { timeoutMs: 250 }],
  [{ timeout: ".5" }, { timeoutMs: 500 }],
  [{ timeout: "2." }, { timeoutMs: 2000 }],
  [{ timeout: "0.00001" }, { timeoutMs: 1 }],
  [{ timeout: "9".repeat(400) }, { timeoutMs: Infinity }],
  [{ events: "all" }, { events: [] }],
  [{ events: "STOP" }, { events: ["STOP"] }],
  [{ events: "STOP, RESUME,STOP" }, { events: ["STOP", "RESUME"] }],
  [{ events: "STOP,all" }, { events: [] }],
  [{ events: "__com.example_STOP" }, { events: ["__com.example_STOP"] }],
  [
    { events: "STOP", count: "3" },
    { events: ["STOP"], count: 3 },
  ],
  [{ schema: "s.json", qemu: "10.0", define: ["A"], undefine: ["B"] }, {}],
  [{ guestAgent: true, schema: "s.json" }, {}],
  [{ hmp: true, events: "all" }, { events: [] }],
])("%j", (flags, settings) => {
  expect(readSettings(["x"], { socket, ...flags })).toEqual({ ...plain, ...settings });
});

test("events alone", () => {
  expect(readSettings([], { socket, events: "all" })).toEqual({ ...plain, events: [] });
});

test.each<readonly [operands: readonly string[], flags: Flags, message: string]>([
  [["x"], { hmp: true, pretty: true }, "--hmp and --pretty do not go together: the monitor's text is printed as it is"],
  [["x"], { hmp: true, returnValue: true }, "--hmp and --return-value do not go together"],
  [["x"], { hmp: true, schema: "s.json" }, "--hmp and --schema do not go together"],
  [["x"], { hmp: true, guestAgent: true }, "--hmp and --guest-agent do not go together"],
  [["x"], { guestAgent: true, events: "all" }, "--guest-agent and --events do not go together"],
  [["x"], { count: "1" }, "--count means nothing without --events"],
  [["x"], { qemu: "10.0" }, "--qemu means nothing without --schema"],
  [["x"], { define: ["A"] }, "--define means nothing without --schema"],
  [["x"], { undefine: ["A"] }, "--undefine means nothing without --schema"],
  [[], {}, "there is nothing to do: name a command, or events with --events"],
  [[], { schema: "s.json" }, "there is nothing to do: name a command, or events with --events"],
  [[], { hmp: true, events: "all" }, "--hmp means nothing without a command"],
  [[], { returnValue: true, events: "all" }, "--return-value means nothing without a command"],
  ...["0", "-1", "", "five", "1e3", "0.0", "1s", ".", "Infinity"].map(
    (timeout) =>
      [["x"], { timeout }, `--timeout takes seconds, more than 0, such as 5 or 0.5, not '${timeout}'`] as const,
  ),
  ...["0", "00", "-1", "", "1.5", "many"].map(
    (count) => [[], { events: "all", count }, `--count takes a number, 1 or more, not '${count}'`] as const,
  ),
  ...["", ",", "STOP,", "STOP,,RESUME"].map(
    (events) => [[], { events }, `--events takes names of events, or all: A,B; not '${events}'`] as const,
  ),
  [[], { events: "STOP,resume" }, "--events: no event is named 'resume' (did you mean 'RESUME'?)"],
  [["x"], { socket: "" }, "--socket takes PATH or HOST:PORT, and this is empty"],
])("%j with %j is refused", (operands, flags, message) => {
  expect(() => readSettings(operands, { socket, ...flags })).toThrow(message);
});
