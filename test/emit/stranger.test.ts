// An emitter by somebody else, made of what `qapi-ts/emit` offers and nothing more: Go structs as text, and a table of
// the commands in Markdown. This is also the worked example that the documentation points at.

import { expect, test } from "vitest";

import type { Emitter, Member, Schema, Struct, TypeRef } from "../../src/emit/index.js";
import { definitionsOf, membersOf, pascalCase, typeOf } from "../../src/emit/index.js";
import { compile, generate } from "../../src/index.js";

/** Go's spelling of built-in types. */
const goTypes: Readonly<Record<string, string>> = {
  str: "string",
  bool: "bool",
  number: "float64",
  int: "int64",
  uint16: "uint16",
  size: "uint64",
  any: "json.RawMessage",
};

function goType(schema: Schema, ref: TypeRef): string {
  const type = typeOf(schema, ref);
  if (type?.kind === "array") return `[]${goType(schema, { name: type.element, array: false })}`;
  if (type?.kind === "builtin") return goTypes[type.name] ?? "int64";
  return type?.kind === "enum" ? "string" : ref.name;
}

function goField(schema: Schema, { name, type, optional }: Member): string {
  return `\t${pascalCase(name)} ${optional ? "*" : ""}${goType(schema, type)} \`json:"${name}${optional ? ",omitempty" : ""}"\``;
}

function goStruct(schema: Schema, struct: Struct): string {
  return [
    `type ${struct.name} struct {`,
    ...membersOf(schema, struct).map((member) => goField(schema, member)),
    "}",
  ].join("\n");
}

const go: Emitter = {
  name: "go",
  about: "types.go: structs",
  emit(schema) {
    const structs = definitionsOf(schema, "struct").map((struct) => goStruct(schema, struct));
    return [{ path: "types.go", text: `package qapi\n\n${structs.join("\n\n")}\n` }];
  },
};

const table: Emitter = {
  name: "table",
  about: "commands.md: a table of the commands",
  emit(schema) {
    const rows = definitionsOf(schema, "command").map(
      ({ name, doc }) => `| \`${name}\` | ${doc?.body.split("\n")[0] ?? ""} |`,
    );
    return [{ path: "commands.md", text: ["| command | what it does |", "| --- | --- |", ...rows, ""].join("\n") }];
  },
};

const schema = `
{ 'struct': 'Vessel', 'data': { 'litres': 'number' } }
{ 'struct': 'Kettle', 'base': 'Vessel', 'data': { '*boil-at': 'uint16', 'tags': ['str'] } }
##
# @boil:
#
# Heat the water until it boils.
#
# @kettle: which one
##
{ 'command': 'boil', 'data': { 'kettle': 'Kettle' } }
`;

test("a stranger's emitters run beside ours", async () => {
  const compiled = compile({ "tea.json": schema });
  const files = await generate(compiled.schema!, [go, table]);
  expect(files).toEqual([
    {
      path: "types.go",
      text: [
        "package qapi",
        "",
        "type Vessel struct {",
        '\tLitres float64 `json:"litres"`',
        "}",
        "",
        "type Kettle struct {",
        '\tLitres float64 `json:"litres"`',
        '\tBoilAt *uint16 `json:"boil-at,omitempty"`',
        '\tTags []string `json:"tags"`',
        "}",
        "",
      ].join("\n"),
    },
    {
      path: "commands.md",
      text: "| command | what it does |\n| --- | --- |\n| `boil` | Heat the water until it boils. |\n",
    },
  ]);
});

test("two emitters that make one file are told apart", async () => {
  const compiled = compile({ "tea.json": schema });
  await expect(generate(compiled.schema!, [go, { ...go, name: "go2" }])).rejects.toThrow(
    "emitter 'go2' makes 'types.go'",
  );
});
