// A schema by hand, small, with a bit of everything, for servers of tests.

import type { CommandType, EventType, ObjectType, ServedSchema } from "../../src/runtime/index.js";

const echoed: ObjectType = { object: "echo", members: { "*value": "any", "*text": "str" } };
const counted: ObjectType = { object: "count", members: { "*n": "int" } };
const opened: ObjectType = { object: "open", members: { driver: "str" } };
const numbered: ObjectType = { object: "DATA", members: { n: "int", "*old": "str" } };
const clock: ObjectType = { object: "RTC_CHANGE", members: { offset: "int" } };
const port: ObjectType = { object: "VSERPORT_CHANGE", members: { id: "str", open: "bool" } };

const commands: Readonly<Record<string, CommandType>> = {
  echo: { command: "echo", arguments: () => echoed, returns: "any" },
  count: { command: "count", arguments: () => counted, returns: "int" },
  nothing: { command: "nothing" },
  wait: { command: "wait", arguments: () => counted, returns: "str" },
  urgent: { command: "urgent", returns: "str", oob: true },
  vanish: { command: "vanish", silent: true },
  open: { command: "open", arguments: () => opened, open: true, returns: "any" },
  absent: { command: "absent" },
};

const events: Readonly<Record<string, EventType>> = {
  PLAIN: { event: "PLAIN" },
  DATA: { event: "DATA", data: () => numbered },
  RTC_CHANGE: { event: "RTC_CHANGE", data: () => clock },
  VSERPORT_CHANGE: { event: "VSERPORT_CHANGE", data: () => port },
};

/** The schema. */
export const served: ServedSchema = {
  schema: { commands, events },
  methods: Object.fromEntries(Object.keys(commands).map((name) => [name, name])),
  features: { nothing: ["deprecated"], "echo.text": ["unstable"], PLAIN: ["deprecated"], "DATA.old": ["deprecated"] },
  introspection: [],
};
