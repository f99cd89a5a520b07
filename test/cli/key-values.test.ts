// KEY=VALUE words: what each comes to, with and without a schema, and what is no such word.

import { describe, expect, test } from "vitest";

import { readKeyValues } from "../../src/cli/key-values.js";
import { stringify } from "../../src/runtime/index.js";
import type { ObjectType } from "../../src/runtime/index.js";

const read = (words: readonly string[], type?: ObjectType) => stringify(readKeyValues(words, type));

describe("values", () => {
  test.each([
    ["a=5", '{"a":5}'],
    ["a=-5", '{"a":-5}'],
    ["a=1.5", '{"a":1.5}'],
    ["a=18446744073709551615", '{"a":18446744073709551615}'],
    ["a=010", '{"a":"010"}'],
    ["a=0x10", '{"a":"0x10"}'],
    ["a=1_000", '{"a":"1_000"}'],
    ["a=+5", '{"a":"+5"}'],
    ["a=true", '{"a":true}'],
    ["a=True", '{"a":"True"}'],
    ["a=on", '{"a":"on"}'],
    ["a=null", '{"a":null}'],
    ["a=inf", '{"a":"inf"}'],
    ["a=-nan", '{"a":"-nan"}'],
    ["a=1e400", '{"a":"1e400"}'],
    ["a=", '{"a":""}'],
    ["a=b=c", '{"a":"b=c"}'],
    ["a=two words", '{"a":"two words"}'],
    ['a="5"', '{"a":"5"}'],
    ['a="', '{"a":"\\""}'],
    ['a=[1,"x",{"b":null}]', '{"a":[1,"x",{"b":null}]}'],
    ['a={"b":9007199254740993}', '{"a":{"b":9007199254740993}}'],
    ["a={b}", '{"a":"{b}"}'],
    ["node-name=disk0", '{"node-name":"disk0"}'],
    ["__proto__=1", '{"__proto__":1}'],
  ])("%s", (word, json) => expect(read([word])).toBe(json));
});

describe("keys", () => {
  test.each([
    [["a.b=1", "c=2"], '{"a":{"b":1},"c":2}'],
    [["a.b=1", "a.c.d=2", "a.c.e=3"], '{"a":{"b":1,"c":{"d":2,"e":3}}}'],
    [["a.__proto__.b=1"], '{"a":{"__proto__":{"b":1}}}'],
    [["b=1", "a=2"], '{"b":1,"a":2}'],
    [[], "{}"],
  ])("%j", (words, json) => expect(read(words)).toBe(json));

  test.each([
    [["a"], "arguments are KEY=VALUE words or one JSON object, and 'a' is neither"],
    [[""], "arguments are KEY=VALUE words or one JSON object, and '' is neither"],
    [["=1"], "'=1' has no key, or an empty part in it"],
    [["a.=1"], "'a.=1' has no key, or an empty part in it"],
    [["a..b=1"], "'a..b=1' has no key, or an empty part in it"],
    [["a=1", "a=2"], "'a' is given twice"],
    [["a.b=1", "a.b=2"], "'a.b' is given twice"],
    [["a=1", "a.b=2"], "'a' has a value already, so 'a.b=2' cannot add to it"],
    [["x.a={}", "x.a.b=2"], "'x.a' has a value already, so 'x.a.b=2' cannot add to it"],
    [["a.b=1", "a=2"], "'a' has members already, so 'a=2' cannot be its value"],
  ])("%j is refused", (words, message) => expect(() => read(words)).toThrow(message));
});

describe("with a schema, a string is the text as it stands", () => {
  const File: ObjectType = { object: "File", members: { path: "str", "*offset": "int" } };
  const Null: ObjectType = { object: "Null", members: { size: "int" } };
  const type: ObjectType = {
    object: "Arguments",
    base: () => ({ object: "Base", members: { id: "str" } }),
    members: {
      kind: () => ({ enum: "Kind", values: ["file", "null", "5"] }),
      "*count": "int",
      "*any": "any",
      "*list": ["str"],
      "*name": () => ({ alternate: "StrOrNull", branches: ["str", "null"] }),
      "*size": () => ({ alternate: "StrOrInt", branches: ["str", "int"] }),
      "*file": () => File,
      "*either": () => ({ alternate: "FileRef", branches: ["str", () => File] }),
    },
    tag: "kind",
    branches: { file: () => File, null: () => Null },
  };

  test.each([
    [["id=5"], '{"id":"5"}'],
    [["id=true"], '{"id":"true"}'],
    [["id=null"], '{"id":"null"}'],
    [["id=1.50"], '{"id":"1.50"}'],
    [['id={"a": 1}'], '{"id":"{\\"a\\": 1}"}'],
    [['id="5"'], '{"id":"5"}'],
    [["id=x"], '{"id":"x"}'],
    [["kind=5"], '{"kind":"5"}'],
    [["count=5"], '{"count":5}'],
    [["count=five"], '{"count":"five"}'],
    [["any=5"], '{"any":5}'],
    [["list=[1]"], '{"list":[1]}'],
    [["list=x"], '{"list":"x"}'],
    [["name=null"], '{"name":null}'],
    [["name=5"], '{"name":"5"}'],
    [["size=5"], '{"size":5}'],
    [["size=true"], '{"size":"true"}'],
    [["unknown=5"], '{"unknown":5}'],
    [["file.path=5", "file.offset=5"], '{"file":{"path":"5","offset":5}}'],
    [["either.path=5"], '{"either":{"path":"5"}}'],
    [["either=5"], '{"either":"5"}'],
    [["path=5", "kind=file"], '{"path":"5","kind":"file"}'],
    [['kind="file"', "path=5"], '{"kind":"file","path":"5"}'],
    [["kind=null", "path=5", "size=5"], '{"kind":"null","path":5,"size":5}'],
    [["path=5"], '{"path":5}'],
    [["id.x=5"], '{"id":{"x":5}}'],
  ])("%j", (words, json) => expect(read(words, type)).toBe(json));
});
