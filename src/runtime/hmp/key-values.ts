// Options of a line: `virtio-net,netdev=n0,mac=52:54:00:12:34:56` (letter `O`; `util/qemu-option.c`, opts_do_parse). In:
// one word. Out: its options by name, as text, in the order in which they were given.

import { LineError } from "./line-error.js";
import { setOwn } from "../protocol.js";

/**
 * Reads options. A comma that is doubled belongs to a value; the first option may do without its name where `implied` is
 * one; any other without a value is `on`, or `off` where its name begins with `no`. Of those with one name the last
 * counts, of `id` the first. Throws: LineError for an `id` that is none.
 */
export function readKeyValues(text: string, implied: string | undefined): Readonly<Record<string, string>> {
  const options: Record<string, string> = {};
  const found = [...pairs(text, implied)];
  const id = found.find(([name]) => name === "id");
  // The form that QEMU's names of objects have (`util/id.c`, id_wellformed).
  if (id !== undefined && !/^[A-Za-z][A-Za-z0-9._-]*$/.test(id[1])) {
    throw new LineError("the id must begin with a letter, and have only letters, digits and - . _ in it");
  }
  for (const [name, value] of id === undefined ? found : [id, ...found.filter(([name]) => name !== "id")]) {
    setOwn(options, name, value);
  }
  return options;
}

function* pairs(text: string, implied: string | undefined): Generator<readonly [name: string, value: string]> {
  for (let at = 0; at < text.length;) {
    const nameEnd = endOfName(text, at);
    const name = text.slice(at, nameEnd);
    const isFirst = at === 0;
    if (text.charAt(nameEnd) === "=" || (isFirst && implied !== undefined)) {
      const isNamed = text.charAt(nameEnd) === "=";
      const { value, end } = readValue(text, isNamed ? nameEnd + 1 : at);
      yield [isNamed ? name : implied!, value];
      at = end + 1;
    } else {
      yield name.startsWith("no") ? [name.slice(2), "off"] : [name, "on"];
      at = nameEnd + 1;
    }
  }
}

function endOfName(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charAt(at) !== "=" && text.charAt(at) !== ",") at++;
  return at;
}

/** A value, to the next comma that stands alone. */
function readValue(text: string, from: number): { readonly value: string; readonly end: number } {
  let end = from;
  for (; end < text.length; end++) {
    if (text.charAt(end) !== ",") continue;
    if (text.charAt(end + 1) !== ",") break;
    end++;
  }
  return { value: text.slice(from, end).replaceAll(",,", ","), end };
}
