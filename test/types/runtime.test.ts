// What the client's types allow and what they refuse, on the small table of the runtime's tests. Lines that must not
// compile say so with `@ts-expect-error`: the type checker reads this file. The functions are never called.

import { describe, expectTypeOf, test } from "vitest";

import type {
  AnyEvents,
  CommandType,
  EventStream,
  JsonValue,
  QmpFailure,
  Timestamp,
  UnrecognizedEvent,
} from "../../src/runtime/index.js";
import { QmpClient } from "../../src/runtime/index.js";
import type { TestClient } from "../support/client.js";
import type { Commands, Events } from "../support/table.js";
import { PROGRESS, queryStatus } from "../support/table.js";

interface EventLike<Name, Data> {
  readonly event: Name;
  readonly data: Data;
  readonly timestamp: Timestamp;
}
type Progress = EventLike<"PROGRESS", Events["PROGRESS"]["data"]>;
type Stop = EventLike<"STOP", undefined>;
type Known = { [Name in keyof Events]: EventLike<Name, Events[Name]["data"]> }[keyof Events];
type Gap = EventLike<"%gap", { readonly reason: QmpFailure }>;
type Status = Commands["query-status"]["returns"];

/** What generated code has beside the maps: the constants of a schema. */
declare const rescue: CommandType<"rescue", Commands["rescue"]>;
declare const setSpeed: CommandType<"set-speed", Commands["set-speed"]>;

/** Checks types alone: what it is given never runs. */
const expectTypes = (_: (client: TestClient, plain: QmpClient) => unknown) => expectTypeOf(_).toBeFunction();

describe("execute", () => {
  test("gives what the command gives, by name and by constant", () => {
    expectTypes((client) => {
      expectTypeOf(client.execute("query-status")).resolves.toEqualTypeOf<Status>();
      expectTypeOf(client.execute("query-status", {})).resolves.toEqualTypeOf<Status>();
      expectTypeOf(client.execute(queryStatus)).resolves.toEqualTypeOf<Status>();
      expectTypeOf(client.execute("query-count", undefined, { timeoutMs: 5 })).resolves.toBeNumber();
      expectTypeOf(client.execute("quit")).resolves.toBeVoid();
      expectTypeOf(client.execute("query-any")).resolves.toBeUnknown();
      const either = "query-count" as "query-count" | "query-status";
      expectTypeOf(client.execute(either)).resolves.toEqualTypeOf<Status | number>();
    });
  });

  test("names are those of the schema", () => {
    expectTypes((client) => {
      // @ts-expect-error: no such command
      void client.execute("query-statuss");
      // @ts-expect-error: any text may be no command
      void client.execute("query-status" as string);
      // @ts-expect-error: an event is none
      void client.execute("STOP");
      // @ts-expect-error: nor is its constant
      void client.execute(PROGRESS);
    });
  });

  test("arguments are the command's: none missing, none more, each of its type", () => {
    expectTypes((client) => {
      void client.execute("set-speed", { speed: 5 });
      void client.execute("set-speed", { speed: 5n, unit: "kib" });
      void client.execute(setSpeed, { speed: 5, unit: undefined });
      void client.execute("query-any");
      void client.execute("query-any", { key: { a: [1n] } });
      // @ts-expect-error: arguments are missing
      void client.execute("set-speed");
      // @ts-expect-error: arguments are missing
      void client.execute(setSpeed);
      // @ts-expect-error: an argument is missing
      void client.execute("set-speed", { unit: "kib" });
      // @ts-expect-error: a text is no number
      void client.execute("set-speed", { speed: "5" });
      // @ts-expect-error: no such value
      void client.execute("set-speed", { speed: 5, unit: "gib" });
      // @ts-expect-error: no such argument
      void client.execute("set-speed", { speed: 5, units: "kib" });
      // @ts-expect-error: no such argument
      void client.execute(setSpeed, { speed: 5, units: "kib" });
      // @ts-expect-error: null is no absence
      void client.execute("set-speed", { speed: 5, unit: null });
      // @ts-expect-error: takes none
      void client.execute("query-count", { all: true });
      // @ts-expect-error: null is no arguments
      void client.execute("query-count", null);
    });
  });

  test("options are the call's, and out of band only where the command allows it", () => {
    expectTypes((client) => {
      const { signal } = new AbortController();
      void client.execute("query-count", {}, { signal, timeoutMs: Infinity, check: false });
      void client.execute("set-speed", { speed: 5 }, { check: undefined });
      void client.execute("rescue", {}, { oob: true, timeoutMs: 5 });
      void client.execute(rescue, {}, { oob: true });
      void client.executeRaw("whatever", {}, { oob: true });
      // @ts-expect-error: not out of band
      void client.execute("query-count", {}, { oob: true });
      // @ts-expect-error: not out of band
      void client.execute(queryStatus, {}, { oob: true });
      // @ts-expect-error: no such option
      void client.execute("query-count", {}, { timeout: 5 });
      // @ts-expect-error: options are not arguments
      void client.execute("query-count", { timeoutMs: 5 });
      // @ts-expect-error: nothing comes behind them
      void client.execute("query-count", {}, {}, {});
    });
  });

  test("executeRaw takes any name and gives any JSON", () => {
    expectTypes((client) => {
      expectTypeOf(client.executeRaw("whatever", { a: 1 })).resolves.toEqualTypeOf<JsonValue>();
      // @ts-expect-error: arguments are an object
      void client.executeRaw("whatever", "x");
    });
  });
});

