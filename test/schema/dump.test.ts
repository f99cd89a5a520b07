// The model as text, in the form of QEMU's test-qapi.py. Equality with that script's own output, over QEMU's corpus and
// its real schemas, is tested in `test/conformance/`.

import { describe, expect, test } from "vitest";

import { dump } from "../../src/index.js";
import { garden, modelOf } from "./schemas.js";

/** The dump behind the part that every schema has. */
const own = (text: string) => text.slice(text.indexOf("module schema.json\n"));

test("every kind of definition, with arrays and implicit objects where they come into being", () => {
  expect(own(dump(modelOf(garden)))).toBe(`module schema.json
enum Bed
    prefix GARDEN_BED
    member herbs
    member roses
        if CONFIG_ROSES
        feature unstable
    member gravel
object Plot
    member name: str optional=False
    member width: uint16 optional=True
object Herbs
    base Plot
    member kinds: strList optional=False
    member next: Herbs optional=True
    member sown: int64 optional=False
        if CONFIG_CALENDAR
object Roses
    member thorns: size optional=False
    if CONFIG_ROSES
object q_obj_Planting-base
    member bed: Bed optional=False
    member at: str optional=True
        feature deprecated
            if CONFIG_OLD
object Planting
    base q_obj_Planting-base
    tag bed
    case herbs: Herbs
    case roses: Roses
        if CONFIG_ROSES
    case gravel: q_empty
alternate Water
    tag type
    case litres: number
    case cans: int8List
    case no: null
        if CONFIG_DRY
array PlotList Plot
command plant Planting -> PlotList
    gen=True success_response=True boxed=True oob=True preconfig=False
object q_obj_water-arg
    member plot: str optional=False
    member how: Water optional=True
command water q_obj_water-arg -> None
    gen=True success_response=True boxed=False oob=False preconfig=False
    feature slow
command rest None -> None
    gen=False success_response=False boxed=False oob=False preconfig=True coroutine=True
    if {'all': ['CONFIG_BENCH', {'not': 'CONFIG_RAIN'}]}
event WILTED Plot
    boxed=False
event RAIN None
    boxed=False
    if CONFIG_RAIN
`);
});

describe("the part that every schema has", () => {
  test("is what is predefined", () => {
    expect(dump(modelOf(""))).toBe(`module ./builtin
object q_empty
enum QType
    member none
    member qnull
    member qnum
    member qstring
    member qdict
    member qlist
    member qbool
module schema.json
`);
  });

  test("has a prefix in 7.2", () => {
    expect(dump(modelOf("", "7.2"))).toContain("enum QType\n    prefix QTYPE\n    member none\n");
    expect(dump(modelOf("", "10.0"))).not.toContain("prefix");
  });

  test("holds the array of QType where one is used, for its element is predefined", () => {
    const text = dump(modelOf("{ 'struct': 'Plot', 'data': { 'types': [ 'QType' ] } }"));
    expect(text).toContain("    member qbool\narray QTypeList QType\nmodule schema.json\n");
  });
});

test("modules in the order of their first mention, includes where they stand", () => {
  const text = dump(
    modelOf({
      "schema.json":
        "{ 'include': 'b/plots.json' }\n{ 'struct': 'Garden', 'data': { 'plots': [ 'Plot' ] } }\n{ 'include': 'b/../c.json' }",
      "b/plots.json": "{ 'struct': 'Plot', 'data': {} }\n{ 'include': '../c.json' }",
      "b/../c.json": "",
    }),
  );
  expect(own(text)).toBe(`module schema.json
include b/plots.json
object Garden
    member plots: PlotList optional=False
include c.json
module b/plots.json
object Plot
include c.json
array PlotList Plot
module c.json
`);
});

describe("documentation", () => {
  const docs = (text: string, qemu: string) => {
    const dumped = dump(modelOf(text, qemu));
    return dumped.slice(dumped.indexOf("doc "));
  };

  test("as 10.x has it", () => {
    const text = `##\n# Gardens\n##\n
##\n# @dig:\n#\n# Digs.\n#\n# @depth: how deep\n#\n# Features:\n#\n# @slow: it is\n#\n# Errors:\n#     - a stone\n#\n# TODO: more\n##
{ 'command': 'dig', 'data': { 'depth': 'int' }, 'features': [ 'slow' ] }`;
    expect(docs(text, "10.0")).toBe(`doc freeform
    body=
Gardens
doc symbol=dig
    body=
Digs.
    arg=depth
how deep
    feature=slow
it is
    section=Errors
    - a stone
    section=Todo
more
`);
  });

  test("as 7.2 has it", () => {
    const text = `##\n# @dig:\n# Digs.\n# @depth: how deep\n# Note: mind the stones\n##\n{ 'command': 'dig', 'data': { 'depth': 'int', 'width': 'int' } }`;
    expect(docs(text, "7.2")).toBe(`doc symbol=dig
    body=
Digs.
    arg=depth
how deep
    arg=width

    section=Note
mind the stones
`);
  });
});
