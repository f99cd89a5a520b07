// A schema as large as one likes: the same schema several times, each copy with names of its own.
//
// In: the folder of a schema whose root is qapi-schema.json. Out: a folder with one root that includes every copy.
// Definitions are renamed textually, with all that refers to them.

import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const definition = /^\{\s*'(command|event|struct|union|enum|alternate)'\s*:\s*'([^']+)'/gm;
const pragma = /\{\s*'pragma':\s*(\{[^}]*\})\s*\}/g;
const pragmaList = /'([\w-]+)':\s*\[([^\]]*)\]/g;

/**
 * Writes `count` copies; the first keeps its names.
 *
 * @param {string} from folder of the schema
 * @param {string} to folder to make
 * @param {number} count 1 or more
 * @returns {string} the root's path
 */
export function writeCopies(from, to, count) {
  const files = readdirSync(from, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".json"));
  const texts = new Map(files.map((path) => [path, readFileSync(join(from, path), "utf8")]));
  /** @type {Map<string, string>} */
  const kinds = new Map();
  for (const text of texts.values()) for (const [, kind, name] of text.matchAll(definition)) kinds.set(name, kind);
  /** @type {Map<string, string[]>} */
  const exceptions = new Map();
  for (let copy = 0; copy < count; copy++) {
    const { name: renamed, text: rename } = renamer(kinds, copy);
    cpSync(from, join(to, `c${copy}`), { recursive: true });
    for (const [path, original] of texts) {
      const text = rename(original);
      // The last list of a pragma wins, so the lists of all copies go together into the root.
      for (const [, body] of text.matchAll(pragma)) {
        for (const [, key, list] of body.matchAll(pragmaList)) {
          const names = list.replaceAll(/#.*$/gm, "").match(/'[^']*'/g) ?? [];
          const own = names.map((quoted) => `'${renamed(quoted.slice(1, -1))}'`);
          exceptions.set(key, [...(exceptions.get(key) ?? []), ...own]);
        }
      }
      writeFileSync(join(to, `c${copy}`, path), text.replaceAll(pragma, ""));
    }
  }
  mkdirSync(to, { recursive: true });
  const root = [
    "{ 'pragma': { 'doc-required': true } }",
    ...[...exceptions].map(([key, names]) => `{ 'pragma': { '${key}': [ ${names.join(", ")} ] } }`),
    ...Array.from({ length: count }, (_, copy) => `{ 'include': 'c${copy}/qapi-schema.json' }`),
  ];
  const path = join(to, "qapi-schema.json");
  writeFileSync(path, `${root.join("\n")}\n`);
  return path;
}

/**
 * What renames a copy's definitions and all that refers to them: types wherever their quoted name stands, commands and
 * events where they are defined, all of them where a doc comment opens. Members and values keep their names.
 *
 * @param {ReadonlyMap<string, string>} kinds
 * @param {number} copy
 */
function renamer(kinds, copy) {
  /** @param {string} name */
  const renamed = (name) => {
    const kind = copy === 0 ? undefined : kinds.get(name);
    if (kind === undefined) return name;
    if (kind === "command") return `${name}-c${copy}`;
    return kind === "event" ? `${name}_C${copy}` : `${name}C${copy}`;
  };
  /** @param {string} name */
  const isType = (name) => !["command", "event"].includes(kinds.get(name) ?? "event");
  /** @param {string} text */
  const text = (text) =>
    text
      .replaceAll(/'([A-Za-z][\w-]*)'/g, (quoted, name) => (isType(name) ? `'${renamed(name)}'` : quoted))
      .replaceAll(/^(\{\s*'(?:command|event)'\s*:\s*)'([^']+)'/gm, (_, start, name) => `${start}'${renamed(name)}'`)
      .replaceAll(/^(##\n# @)([A-Za-z][\w-]*):/gm, (_, start, name) => `${start}${renamed(name)}:`);
  return { name: renamed, text };
}
