// From bytes, in whatever pieces they come, to messages.

import { describe, expect, test } from "vitest";

import { QmpProtocolError } from "../../src/runtime/errors.js";
import { Framer } from "../../src/runtime/framing.js";
import { MarkedFramer } from "../../src/runtime/marks.js";
import { telnetFilter } from "../../src/runtime/transports/telnet.js";

const bytes = (text: string) => new TextEncoder().encode(text);

/** Puts text and single bytes together. */
const join = (...parts: readonly (string | number)[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "number" ? [part] : [...bytes(part)])));

function framed(chunks: readonly (Uint8Array | string)[], maxLength?: number): readonly string[] {
  const messages: string[] = [];
  const framer = new Framer(maxLength, (text) => messages.push(text));
  for (const chunk of chunks) framer.push(chunk);
  return messages;
}

/** Every way to see a stream: in one piece, byte by byte, in two pieces cut anywhere, and as text. */
function expectFramed(stream: Uint8Array, wanted: readonly string[]): void {
  expect(framed([stream])).toEqual(wanted);
  expect(framed(Array.from(stream, (byte) => Uint8Array.of(byte)))).toEqual(wanted);
  for (let at = 0; at <= stream.length; at++) {
    expect(framed([stream.subarray(0, at), stream.subarray(at)])).toEqual(wanted);
  }
  const text = new TextDecoder().decode(stream);
  expect(framed([text])).toEqual(wanted);
  expect(framed([...text])).toEqual(wanted);
}

const pretty = (value: unknown) => JSON.stringify(value, undefined, 4).replaceAll("\n", "\r\n");

describe("lines", () => {
  test.each<[string, string, readonly string[]]>([
    ["nothing", "", []],
    ["CR LF", '{"QMP": {}}\r\n{"return": {}}\r\n', ['{"QMP": {}}', '{"return": {}}']],
    ["LF", '{"return": 1}\n{"return": 2}\n', ['{"return": 1}', '{"return": 2}']],
    ["blank lines", '\r\n \t\r\n{"a": 1}\r\n\n\r\n  {"b": 2}  \r\n', ['{"a": 1}', '{"b": 2}']],
    ["a line without end", '{"a": 1}\r\n{"b": 2}', ['{"a": 1}']],
    ["what is no message", "login:\r\n]{\r\n", ["login:", "]{"]],
    ["two on a line", '{"a": 1}{"b": 2}\n', ['{"a": 1}{"b": 2}']],
    ["brackets in strings", '{"a": "}{[\\"{"}\n{"b": 2}\n', ['{"a": "}{[\\"{"}', '{"b": 2}']],
    // Only the first message tells whether the peer prints prettily.
    ["brackets that stay open later", '{"a": 1}\n{"b":\n2}\n', ['{"a": 1}', '{"b":', "2}"]],
    ["characters of 2, 3 and 4 bytes", '{"a": "é€😀"}\n"é€😀\n', ['{"a": "é€😀"}', '"é€😀']],
  ])("%s", (_, stream, wanted) => {
    expectFramed(bytes(stream), wanted);
  });

  test("bytes that are no UTF-8", () => {
    const stream = join('{"a": "', 0xc3, '"}\n{"b": "', 0xe2, 0x82, 0xff, 0x80, '"}\n', 0xf0, "\n");
    const wanted = ['{"a": "\ufffd"}', '{"b": "\ufffd\ufffd\ufffd"}', "\ufffd"];
    expectFramed(stream, wanted);
  });

  test("a byte order mark is nothing special", () => {
    expect(framed([bytes('\ufeff{"a": "\ufeff"}\n{"b": "'), bytes('\ufeff"}\n')]).slice(1)).toEqual([
      '{"b": "\ufeff"}',
    ]);
  });

  test("nothing comes of nothing", () => {
    expect(framed([new Uint8Array(), "", bytes("{}"), new Uint8Array(), "\n"])).toEqual(["{}"]);
  });

  test("an empty piece in the middle of a character", () => {
    const [first, second] = [Uint8Array.of(0x22, 0xe2, 0x82), Uint8Array.of(0xac, 0x22, 10)];
    expect(framed([first, new Uint8Array(), second])).toEqual(['"€"']);
  });

  test("a line of megabytes, in pieces", () => {
    const chunk = bytes("x".repeat(65_536));
    expect(framed([...Array<Uint8Array>(500).fill(chunk), bytes("\n{}\n")])).toEqual(["x".repeat(500 * 65_536), "{}"]);
  });

  test("a line of 200,000 bytes, byte by byte", () => {
    const byte = bytes("x");
    expect(framed([...Array<Uint8Array>(200_000).fill(byte), bytes("\r\n")])).toEqual(["x".repeat(200_000)]);
  });
});

