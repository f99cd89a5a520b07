// JSON and framing on random input: the fast ways of the runtime against slow ones that are plainly right.

import { isDeepStrictEqual } from "node:util";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { MarkedFramer as Framer } from "../../src/runtime/marks.js";
import { telnetFilter } from "../../src/runtime/transports/telnet.js";
import { hasLongDigits, parse, stringify } from "../../src/runtime/json.js";

type Json = null | boolean | number | bigint | string | readonly Json[] | { readonly [name: string]: Json };

/** Reads JSON by plain recursive descent. Throws where the text is none. */
function slowRead(text: string): Json {
  let rest = text;
  const take = (pattern: RegExp): string => {
    const found = pattern.exec(rest);
    if (found === null) throw new Error(`not ${String(pattern)}: ${rest}`);
    rest = rest.slice(found[0].length);
    return found[0];
  };
  const has = (character: string) => {
    take(/^[ \t\r\n]*/);
    return rest.startsWith(character) && take(/^[^]/) === character;
  };
  const string = (): string => {
    const raw = take(/^"(?:[^"\\]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/).slice(1, -1);
    if ([...raw].some((character) => character < " ")) throw new Error(`a control character: ${raw}`);
    return raw.replace(/\\(?:u(....)|(.))/g, (_, hex?: string, letter?: string) =>
      hex === undefined ? (escapes[letter!] ?? letter!) : String.fromCharCode(parseInt(hex, 16)),
    );
  };
  const list = <T>(close: string, item: () => T): T[] => {
    const items: T[] = [];
    if (has(close)) return items;
    do items.push(item());
    while (has(","));
    if (!has(close)) throw new Error(`no ${close}: ${rest}`);
    return items;
  };
  const value = (): Json => {
    if (has("[")) return list("]", value);
    if (has("{")) {
      return Object.fromEntries(
        list("}", () => {
          has(" ");
          const name = string();
          if (!has(":")) throw new Error(`no colon: ${rest}`);
          return [name, value()] as const;
        }),
      );
    }
    if (rest.startsWith('"')) return string();
    const word = take(/^(?:-?(?:(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|inf|nan)|true|false|null)/);
    if (word in words) return words[word]!;
    if (/[.eE]/.test(word)) return Number(word);
    const integer = BigInt(word);
    return integer >= -(2n ** 53n) + 1n && integer <= 2n ** 53n - 1n ? Number(word) : integer;
  };
  const read = value();
  has(" ");
  if (rest !== "") throw new Error(`more: ${rest}`);
  return read;
}

const escapes: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

const words: Readonly<Record<string, Json>> = {
  true: true,
  false: false,
  null: null,
  inf: Infinity,
  "-inf": -Infinity,
  nan: NaN,
  "-nan": NaN,
};

/** Not vitest's `toStrictEqual`: that one asks members named `constructor` for a value's type. */
const expectSame = (got: unknown, wanted: unknown) => {
  if (!isDeepStrictEqual(got, wanted)) expect(got).toBe(wanted);
};

const near = (power: bigint) => fc.bigInt({ min: -3n, max: 3n }).map((less) => 2n ** power + less);
const integers = fc
  .tuple(fc.oneof(near(53n), near(63n), near(64n), fc.bigInt({ min: 0n, max: 10n ** 30n })), fc.boolean())
  .map(([integer, isNegative]) => String(isNegative ? -integer : integer));
const doubles = fc.oneof(
  fc.double({ noDefaultInfinity: true, noNaN: true }).map(String),
  fc.tuple(integers, fc.constantFrom(".0", ".5", "e0", "E+2", "e-20", ".25e400")).map((parts) => parts.join("")),
);
const strings = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }).map((text) => JSON.stringify(text).slice(1, -1)),
      fc.constantFrom(
        "\\ud800",
        "\\uDC00",
        "\\u0000",
        "\\/",
        "\\b",
        "é€😀",
        "\u2028",
        "{[",
        "9007199254740993",
        "\\\\",
      ),
    ),
    { maxLength: 4 },
  )
  .map((pieces) => `"${pieces.join("")}"`);
const names = fc.oneof(strings, fc.constantFrom('"__proto__"', '"a"', '"\\u0061"', '"10"', '"2"', '"constructor"'));
const blank = fc.stringMatching(/^[ \t\r\n]{0,2}$/);

/** Texts of JSON, with QEMU's words for numbers that are not finite if asked for. */
function texts(isQemu: boolean): fc.Arbitrary<string> {
  const word = fc.constantFrom("true", "false", "null", "-0", "0", ...(isQemu ? ["inf", "-inf", "nan", "-nan"] : []));
  const { value } = fc.letrec<{ value: string }>((tie) => {
    const padded = fc.tuple(blank, tie("value"), blank).map((parts) => parts.join(""));
    const member = fc.tuple(blank, names, blank, padded).map(([a, name, b, of]) => `${a}${name}${b}:${of}`);
    return {
      value: fc.oneof(
        { maxDepth: 4, depthSize: "small" },
        fc.oneof(integers, doubles, strings, word),
        fc.array(padded, { maxLength: 4 }).map((items) => `[${items.join()}]`),
        fc.array(member, { maxLength: 4 }).map((members) => `{${members.join()}}`),
        fc.constantFrom("[ ]", "{\t}"),
      ),
    };
  });
  return value;
}

