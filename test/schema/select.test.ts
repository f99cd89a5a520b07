// The part of a schema that is chosen: given a schema and what is wanted, which definitions are left.

import { describe, expect, test } from "vitest";

import { describedParts } from "../../src/schema/query.js";
import type { Selection } from "../../src/schema/select.js";
import { select, selectionProblems } from "../../src/schema/select.js";
import { definitionOf, modelOf } from "./schemas.js";

/** A shop: types that one, several, or no command needs, by every way in which a type can be needed. */
const shop = modelOf(`
{ 'enum': 'Colour', 'data': ['red', 'green'] }
{ 'struct': 'Thing', 'data': { 'id': 'int' } }
{ 'struct': 'Ball', 'base': 'Thing', 'data': { 'colour': 'Colour' } }
{ 'struct': 'Cube', 'data': { 'edges': ['Edge'] } }
{ 'struct': 'Edge', 'data': { 'length': 'number' } }
{ 'enum': 'Shape', 'data': ['ball', 'cube', 'none'] }
{ 'union': 'Ware', 'base': { 'shape': 'Shape' }, 'discriminator': 'shape', 'data': { 'ball': 'Ball', 'cube': 'Cube' } }
{ 'struct': 'Price', 'data': { 'amount': 'size' } }
{ 'alternate': 'Offer', 'data': { 'free': 'null', 'price': 'Price' } }
{ 'struct': 'Idle', 'base': 'IdleBase', 'data': {} }
{ 'struct': 'IdleBase', 'data': { '*price': 'Price' } }
{ 'command': 'query-ware', 'data': { 'id': 'int' }, 'returns': 'Ware' }
{ 'command': 'query-wares', 'returns': ['Ware'] }
{ 'command': 'paint', 'data': { 'ball': 'Ball' } }
{ 'command': 'sell', 'data': { '*for': 'Offer' } }
{ 'command': 'close' }
{ 'event': 'SOLD', 'data': 'Price' }
{ 'event': 'SHUT' }
`);

const ball = ["Colour", "Thing", "Ball"];
const ware = [...ball, "Cube", "Edge", "Shape", "Ware"];
const idle = ["Idle", "IdleBase"];
const all = shop.definitions.map(({ name }) => name);
const allBut = (...gone: string[]) => all.filter((name) => !gone.includes(name));

