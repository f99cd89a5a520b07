// The tree of one file: JSON-like values and doc comments in order, without meaning. Made by the parser that
// `grammar/qapi.peggy` describes. Offsets count UTF-16 units of the file's text; `end` is behind the last one.

/** `{ … }`; keys in the order of the text, repeated ones too. */
export interface ObjectNode {
  readonly kind: "object";
  readonly start: number;
  readonly end: number;
  readonly entries: readonly Entry[];
}

/** One `key: value` of an object. */
export interface Entry {
  readonly key: StringNode;
  readonly value: Value;
}

/** `[ … ]` */
export interface ArrayNode {
  readonly kind: "array";
  readonly start: number;
  readonly end: number;
  readonly items: readonly Value[];
}

/** `'…'`, with its escapes undone. */
export interface StringNode {
  readonly kind: "string";
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** `true` or `false` */
export interface BooleanNode {
  readonly kind: "boolean";
  readonly start: number;
  readonly end: number;
  readonly value: boolean;
}

/** A doc comment, from `##` to `##`; `doc-comment.ts` finds its lines. */
export interface DocNode {
  readonly kind: "doc";
  readonly start: number;
  readonly end: number;
  /** False for one that breaks off; `end` is then where it does. */
  readonly complete: boolean;
}

export type Value = ObjectNode | ArrayNode | StringNode | BooleanNode;

export type Item = Value | DocNode;

/** What a value is, in words, for messages: `an array`, `the string 'x'`. */
export function inWords(value: Value): string {
  switch (value.kind) {
    case "object":
      return value.entries.length === 0 ? "an empty object" : "an object";
    case "array":
      return value.items.length === 0 ? "an empty array" : "an array";
    case "string":
      return value.value === "" ? "an empty string" : `the string '${value.value}'`;
    case "boolean":
      return String(value.value);
  }
}

/** The entries of an object, of a repeated key the first. */
export function entriesOf(node: ObjectNode): readonly Entry[] {
  if (!hasRepeatedKeys(node)) return node.entries;
  const keys = new Set(node.entries.map(({ key }) => key.value));
  return node.entries.filter(({ key }) => keys.delete(key.value));
}

/** Whether an object has a key twice. Nearly all objects are small, and a set for each would cost more than it saves. */
export function hasRepeatedKeys({ entries }: ObjectNode): boolean {
  if (entries.length > 16) return new Set(entries.map(({ key }) => key.value)).size < entries.length;
  for (let i = 1; i < entries.length; i++) {
    for (let j = 0; j < i; j++) if (entries[i]!.key.value === entries[j]!.key.value) return true;
  }
  return false;
}

/** The value of a key; undefined where the object has none. */
export function get(node: ObjectNode, key: string): Value | undefined {
  for (const entry of node.entries) if (entry.key.value === key) return entry.value;
  return undefined;
}