/** The same, changed in one place, so that most are wrong. */
const broken = fc
  .tuple(texts(true), fc.nat(), fc.nat(2), fc.constantFrom(..." \t\n[]{},:\"'\\0123456789.eE+-inftrulaé\u0000"))
  .map(([text, place, count, character]) => {
    const at = place % (text.length + 1);
    return text.slice(0, at) + character + text.slice(at + count);
  });

const outcome = (read: () => unknown) => {
  try {
    return { value: read() };
  } catch {
    return "wrong";
  }
};

describe("reading", () => {
  test("every value is the exact one", () => {
    fc.assert(
      fc.property(texts(true), (text) => {
        expectSame(parse(text).value, slowRead(text));
      }),
      { numRuns: 2000 },
    );
  });

  test("what the fast way reads holds nothing that it could have rounded", () => {
    fc.assert(
      fc.property(texts(false), (text) => {
        const { value, exact } = parse(text);
        if (!exact) expectSame(value, slowRead(text));
        expect(exact).toBe(/\d{16}/.test(text));
      }),
      { numRuns: 1000 },
    );
  });

  test("the order of members is the platform's, and what is an own member is one", () => {
    const order = (value: unknown): unknown =>
      typeof value === "object" && value !== null
        ? Object.entries(value).map(([name, of]) => [name, order(of)])
        : typeof value;
    const platform = (text: string) => order(JSON.parse(text));
    fc.assert(
      fc.property(texts(false), (text) => {
        const [, exact] = parse(`[9999999999999999,${text}]`).value as readonly unknown[];
        expect(JSON.stringify(order(exact)).replaceAll("bigint", "number")).toEqual(JSON.stringify(platform(text)));
      }),
      { numRuns: 1000 },
    );
  });

  test("a wrong text is refused, and no other", () => {
    fc.assert(
      fc.property(broken, (text) => {
        expectSame(
          outcome(() => parse(text).value),
          outcome(() => slowRead(text)),
        );
      }),
      { numRuns: 4000 },
    );
  });

  test("an error is a SyntaxError whose offset is in the text", () => {
    fc.assert(
      fc.property(fc.oneof(broken, fc.string()), (text) => {
        const error = outcome(() => parse(text)) === "wrong" ? catchError(() => parse(text)) : undefined;
        if (error === undefined) return;
        expect(error).toBeInstanceOf(SyntaxError);
        const offset = Number(/ at offset (\d+)/.exec((error as Error).message)![1]);
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(offset).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 1000 },
    );
  });

  test("the glance sees 16 digits in a row, and nothing else", () => {
    const digits = fc
      .tuple(fc.nat(20), fc.constantFrom("", "x", "-", "/", ":", "é"))
      .map(([n, mark]) => "7".repeat(n) + mark);
    fc.assert(
      fc.property(fc.array(digits, { maxLength: 12 }), (parts) => {
        const text = parts.join("");
        expect(hasLongDigits(text)).toBe(/\d{16}/.test(text));
      }),
      { numRuns: 10_000 },
    );
  });
});

const catchError = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe("writing", () => {
  const noMinusZero = (value: number) => (value === 0 ? 0 : value);
  const { value: values } = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.boolean(),
        fc.constant(null),
        fc.double({ noDefaultInfinity: true, noNaN: true }).map(noMinusZero),
        fc.maxSafeInteger().map(noMinusZero),
        integers.map(slowRead),
      ),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(fc.oneof(fc.string(), fc.constant("__proto__")), tie("value"), {
        maxKeys: 4,
        noNullPrototype: true,
      }),
    ),
  }));

  /** Numbers that are integers beyond 2^53 are read as bigint: their digits are all there. */
  const asRead = (value: Json): Json => {
    if (typeof value === "number") return Math.abs(value) >= 2 ** 53 && Math.abs(value) < 1e21 ? BigInt(value) : value;
    if (Array.isArray(value)) return value.map(asRead);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, of]) => [name, asRead(of)]));
  };

  test("what is written is read again, indented or not", () => {
    fc.assert(
      fc.property(values, fc.constantFrom(undefined, 0, 2), (value, indent) => {
        const text = stringify(value, indent);
        expectSame(parse(text).value, asRead(value));
        expectSame(slowRead(text), asRead(value));
      }),
      { numRuns: 2000 },
    );
  });

  test("as the platform writes it, whatever else is in it", () => {
    const anything = fc.anything({
      withDate: true,
      withBoxedValues: true,
      withNullPrototype: true,
      withSparseArray: true,
    });
    fc.assert(
      fc.property(anything, fc.constantFrom(undefined, 0, 3), (value, indent) => {
        const platform = JSON.stringify([0, value], undefined, indent);
        // It rounds, and it has `null` for numbers that are not finite: other tests are about these.
        fc.pre(!/\d{16}/.test(platform));
        const ours = outcome(() => stringify([0n, value], indent));
        if (ours !== "wrong") expect(ours).toEqual({ value: platform });
        else expect(platform).toContain("null");
      }),
      { numRuns: 2000 },
    );
  });
});