describe("what is left", () => {
  test.each<[Selection, readonly string[]]>([
    [{ include: ["close"] }, ["close"]],
    [{ include: ["SOLD"] }, ["Price", "SOLD"]],
    [{ include: ["sell"] }, ["Price", "Offer", "sell"]],
    [{ include: ["paint"] }, [...ball, "paint"]],
    [{ include: ["query-ware"] }, [...ware, "query-ware"]],
    [{ include: ["query-*"] }, [...ware, "query-ware", "query-wares"]],
    [{ include: ["*s"] }, [...ware, "query-wares"]],
    [{ include: ["q*w*e"] }, [...ware, "query-ware"]],
    [{ include: ["S*T"] }, ["SHUT"]],
    [{ include: ["*close*"] }, ["close"]],
    [{ include: ["clo*ose"] }, []],
    [{ include: ["close", "SHUT"] }, ["close", "SHUT"]],
    [{ include: ["*"] }, allBut(...idle)],
    [{ include: ["*"], exclude: ["query-*", "S*"] }, [...ball, "Price", "Offer", "paint", "sell", "close"]],
    [{ include: ["close"], exclude: ["close"] }, []],
    [{ include: [] }, []],
    [{ include: ["q.*"] }, []],
    [{ include: ["Query-ware"] }, []],
    [{ exclude: ["close"] }, allBut("close")],
    [{ exclude: ["query-ware"] }, allBut("query-ware")],
    [{ exclude: ["query-*"] }, allBut("query-ware", "query-wares", "Ware", "Shape", "Cube", "Edge")],
    // What nobody ever needed stays, and needs the price.
    [{ exclude: ["sell", "SOLD"] }, allBut("sell", "SOLD", "Offer")],
    [{ exclude: ["*"] }, ["Price", ...idle]],
    [{ exclude: ["SELL"] }, all],
  ])("%j", (selection, names) => {
    const left = select(shop, selection);
    expect(left.definitions.map(({ name }) => name).sort()).toEqual([...names].sort());
    expect([...left.byName.values()]).toEqual(left.definitions);
    expect(left.definitions).toEqual(shop.definitions.filter(({ name }) => names.includes(name)));
  });

  test.each<Selection>([{}, { exclude: [] }, { deprecated: "keep" }, { include: undefined, exclude: undefined }])(
    "nothing is asked in %j: the same schema",
    (selection) => expect(select(shop, selection)).toBe(shop),
  );

  test("a command whose inline members a type refers to by the generator's name comes along", () => {
    const schema = modelOf(
      "{ 'command': 'put', 'data': { 'what': 'str' } }\n{ 'command': 'get', 'returns': 'q_obj_put-arg' }\n{ 'command': 'stop' }",
    );
    expect(select(schema, { include: ["get"] }).definitions.map(({ name }) => name)).toEqual(["put", "get"]);
  });

  test("an array under the name that the generator gives it brings its element", () => {
    const schema = modelOf(
      "{ 'struct': 'One', 'data': {} }\n{ 'command': 'list', 'returns': ['One'] }\n{ 'struct': 'Ones', 'data': { 'ones': 'OneList' } }\n{ 'command': 'get', 'returns': 'Ones' }",
    );
    expect(select(schema, { include: ["get"] }).definitions.map(({ name }) => name)).toEqual(["One", "Ones", "get"]);
  });

  test("a guest agent's schema stays one", () => {
    const agent = modelOf(
      "{ 'command': 'guest-sync-delimited', 'data': { 'id': 'int' } }\n{ 'command': 'guest-ping' }\n{ 'command': 'guest-info' }",
    );
    const names = (selection: Selection) => select(agent, selection).definitions.map(({ name }) => name);
    expect(names({ include: ["guest-ping"] })).toEqual(["guest-sync-delimited", "guest-ping"]);
    expect(names({ exclude: ["guest-s*"] })).toEqual(["guest-sync-delimited", "guest-ping", "guest-info"]);
    expect(selectionProblems(agent, { exclude: ["guest-s*"] })).toEqual([]);
    expect(selectionProblems(agent, { exclude: ["guest-sync-delimited"] })).toEqual([
      "exclude: 'guest-sync-delimited' cannot be left out: by this command a guest agent is met",
    ]);
    expect(selectionProblems(agent, { exclude: ["guest-ping", "guest-info"] })).toEqual([
      "nothing would be left: 'exclude' names every command and event",
    ]);
  });

  test("modules and free text stay between the same definitions; nothing can be changed", () => {
    const schema = modelOf({
      "schema.json":
        "{ 'command': 'a' }\n##\n# Text\n##\n{ 'include': 'b.json' }\n{ 'command': 'c' }\n##\n# More\n##\n{ 'include': 'd.json' }",
      "b.json": "{ 'command': 'b' }",
      "d.json": "{ 'command': 'd' }",
    });
    const left = select(schema, { exclude: ["a", "c"] });
    expect(left.definitions.map(({ name }) => name)).toEqual(["b", "d"]);
    expect(left.freeForm.map(({ before }) => before)).toEqual([0, 1]);
    expect(left.includes.map(({ target, before }) => [target, before])).toEqual([
      ["b.json", 0],
      ["d.json", 1],
    ]);
    expect(left.modules).toEqual(schema.modules);
    for (const part of [left, left.definitions, left.includes, left.freeForm, ...left.includes, ...left.freeForm])
      expect(Object.isFrozen(part)).toBe(true);
  });
});

// ---- deprecated --------------------------------------------------------------------------------------------------------

const old = "'features': ['deprecated']";
const museum = modelOf(`
##
# @Mode:
#
# @now: today's
#
# @then: as it was
#
# Features:
#
# @deprecated: @then is old.
##
{ 'enum': 'Mode', 'data': ['now', { 'name': 'then', ${old} }] }
{ 'enum': 'Relic', 'data': [{ 'name': 'urn', ${old} }, { 'name': 'vase', ${old} }] }
{ 'enum': 'Nothing', 'data': [] }
{ 'struct': 'Coin', 'data': { 'worth': 'int' } }
{ 'struct': 'Note', 'data': { 'worth': 'int' } }
##
# @Case:
#
# @use: what it is for
#
# @label: what it says
#
# @number: its number
#
# @key: how it is opened
#
# Features:
#
# @deprecated: Members @label and @number are old.
#
# @unstable: @label may go.
##
{ 'struct': 'Case', 'data': {
  'use': 'Mode',
  '*label': { 'type': 'Note', 'features': ['deprecated', 'unstable'] },
  'number': { 'type': 'int', ${old} },
  '*key': 'str' } }
{ 'union': 'Show', 'base': { 'mode': 'Mode', '*hint': { 'type': 'str', ${old} } }, 'discriminator': 'mode',
  'data': { 'now': 'Case', 'then': 'Coin' } }
{ 'union': 'Dig', 'base': { 'relic': 'Relic' }, 'discriminator': 'relic', 'data': { 'urn': 'Coin' } }
{ 'command': 'show', 'data': { '*what': { 'type': 'Show', ${old} }, '*how': 'Mode' } }
{ 'command': 'dig', 'returns': 'Dig' }
{ 'command': 'see', 'returns': 'Show' }
{ 'command': 'dust', ${old} }
{ 'event': 'FELL', 'data': { '*from': { 'type': 'str', ${old} }, 'at': { 'type': 'int', ${old} } } }
{ 'event': 'BURNT', ${old} }
`);

