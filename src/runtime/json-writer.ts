// The exact writer: what `JSON.stringify` writes, but `bigint` as its digits, large integers with all of theirs, and an
// error where `JSON.stringify` would write `null` for a number that is not finite.

/** Writes JSON exactly. Throws: TypeError that says what has no JSON, and where; RangeError for too deep a nesting. */
export function writeJson(value: unknown, indent = 0): string {
  const text = new Writer(" ".repeat(Math.max(0, Math.min(10, indent)))).write(value, "", "", "");
  if (text === undefined) throw new TypeError(`no JSON for a value of type ${typeof value}`);
  return text;
}

class Writer {
  readonly #step: string;
  /** What the value at work is in, to notice one that holds itself. */
  readonly #around = new Set<object>();

  constructor(step: string) {
    this.#step = step;
  }

  /** Gives the text of a value; nothing for one that JSON leaves out. */
  write(given: unknown, key: string, path: string, gap: string): string | undefined {
    const value = plain(given, key);
    switch (typeof value) {
      case "bigint":
        return String(value);
      case "number":
        if (!Number.isFinite(value)) throw new TypeError(`${path && `${path}: `}${value} has no JSON`);
        return Math.abs(value) >= 2 ** 53 && Math.abs(value) < 1e21 ? String(BigInt(value)) : String(value);
      case "object":
        return value === null ? "null" : this.#container(value, path, gap);
      case "string":
        return JSON.stringify(value);
      case "boolean":
        return String(value);
      default:
        return undefined;
    }
  }

  #container(value: object, path: string, gap: string): string {
    if (this.#around.has(value)) throw new TypeError(`${path}: it holds itself`);
    this.#around.add(value);
    const inner = gap + this.#step;
    const isList = Array.isArray(value);
    const pieces: string[] = [];
    if (isList) {
      // By index, as an array may have holes.
      for (let at = 0; at < value.length; at++) {
        pieces.push(this.write(value[at], String(at), `${path}[${at}]`, inner) ?? "null");
      }
    } else {
      const colon = this.#step === "" ? ":" : ": ";
      for (const key of Object.keys(value)) {
        const member = (value as Record<string, unknown>)[key];
        const text = this.write(member, key, path === "" ? key : `${path}.${key}`, inner);
        if (text !== undefined) pieces.push(JSON.stringify(key) + colon + text);
      }
    }
    this.#around.delete(value);
    const [open, close] = isList ? "[]" : "{}";
    if (pieces.length === 0 || this.#step === "") return open + pieces.join() + close;
    return `${open}\n${inner}${pieces.join(`,\n${inner}`)}\n${gap}${close}`;
  }
}

/** What a value says of itself, and what is in an object around a single value: as `JSON.stringify` has it. */
function plain(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return value;
  const { toJSON } = value as { readonly toJSON?: unknown };
  const said: unknown = typeof toJSON === "function" ? toJSON.call(value, key) : value;
  const isSingle = /^\[object (?:Number|String|Boolean|BigInt)\]$/.test(Object.prototype.toString.call(said));
  return isSingle ? (said as object).valueOf() : said;
}