describe("events", () => {
  test("listeners get the event's data", () => {
    expectTypes((client) => {
      client.on("PROGRESS", (event) => expectTypeOf(event).toEqualTypeOf<Progress>());
      client.once(PROGRESS, (event) => expectTypeOf(event).toEqualTypeOf<Progress>());
      client.on("STOP", ({ data }) => expectTypeOf(data).toBeUndefined());
      client.on("%gap", (event) => expectTypeOf(event).toEqualTypeOf<Gap>());
      client.on("STOP", async () => {});
      client.off("STOP", () => {});
      expectTypeOf(client.on("STOP", () => {})).toEqualTypeOf<() => void>();
      // @ts-expect-error: no such event
      client.on("STOPP", () => {});
      // @ts-expect-error: a command is none
      client.on("quit", () => {});
      // @ts-expect-error: nor is its constant
      client.on(queryStatus, () => {});
      // @ts-expect-error: no such member
      client.on("PROGRESS", ({ data }) => data.percent);
      // @ts-expect-error: another type
      client.once("PROGRESS", ({ data }: { data: { done: number } }) => data);
      // @ts-expect-error: no listener
      client.on("STOP");
      // @ts-expect-error: events cannot be changed
      client.on("PROGRESS", (event) => (event.event = "PROGRESS"));
    });
  });

  test("loops give one of their events, told apart by name; over all, of those that are not known, too", () => {
    expectTypes((client) => {
      expectTypeOf(client.events("STOP")).toEqualTypeOf<EventStream<Stop>>();
      expectTypeOf(client.events("STOP", PROGRESS)).toEqualTypeOf<EventStream<Stop | Progress>>();
      expectTypeOf(client.events("STOP", "PROGRESS", { bufferSize: 5 })).toEqualTypeOf<EventStream<Stop | Progress>>();
      expectTypeOf(client.events()).toEqualTypeOf<EventStream<Known | Gap | UnrecognizedEvent>>();
      expectTypeOf(client.events({ bufferSize: 5 })).toEqualTypeOf<EventStream<Known | Gap | UnrecognizedEvent>>();
      const names: readonly ("STOP" | "PROGRESS")[] = [];
      expectTypeOf(client.events(...names)).toEqualTypeOf<EventStream<Stop | Progress>>();
      void (async () => {
        for await (const event of client.events("STOP", "PROGRESS")) {
          if (event.event === "PROGRESS") expectTypeOf(event.data.done).toBeBigInt();
          else expectTypeOf(event).toEqualTypeOf<Stop>();
        }
        for await (const event of client.events()) {
          if (event.event === "%unrecognized") expectTypeOf(event).toEqualTypeOf<UnrecognizedEvent>();
          else if (event.event === "JOB_STATUS_CHANGE") expectTypeOf(event.data.status).toBeString();
        }
      });
      // @ts-expect-error: no such event
      void client.events("STOP", "STOPP");
      // @ts-expect-error: no such option
      void client.events("STOP", { buffer: 5 });
      // @ts-expect-error: no such policy
      void client.events("STOP", { overflow: "drop" });
      // @ts-expect-error: options come last
      void client.events({ bufferSize: 5 }, "STOP");
      // @ts-expect-error: names are not in a list
      void client.events(["STOP", "PROGRESS"]);
    });
  });

  test("waitFor: of several, a union; its condition knows of which", () => {
    expectTypes((client) => {
      expectTypeOf(client.waitFor("PROGRESS")).resolves.toEqualTypeOf<Progress>();
      expectTypeOf(client.waitFor(PROGRESS)).resolves.toEqualTypeOf<Progress>();
      expectTypeOf(client.waitFor(["STOP", "PROGRESS"])).resolves.toEqualTypeOf<Stop | Progress>();
      expectTypeOf(client.waitFor([PROGRESS, "STOP"])).resolves.toEqualTypeOf<Stop | Progress>();
      void client.waitFor("PROGRESS", { where: ({ data }) => data.done > 5n, timeoutMs: 5 });
      void client.waitFor(["STOP", "PROGRESS"], {
        where: (event) => {
          expectTypeOf(event).toEqualTypeOf<Stop | Progress>();
          return event.event === "STOP" || event.data.total === 5;
        },
      });
      // @ts-expect-error: no such event
      void client.waitFor("STOPP");
      // @ts-expect-error: no such event
      void client.waitFor(["STOP", "STOPP"]);
      // @ts-expect-error: options come behind a list
      void client.waitFor("STOP", "PROGRESS");
      // @ts-expect-error: no such member
      void client.waitFor("PROGRESS", { where: ({ data }) => data.percent > 5 });
      // @ts-expect-error: not all of them have data
      void client.waitFor(["STOP", "PROGRESS"], { where: ({ data }) => data.done > 5n });
      // @ts-expect-error: a condition says yes or no
      void client.waitFor("PROGRESS", { where: ({ data }) => data.id });
    });
  });

  test("executeAndWait: both in one", () => {
    expectTypes((client) => {
      expectTypeOf(client.executeAndWait("query-status", {}, "STOP")).resolves.toEqualTypeOf<{
        readonly result: Status;
        readonly event: Stop;
      }>();
      expectTypeOf(client.executeAndWait(setSpeed, { speed: 5 }, ["STOP", PROGRESS])).resolves.toEqualTypeOf<{
        readonly result: void;
        readonly event: Stop | Progress;
      }>();
      void client.executeAndWait("quit", {}, PROGRESS, { where: ({ data }) => data.id === "a" });
      // @ts-expect-error: no such command
      void client.executeAndWait("quite", {}, "STOP");
      // @ts-expect-error: an argument is missing
      void client.executeAndWait("set-speed", {}, "STOP");
      // @ts-expect-error: no such argument
      void client.executeAndWait("set-speed", { speed: 5, units: "kib" }, "STOP");
      // @ts-expect-error: no such event
      void client.executeAndWait("quit", {}, "STOPP");
      // @ts-expect-error: no event
      void client.executeAndWait("quit", {});
      // @ts-expect-error: no such member
      void client.executeAndWait("quit", {}, PROGRESS, { where: ({ data }) => data.percent === 5 });
    });
  });
});

