// What the types of a server allow and what they refuse, on the sample that uses every construct: see machine.test.ts.

import { describe, expect, expectTypeOf, test } from "vitest";

import type {
  Context,
  Handlers,
  JsonValue,
  NodeOptions,
  RunState,
  Served,
  ServedEvents,
  Unrecognized,
} from "../../generated/machine/index.js";
import { createServer } from "../../generated/machine/index.js";

describe("what arrives was held to the schema", () => {
  test("a union is closed: a switch over its tag needs no default", () => {
    const describeJob = (options: Served.JobOptions): string => {
      switch (options.type) {
        case "comb":
          return "combs";
        case "sort":
          return "sorts";
        case "rinse":
          return "rinses";
        case "nap":
          return "naps";
      }
    };
    expectTypeOf(describeJob).returns.toBeString();
    expectTypeOf<Extract<Served.NodeOptions["driver"], Unrecognized>>().toBeNever();
  });

  test("integers have one form, arrays may be changed, optional members are left out", () => {
    expectTypeOf<Served.NodeResizeArguments["capacity"]>().toEqualTypeOf<bigint>();
    expectTypeOf<Served.QuerySensorsArguments["sensors"]>().exclude(undefined).not.toBeNever();
    // @ts-expect-error: exactOptionalPropertyTypes
    const args: Served.QuerySensorsArguments = { sensors: undefined };
    args.sensors?.push("tide");
    expectTypeOf<Served.PartSetArguments["value"]>().toEqualTypeOf<JsonValue>();
  });

  test("it can be sent on by a client", () => {
    expectTypeOf<Served.NodeOptions>().toExtend<NodeOptions>();
    expectTypeOf<Served.ListenerOptionsReceived>().toExtend<Served.ListenerOptions>();
  });
});

describe("what is sent is strict", () => {
  test("results, which may also be promised", () => {
    type Result = ReturnType<Handlers["queryStatus"]>;
    expectTypeOf<Result>().toEqualTypeOf<Served.StatusInfo | Promise<Served.StatusInfo>>();
    expectTypeOf<Served.StatusInfo["status"]>().toEqualTypeOf<RunState>();
    expectTypeOf<Served.StatusInfo["faults"]>().toEqualTypeOf<readonly Served.FaultInfo[] | undefined>();
    expectTypeOf<Served.Counters["steps"]>().toEqualTypeOf<number | bigint>();
    const handlers: Partial<Handlers> = {
      // @ts-expect-error: there is no such state
      queryStatus: () => ({ running: true, status: "walking", battery: 1, walking: true }),
      // @ts-expect-error: nothing is given
      stop: () => 1,
    };
    expect(Object.keys(handlers)).toHaveLength(2);
  });

  test("events by name, with data where there is any", () => {
    const emit = (context: Context) => {
      context.emit("STOP");
      context.emit("NODE_ADDED", { "node-name": "north", driver: "sea" });
      // @ts-expect-error: data that is missing
      context.emit("NODE_ADDED");
      // @ts-expect-error: data where there is none
      context.emit("STOP", {});
      // @ts-expect-error: no such event
      context.emit("STOPPED");
    };
    expectTypeOf<ServedEvents["STOP"]>().toEqualTypeOf<undefined>();
    expectTypeOf(emit).parameter(0).toEqualTypeOf<Context>();
  });
});

test("a server of some handlers, which need not take what they do not use", () => {
  const server = createServer({
    stop() {},
    async nodeAdd({ driver }, { signal }) {
      signal.throwIfAborted();
      expectTypeOf(driver).toEqualTypeOf<NodeOptions["driver"]>();
    },
  });
  expectTypeOf(server.emit<"NODE_ADDED">).parameters.toEqualTypeOf<["NODE_ADDED", data: Served.NodeId]>();
  // @ts-expect-error: no such command
  createServer({ stopp() {} });
});
