// Ten mistakes in three files of one schema, in the order in which QEMU's tool would meet them one by one: first those of
// the text, file by file; then of form, definition by definition; then names that are taken; then what refers to what;
// then documentation of what is not there. `test/conformance/messages.test.ts` asks that tool.

import type { Code } from "../../src/index.js";

/** Ten mistakes in the order in which they are met: code, the mistake in its place, and how it is mended. */
export const mistakes: readonly (readonly [code: Code, place: string, wrong: string, right: string])[] = [
  ["unknown-pragma", "pragma", "'doc-requird'", "'doc-required'"],
  ["string-character", "included", "'späte'", "'late'"],
  ["include-unreadable", "include", "'elms.json'", "'oaks.json'"],
  ["name-case", "form1", "'Fell'", "'fell'"],
  ["unknown-key", "form2", "'bse'", "'base'"],
  ["flag-value", "form3", "false", "true"],
  ["duplicate-definition", "name", "'Hue'", "'Shade'"],
  ["unknown-type", "type1", "'itn'", "'int'"],
  ["unknown-branch", "type2", "'elm'", "'ash'"],
  ["doc-unknown-entry", "doc", "# @bark: rough", "#"],
];

/** The schema with the first `mended` mistakes put right. */
export function schemaWith(mended: number): Record<string, string> {
  const at = (place: string) => {
    const index = mistakes.findIndex((mistake) => mistake[1] === place);
    return mistakes[index]![index < mended ? 3 : 2];
  };
  return {
    "schema.json": `
##
# @Ash:
#
# @age: in years
#
${at("doc")}
##
{ 'struct': 'Ash', 'data': { 'age': ${at("type1")} } }
{ 'union': 'Tree', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { ${at("type2")}: 'Ash' } }
{ 'enum': 'Hue', 'data': [] }
{ 'enum': ${at("name")}, 'data': [] }
{ 'command': ${at("form1")} }
{ 'struct': 'Log', ${at("form2")}: '', 'data': {} }
{ 'command': 'saw', 'data': 'Log', 'boxed': ${at("form3")} }
{ 'pragma': { ${at("pragma")}: false } }
{ 'include': 'leaves.json' }
{ 'include': ${at("include")} }
`,
    "leaves.json": `{ 'enum': 'Kind',\n  'data': [ 'ash', ${at("included")} ] }\n`,
    "oaks.json": "",
  };
}