describe("without what is deprecated", () => {
  const left = select(museum, { deprecated: "omit" });
  const parts = (name: string) => describedParts(left.byName.get(name)!).map((part) => part.name);

  test("commands, events, and types that only they or deprecated members needed are gone", () => {
    const names = left.definitions.map(({ name }) => name);
    expect(museum.definitions.map(({ name }) => name).filter((name) => !names.includes(name))).toEqual([
      "Note",
      "dust",
      "BURNT",
    ]);
  });

  test.each([
    ["Mode", ["now"]],
    ["Case", ["use", "number", "key"]],
    ["Show", ["mode"]],
    ["show", ["how"]],
    ["FELL", ["at"]],
  ])("of %s are left: %j", (name, names) => expect(parts(name)).toEqual(names));

  test("the branch of a value goes with it", () => {
    expect(definitionOf(left, "union", "Show").branches.map(({ name }) => name)).toEqual(["now"]);
  });

  test("an enum of which nothing would be left keeps its values, and its unions their branches", () => {
    expect(parts("Relic")).toEqual(["urn", "vase"]);
    expect(parts("Nothing")).toEqual([]);
    expect(definitionOf(left, "union", "Dig").branches.map(({ name }) => name)).toEqual(["urn"]);
  });

  test("the documentation of what is gone is gone, features that only it had too", () => {
    const docOf = (name: string) => {
      const { members, features } = left.byName.get(name)!.doc!;
      return [members.map((entry) => entry.name), features.map((entry) => entry.name)];
    };
    expect(docOf("Mode")).toEqual([["now"], []]);
    // A member that has to stay is still deprecated.
    expect(docOf("Case")).toEqual([["use", "number", "key"], ["deprecated"]]);
  });

  test("a schema in which nothing is deprecated stays as it is", () => {
    expect(select(shop, { deprecated: "omit" }).definitions).toEqual(shop.definitions);
  });

  test("with names: what a deprecated member needed does not come along", () => {
    const names = (selection: Selection) => select(museum, selection).definitions.map(({ name }) => name);
    expect(names({ include: ["show"] })).toEqual(["Mode", "Coin", "Note", "Case", "Show", "show"]);
    expect(names({ include: ["show", "dust"], deprecated: "omit" })).toEqual(["Mode", "show"]);
  });

  test("the schema that is given is not changed", () => {
    expect(definitionOf(museum, "enum", "Mode").values).toHaveLength(2);
    expect(museum.byName.get("Case")!.doc!.members).toHaveLength(4);
  });
});

// ---- problems ------------------------------------------------------------------------------------------------------------

describe("what is wrong with a selection", () => {
  test.each<[Selection, readonly string[]]>([
    [{}, []],
    [{ include: ["query-*", "SOLD"], exclude: ["query-wares"] }, []],
    [
      { include: ["query-wrae"] },
      ["include: no command and no event is called 'query-wrae' (did you mean 'query-ware'?)"],
    ],
    [
      { include: ["queryWares"] },
      ["include: no command and no event is called 'queryWares' (did you mean 'query-wares'?)"],
    ],
    [{ exclude: ["x-*", "close", "x-*"] }, ["exclude: no command and no event is called 'x-*'"]],
    [
      { include: ["Ware"] },
      ["include: 'Ware' is a type; commands and events are named here, and the types that they need come along"],
    ],
    [
      { include: ["zzz"], exclude: ["yyy"] },
      ["include: no command and no event is called 'zzz'", "exclude: no command and no event is called 'yyy'"],
    ],
    [{ include: [""] }, ["include: no command and no event is called ''"]],
    [{ include: [] }, ["include: the list is empty, so nothing would be left; without it all is chosen"]],
    [
      { include: ["query-*"], exclude: ["q*"] },
      ["nothing would be left: 'exclude' names every command and event that 'include' names"],
    ],
    [{ exclude: ["*"] }, ["nothing would be left: 'exclude' names every command and event"]],
  ])("%j", (selection, problems) => expect(selectionProblems(shop, selection)).toEqual(problems));

  test("all that is chosen is deprecated", () => {
    expect(selectionProblems(museum, { include: ["dust"], deprecated: "omit" })).toEqual([
      "nothing would be left: every command and event that 'include' names is deprecated",
    ]);
    expect(selectionProblems(museum, { include: ["d*"], exclude: ["dig"], deprecated: "omit" })).toEqual([
      "nothing would be left: every command and event that 'include' names is in 'exclude' or deprecated",
    ]);
  });

  test("a schema of types alone has nothing to leave out", () => {
    expect(selectionProblems(modelOf("{ 'struct': 'One', 'data': {} }"), { deprecated: "omit" })).toEqual([]);
  });

  test("many stars take no time", () => {
    const pattern = `${"*a".repeat(2_000)}*b`;
    const schema = modelOf(`{ 'command': '${"a".repeat(4_000)}' }`);
    expect(select(schema, { include: [pattern] }).definitions).toEqual([]);
  });
});