describe("a peer that prints prettily", () => {
  const greeting = { QMP: { version: { qemu: { micro: 0, minor: 2, major: 7 }, package: "" }, capabilities: ["oob"] } };
  const reply = { return: [{ a: '}"\\]', b: [], c: {} }], id: "é{😀" };

  test("messages go from bracket to bracket", () => {
    const stream = [greeting, reply, {}, reply].map((value) => `${pretty(value)}\r\n`).join("");
    const messages: string[] = [];
    expectFramed(
      bytes(stream),
      framed([stream]).map((text) => (messages.push(text), text)),
    );
    expect(messages.map((text) => JSON.parse(text) as unknown)).toEqual([greeting, reply, {}, reply]);
  });

  test("and so does everything that follows, whatever it looks like", () => {
    expectFramed(bytes('{\r\n    "a": 1\r\n}\r\n{"b": 2}{"c":\n3}\n\n'), [
      '{\n    "a": 1\r\n}',
      '{"b": 2}',
      '{"c":\n3}',
    ]);
  });

  test("what is no message is given as a line", () => {
    expectFramed(bytes('\r\n{\n"a": 1}\r\n] what {"b": 2}\r\n\t{"c": 3}\n[1\n]\n'), [
      '{\n"a": 1}',
      '] what {"b": 2}',
      '{"c": 3}',
      "[1",
      "]",
    ]);
  });

  test("a message that never ends stays the rest", () => {
    const framer = new Framer(undefined, () => expect.unreachable());
    framer.push('{\r\n    "QMP": {\r\n');
    framer.push("    }\r\n");
    expect(framer.rest()).toMatch(/^\{\s+"QMP": \{\s+\}\s+$/);
  });
});

describe("limits", () => {
  test.each<[string, readonly string[]]>([
    ["in one piece", ["{}\n123456789\n{}\n"]],
    ["without an end", ["{}\n", "123456789"]],
    ["in pieces", ["{}\n1", "2345", "6789\n{}\n"]],
    ["pretty", ['{\n"a"', ":1}\n", '{"b":1234}\n{}']],
    ["pretty, no message", ["{\n}\n", "123456789\n"]],
    ["of the first one", ['{"abcde"\n:1}']],
  ])("a message that is too long: %s", (_, chunks) => {
    const messages: string[] = [];
    const framer = new Framer(8, (text) => messages.push(text));
    const push = () => chunks.forEach((chunk) => framer.push(chunk));
    expect(push).toThrow(QmpProtocolError);
    expect(push).not.toThrow();
    expect(framer.rest()).toBe("");
    expect(messages.length).toBeLessThanOrEqual(1);
    expect(messages.join()).not.toMatch(/9|1234/);
  });

  test("says how much it was", () => {
    expect(() => framed(["{}\n", "12345", "678901"], 8)).toThrow(
      "a message is too long: 11 characters so far, at most 8 are taken",
    );
  });

  test("a message may be as long as the limit", () => {
    expect(framed(["{}\n12345678\n", "1234", "5678", "\n"], 8)).toEqual(["{}", "12345678", "12345678"]);
  });

  test("blanks between pretty messages are no part of one", () => {
    expect(framed(["{\n}\n", "\n".repeat(100), "{\n1}"], 8)).toEqual(["{\n}", "{\n1}"]);
  });
});

describe("whoever is told", () => {
  test("may stop it", () => {
    const messages: string[] = [];
    const framer: Framer = new Framer(undefined, (text) => {
      messages.push(text);
      framer.stop();
    });
    framer.push('{"a": 1}\n{"b": 2}\n{"c"');
    framer.push(": 3}\n");
    expect(messages).toEqual(['{"a": 1}']);
    expect(framer.rest()).toBe("");
  });

  test("may fail: the error passes, and that is the end", () => {
    let count = 0;
    const framer = new Framer(undefined, () => {
      count++;
      throw new Error("mine");
    });
    expect(() => framer.push("{}\n{}\n")).toThrow("mine");
    framer.push("{}\n");
    expect(count).toBe(1);
  });

  test("sees the rest without what it was given", () => {
    const rests: string[] = [];
    const framer: Framer = new Framer(undefined, () => rests.push(framer.rest()));
    framer.push('{"a"');
    expect(framer.rest()).toBe('{"a"');
    framer.push(': 1}\n{"b"');
    expect(rests).toEqual([""]);
    expect(framer.rest()).toBe('{"b"');
  });
});

describe("the guest agent's mark", () => {
  /** A framer that drops through the next mark from the start. */
  function marked(chunks: readonly (Uint8Array | string)[], onMessage?: (text: string, framer: MarkedFramer) => void) {
    const messages: string[] = [];
    const framer: MarkedFramer = new MarkedFramer(undefined, (text) => {
      messages.push(text);
      onMessage?.(text, framer);
    });
    framer.dropThroughFF();
    for (const chunk of chunks) framer.push(chunk);
    return { messages, rest: framer.rest() };
  }

  const error = '{"error": {"class": "GenericError", "desc": "stray \\uFFFD"}}\n';

  test.each<[string, Uint8Array, readonly string[]]>([
    ["at once", join(0xff, '{"return": 1}\n'), ['{"return": 1}']],
    ["behind other messages", join(error, '{"return": {}}\n', 0xff, '{"return": 1}\n'), ['{"return": 1}']],
    ["behind half a message", join('rn": "é', 0xff, '{"return": 1}\n'), ['{"return": 1}']],
    ["behind half a character", join(0xe2, 0x82, 0xff, '{"return": 1}\n'), ['{"return": 1}']],
    ["behind bytes that are no UTF-8", join(0x80, 0xfe, 0xc3, '{"a": 1}\n', 0xff, '{"b": 2}\n'), ['{"b": 2}']],
    [
      "behind brackets that stay open",
      join("{[\n{\n", 0xff, '{"return": 1}\n{"a": 2}\n'),
      ['{"return": 1}', '{"a": 2}'],
    ],
    ["two in a row", join("{", 0xff, 0xff, '{"return": 1}\n'), ['{"return": 1}']],
    // A later one begins a message as well, and drops what it interrupts.
    [
      "later ones",
      join(0xff, '{"a": 1}\n', error, 0xff, '{"b": 2}\n{"c', 0xff, '{"d": 4}\n'),
      ['{"a": 1}', error.trim(), '{"b": 2}', '{"d": 4}'],
    ],
    [
      "behind the beginning of a pretty message",
      join(0xff, '{"a": "\n', 0xff, '{"b": 2}\n{"c": 3}\n'),
      ['{"b": 2}', '{"c": 3}'],
    ],
    ["none", join(error, error), []],
  ])("%s", (_, stream, wanted) => {
    expect(marked([stream]).messages).toEqual(wanted);
    expect(marked(Array.from(stream, (byte) => Uint8Array.of(byte))).messages).toEqual(wanted);
    for (let at = 0; at <= stream.length; at++) {
      expect(marked([stream.subarray(0, at), stream.subarray(at)]).messages).toEqual(wanted);
    }
  });

  test("asked for again by whoever is told, in the middle of a piece", () => {
    const stream = join(0xff, '{"a": 1}\n{"b": 2}\n', 0x80, 0xff, '{"c": 3}\n{"d": 4}\n');
    const again = (text: string, framer: MarkedFramer) => text === '{"a": 1}' && framer.dropThroughFF();
    for (let at = 0; at <= stream.length; at++) {
      const { messages } = marked([stream.subarray(0, at), stream.subarray(at)], again);
      expect(messages).toEqual(['{"a": 1}', '{"c": 3}', '{"d": 4}']);
    }
  });

  test("asked for the first time by whoever is told", () => {
    const messages: string[] = [];
    const framer: MarkedFramer = new MarkedFramer(undefined, (text) => {
      messages.push(text);
      if (messages.length === 1) framer.dropThroughFF();
    });
    framer.push(join('{"a": 1}\n{"b": 2}\n', 0xff, '{"c": 3}\n'));
    expect(messages).toEqual(['{"a": 1}', '{"c": 3}']);
  });

  test.each(["\u00ff", "\ufffd"])("in text that is decoded already: %j", (mark) => {
    expect(marked([`{"a": 1}\n`, `x${mark}{"b"`, `: 2}\n`]).messages).toEqual(['{"b": 2}']);
  });

  test("drops what had come of a message", () => {
    const messages: string[] = [];
    const framer = new MarkedFramer(undefined, (text) => messages.push(text));
    framer.push('{"a": ');
    framer.dropThroughFF();
    framer.push(join("1}\n", 0xff, '{"b": 2}\n'));
    expect(messages).toEqual(['{"b": 2}']);
  });

  test("while it does not come, the rest is the beginning of what did", () => {
    const { messages, rest } = marked([bytes('{"QMP": {}}\r\n'), bytes("x".repeat(1000))]);
    expect(messages).toEqual([]);
    expect(rest).toMatch(/^\{"QMP": \{\}\}\r\nx+$/);
    expect(rest.length).toBeLessThan(1000);
  });

  test("what is dropped has no limit", () => {
    const messages: string[] = [];
    const framer = new MarkedFramer(8, (text) => messages.push(text));
    framer.dropThroughFF();
    framer.push(bytes("x".repeat(100)));
    framer.push(join("x".repeat(100), 0xff, "{}\n"));
    expect(messages).toEqual(["{}"]);
  });

  test("once it is stopped, a mark starts nothing", () => {
    const { messages } = marked([join(0xff, "{}\n", 0xff, "{}\n")], (_, framer) => framer.stop());
    expect(messages).toEqual(["{}"]);
  });
});

describe("telnet", () => {
  const filtered = (chunks: readonly Uint8Array[]) => {
    const filter = telnetFilter();
    return chunks.flatMap((chunk) => [...filter(chunk)]);
  };

  test.each<[string, Uint8Array, Uint8Array]>([
    ["nothing", join(), join()],
    ["no command", join("{}\r\n", 0xfe, 0x80), join("{}\r\n", 0xfe, 0x80)],
    [
      "what QEMU says when it is connected to",
      join(0xff, 0xfb, 1, 0xff, 0xfb, 3, 0xff, 0xfb, 0, 0xff, 0xfd, 0, "{}"),
      join("{}"),
    ],
    ["in the middle of a word", join("tr", 0xff, 0xfd, 0xff, "ue"), join("true")],
    ["all that take an option", join(0xff, 0xfb, 1, 0xff, 0xfc, 2, 0xff, 0xfd, 3, 0xff, 0xfe, 4, "x"), join("x")],
    ["those that take none", join("a", 0xff, 0xf1, "b", 0xff, 0xf9, 0xff, 0xef, "c", 0xff, 0xf0, "d"), join("abcd")],
    ["a byte FF", join("a", 0xff, 0xff, "b"), join("a", 0xff, "b")],
    ["two of them", join(0xff, 0xff, 0xff, 0xff), join(0xff, 0xff)],
    ["a sub-negotiation", join("a", 0xff, 0xfa, 0x18, 1, 0xff, 0xff, 0xf0, 0xff, 0xfb, 2, 0xff, 0xf0, "b"), join("ab")],
    ["the agent's FF, which QEMU does not double", join(0xff, '{"return": 1}'), join(0xff, '{"return": 1}')],
    ["a command without its end", join("a", 0xff, 0xfb), join("a")],
  ])("%s", (_, stream, wanted) => {
    expect(filtered([stream])).toEqual([...wanted]);
    expect(filtered(Array.from(stream, (byte) => Uint8Array.of(byte)))).toEqual([...wanted]);
    for (let at = 0; at <= stream.length; at++) {
      expect(filtered([stream.subarray(0, at), stream.subarray(at)])).toEqual([...wanted]);
    }
  });

  test("each filter is of its own connection", () => {
    telnetFilter()(Uint8Array.of(0xff));
    expect([...telnetFilter()(bytes("{}"))]).toEqual([...bytes("{}")]);
  });
});