describe("framing", () => {
  /** Cuts bytes at the given places. */
  const cut = (stream: Uint8Array, places: readonly number[]): readonly Uint8Array[] => {
    const at = [0, ...places.map((place) => place % (stream.length + 1)).toSorted((a, b) => a - b), stream.length];
    return at.slice(1).map((end, index) => stream.subarray(at[index], end));
  };
  const cuts = fc.array(fc.nat(), { maxLength: 12 });
  const bytes = (text: string) => new TextEncoder().encode(text);
  const framed = (chunks: readonly Uint8Array[], prepare?: (framer: Framer) => void) => {
    const messages: string[] = [];
    const framer = new Framer(undefined, (text) => messages.push(text));
    prepare?.(framer);
    for (const chunk of chunks) framer.push(chunk);
    return { messages, rest: framer.rest() };
  };
  const objects = fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue(), { maxKeys: 3, noNullPrototype: true });

  test("messages on a line each, cut anywhere", () => {
    fc.assert(
      fc.property(fc.array(objects), fc.constantFrom("\n", "\r\n", "\r\n\r\n"), cuts, (all, lineEnd, places) => {
        const lines = all.map((one) => JSON.stringify(one));
        const stream = bytes(lines.map((line) => line + lineEnd).join(""));
        expect(framed(cut(stream, places))).toEqual({ messages: lines, rest: "" });
      }),
      { numRuns: 500 },
    );
  });

  test("pretty messages, cut anywhere", () => {
    fc.assert(
      fc.property(fc.array(objects), fc.nat(4), cuts, (all, indent, places) => {
        const pretty = all.map((one) => JSON.stringify(one, undefined, indent).replaceAll("\n", "\r\n"));
        const stream = bytes(`{\r\n}\r\n${pretty.map((text) => `${text}\r\n`).join("")}`);
        const { messages, rest } = framed(cut(stream, places));
        expect([messages.slice(1), rest]).toEqual([pretty, ""]);
      }),
      { numRuns: 500 },
    );
  });

  // Bytes that matter to somebody here, and others.
  const noise = fc
    .array(
      fc.oneof(fc.constantFrom(0xff, 0xfb, 0xfa, 0xf0, 10, 13, 0x22, 0x5c, 0x7b, 0x7d, 0xe2, 0x82, 0xac), fc.nat(255)),
    )
    .map((all) => Uint8Array.from(all));

  test("noise gives the same, cut anywhere or not", () => {
    const prepare = (framer: Framer) => framer.dropThroughFF();
    fc.assert(
      fc.property(noise, cuts, (stream, places) => {
        const chunks = cut(stream, places);
        // The rest is not compared: half a character at the end is in it or not.
        expect(framed(chunks).messages).toEqual(framed([stream]).messages);
        expect(framed(chunks, prepare).messages).toEqual(framed([stream], prepare).messages);
      }),
      { numRuns: 2000 },
    );
  });

  test("what is behind the last mark is a stream of its own", () => {
    fc.assert(
      fc.property(noise, fc.array(objects), cuts, (before, all, places) => {
        const lines = all.map((one) => JSON.stringify(one));
        const behind = bytes(lines.map((line) => `${line}\n`).join(""));
        const stream = Uint8Array.from([...before, 0xff, ...behind]);
        const { messages } = framed(cut(stream, places), (framer) => framer.dropThroughFF());
        expect(messages.slice(messages.length - lines.length)).toEqual(lines);
        if (!before.includes(0xff)) expect(messages).toEqual(lines);
      }),
      { numRuns: 500 },
    );
  });

  test("telnet's commands leave no trace, cut anywhere", () => {
    const command = fc.oneof(
      fc.tuple(fc.constant(0xff), fc.integer({ min: 0xfb, max: 0xfe }), fc.nat(255)),
      fc.tuple(fc.constant(0xff), fc.integer({ min: 0xf1, max: 0xf9 })),
      fc.array(fc.nat(254)).map((inside) => [0xff, 0xfa, ...inside, 0xff, 0xf0]),
    );
    const part = fc.oneof(
      fc.string({ unit: "binary" }).map((text) => [...bytes(text)]),
      command,
    );
    fc.assert(
      fc.property(fc.array(part), cuts, (parts, places) => {
        const filter = telnetFilter();
        const got = cut(Uint8Array.from(parts.flat()), places).flatMap((chunk) => [...filter(chunk)]);
        expect(got).toEqual(parts.filter(([first]) => first !== 0xff).flat());
      }),
      { numRuns: 1000 },
    );
  });
});
