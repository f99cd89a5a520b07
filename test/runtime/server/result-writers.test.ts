// The short way of results: what it writes is right by the long one; what is unusual it leaves to that.

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { schema } from "../../../generated/machine/index.js";
import type { TypeRef } from "../../../src/runtime/index.js";
import { parse } from "../../../src/runtime/index.js";
import { outputProblem } from "../../../src/runtime/server/output.js";
import { ResultWriters } from "../../../src/runtime/server/result-writers.js";

const writers = new ResultWriters(() => false);
const returns = (command: string) => schema.commands[command]!.returns!;
const status = { running: true, status: "running", battery: 1, walking: true };
const crate = { "node-name": "c", grams: 2n ** 63n, driver: "crate", children: [], free: 5 };

describe("usual results take it", () => {
  test.each([
    ["query-status", status, '{"running": true, "status": "running", "battery": 1, "walking": true}'],
    [
      "query-status",
      { ...status, faults: undefined },
      '{"running": true, "status": "running", "battery": 1, "walking": true}',
    ],
    ["query-nodes", [], "[]"],
    [
      "query-nodes",
      [{ driver: "sea", "node-name": "é\n", grams: 0, children: [crate] }],
      '[{"node-name": "\\u00E9\\n", "driver": "sea", "grams": 0, "children": [{"node-name": "c", "driver": "crate", "grams": 9223372036854775808, "children": [], "free": 5}]}]',
    ],
    ["arm-time", -5, "-5"],
    ["emergency-stop", { x: -120, y: 4400n }, '{"x": -120, "y": 4400}'],
  ])("%s, row %#", (command, value, text) => {
    expect(writers.text(returns(command), value)).toBe(text);
  });
});

describe("others do not", () => {
  class Status {
    running = true;
    status = "running";
    battery = 1;
    walking = true;
  }
  const throwing = Object.defineProperty({ ...status }, "omens", {
    enumerable: true,
    get() {
      throw new Error("no");
    },
  });
  const endless: Record<string, unknown> = { driver: "sea", "node-name": "x", grams: 0 };
  endless["children"] = [endless];
  test.each([
    ["a wrong value of an enum", "query-status", { ...status, status: "flying" }],
    ["a member too many", "query-status", { ...status, more: 1 }],
    ["one too few", "query-status", { running: true }],
    ["an instance of a class", "query-status", new Status()],
    ["toJSON", "query-status", { ...status, toJSON: () => 1 }],
    ["a getter that throws", "query-status", throwing],
    ["null", "query-status", null],
    ["an array for an object", "query-status", []],
    ["an object for an array", "query-nodes", { length: 0 }],
    ["a hole", "query-nodes", [undefined]],
    ["what holds itself", "query-nodes", [endless]],
    ["out of range", "emergency-stop", { x: 2 ** 31, y: 0 }],
    ["beyond 2^53", "arm-time", 2 ** 53],
    ["a member of another branch", "query-nodes", [{ ...crate, driver: "sea" }]],
    ["a wrong tag", "query-nodes", [{ ...crate, driver: "box" }]],
  ])("%s", (_, command, value) => {
    expect(writers.text(returns(command), value)).toBeUndefined();
  });

  test("what a policy may hide", () => {
    const hiding = new ResultWriters((ref) => ref === returns("query-status"));
    expect(hiding.text(returns("query-status"), status)).toBeUndefined();
    expect(hiding.text(returns("arm-time"), 1)).toBe("1");
  });
});

test("what is written is right, and says the same, whatever the value", () => {
  const refs = Object.values(schema.commands).flatMap(({ returns: ref }): readonly TypeRef[] =>
    ref === undefined ? [] : [ref],
  );
  const scalar = fc.oneof(
    fc.constantFrom("running", "crate", "sieve", "x", true, null, 0, -1, 1.5, 2 ** 31, 5n, 2n ** 64n, undefined),
    fc.integer(),
    fc.string(),
  );
  const key = fc.constantFrom(
    "running",
    "status",
    "battery",
    "walking",
    "x",
    "y",
    "driver",
    "node-name",
    "grams",
    "children",
    "free",
  );
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      scalar,
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(key, tie("value")),
    ),
  })).value;
  let count = 0;
  fc.assert(
    fc.property(fc.constantFrom(...refs), value, (ref, given) => {
      const text = writers.text(ref, given);
      if (text === undefined) return;
      count++;
      expect(outputProblem(ref, given)).toBeUndefined();
      // A bigint that a number can hold is read as one.
      const plain = (one: unknown): unknown =>
        parse(JSON.stringify(one, (_, part: unknown) => (typeof part === "bigint" ? Number(part) : part))).value;
      expect(plain(parse(text).value)).toEqual(plain(given));
    }),
    { numRuns: 3000 },
  );
  expect(count).toBeGreaterThan(50);
});
