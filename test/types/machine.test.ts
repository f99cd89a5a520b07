// What the generated types allow and what they refuse, on the sample that uses every construct. Lines that must not
// compile say so with `@ts-expect-error`; the type checker reads this file, and what is said of values is also run.

import { describe, expect, expectTypeOf, test } from "vitest";

import type {
  Commands,
  Events,
  JobStatus,
  JsonValue,
  NodeInfo,
  NodeOptions,
  NodeRefOrNull,
  StatusInfo,
  Unrecognized,
} from "../../generated/machine/index.js";
import { isRecognized, RunState } from "../../generated/machine/index.js";

describe("what is sent is strict", () => {
  test("a union is checked by its tag", () => {
    const bucket = { driver: "sea", "node-name": "north" } satisfies NodeOptions;
    expect(bucket.driver).toBe("sea");
    // @ts-expect-error: no such driver
    const unknown: NodeOptions = { driver: "seaa" };
    // @ts-expect-error: a sieve needs its mesh
    const incomplete: NodeOptions = { driver: "sieve", below: "north" };
    // @ts-expect-error: a member of another branch
    const foreign: NodeOptions = { driver: "sea", mesh: 0.5 };
    void [unknown, incomplete, foreign];
  });

  test("references are recursive: by name, in place, or null where that is allowed", () => {
    const nested: NodeOptions = { driver: "sieve", mesh: 0.5, below: { driver: "sieve", mesh: 1, below: "north" } };
    const nothing: NodeRefOrNull = null;
    expectTypeOf<NodeRefOrNull>().toEqualTypeOf<NodeOptions | string | null>();
    void [nested, nothing];
  });

  test("an optional member may be undefined, and arrays may be read-only", () => {
    expectTypeOf<{ driver: "sea"; "node-name": undefined }>().toExtend<NodeOptions>();
    type Twin = Extract<NodeOptions, { driver: "twin" }>;
    expectTypeOf<readonly string[]>().toExtend<Twin["children"]>();
  });

  test("`Unrecognized` cannot be sent", () => {
    // @ts-expect-error: it stands for what arrives
    const options: NodeOptions = { driver: "%unrecognized" };
    expectTypeOf(options).toEqualTypeOf<NodeOptions>();
  });
});

describe("what arrives is open", () => {
  test("an enum has one more member, and a switch needs its default", () => {
    type Status = Commands["query-status"]["returns"]["status"];
    expectTypeOf<Extract<Status, Unrecognized>>().toEqualTypeOf<Unrecognized>();
    const text = (status: Status): string => {
      switch (status) {
        case "running":
          return "it runs";
        default:
          return "it does not, or who knows";
      }
    };
    expect(text("running")).toBe("it runs");
  });

  test("isRecognized narrows to what is known", () => {
    const status = "levitating" as StatusInfo["status"];
    expect(isRecognized(status, RunState)).toBe(false);
    expect(isRecognized("running", RunState)).toBe(true);
    expect(isRecognized("toString" as StatusInfo["status"], RunState)).toBe(false);
    if (isRecognized(status, RunState)) expectTypeOf(status).toEqualTypeOf<RunState>();
  });

  test("a union narrows by its tag, with a branch for what is not known", () => {
    const describeNode = (node: NodeInfo): string => {
      if (node.driver === "%unrecognized") return node["node-name"];
      return node.driver;
    };
    expectTypeOf(describeNode).returns.toBeString();
    expectTypeOf<Extract<NodeInfo, { driver: Unrecognized }>>().not.toBeNever();
  });

  test("optional members are left out, not undefined", () => {
    // @ts-expect-error: exactOptionalPropertyTypes
    const data: Events["PART_DELETED"]["data"] = { id: undefined };
    expectTypeOf(data.id).toEqualTypeOf<string | undefined>();
  });

  test("events", () => {
    expectTypeOf<Events["JOB_STATUS_CHANGE"]["data"]["status"]>().toEqualTypeOf<JobStatus | Unrecognized>();
    expectTypeOf<Events["STOP"]["data"]>().toEqualTypeOf<undefined>();
  });
});

describe("commands", () => {
  test("without arguments, without results", () => {
    expectTypeOf<Commands["stop"]["returns"]>().toEqualTypeOf<void>();
    const none: Commands["stop"]["arguments"] = {};
    // @ts-expect-error: takes nothing
    const some: Commands["stop"]["arguments"] = { now: true };
    void [none, some];
  });

  test("names are checked", () => {
    // @ts-expect-error: no such command
    type Typo = Commands["query-statuss"];
    expectTypeOf<Typo>().not.toBeUndefined();
  });

  test("any is any JSON value, with nothing rounded", () => {
    expectTypeOf<bigint>().toExtend<JsonValue>();
    expectTypeOf<{ deep: (string | { n: 1n })[] }>().toExtend<JsonValue>();
    expectTypeOf<() => void>().not.toExtend<JsonValue>();
  });
});