test("supports: names are free, as the running QEMU may be newer; what is asked about them is not", () => {
  expectTypes((client) => {
    expectTypeOf(client.supports("brand-new", { argument: "a.b", value: "c" })).resolves.toBeBoolean();
    // @ts-expect-error: no such question
    void client.supports("brand-new", { member: "a" });
  });
});

test("without a schema: any name, any arguments, and results that nobody knows; constants bring their types", () => {
  expectTypes((_, plain) => {
    expectTypeOf(plain.execute("whatever", { a: 1 })).resolves.toBeUnknown();
    expectTypeOf(plain.execute(queryStatus)).resolves.toEqualTypeOf<Status>();
    expectTypeOf(plain.waitFor("WHATEVER")).resolves.toEqualTypeOf<EventLike<"WHATEVER", unknown>>();
    expectTypeOf(plain.waitFor(PROGRESS)).resolves.toEqualTypeOf<Progress>();
    expectTypeOf(plain.events("STOP", PROGRESS)).toEqualTypeOf<EventStream<EventLike<"STOP", unknown> | Progress>>();
    plain.on("WHATEVER", ({ data }) => expectTypeOf(data).toBeUnknown());
    // @ts-expect-error: arguments are an object
    void plain.execute("whatever", 5);
    // @ts-expect-error: its constant knows better
    void plain.execute(setSpeed, { speed: "5" });
    // @ts-expect-error: nothing is known to be in it
    void plain.execute("whatever").then((result) => result.running);
    // @ts-expect-error: nor in the data
    plain.on("WHATEVER", ({ data }) => data.id);
  });
});

test("maps that are none are refused", () => {
  // @ts-expect-error: a command has arguments and returns
  type NoCommands = QmpClient<{ quit: { arguments: object } }, AnyEvents>;
  // @ts-expect-error: an event has data
  type NoEvents = QmpClient<Commands, { STOP: { payload: 5 } }>;
  expectTypeOf<NoCommands | NoEvents>().not.toBeAny();
  expectTypeOf(QmpClient<Commands, Events>).instance.toEqualTypeOf<TestClient>();
});
