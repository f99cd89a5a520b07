// The server's JSON reader and writer against QEMU's own: the same bytes, right and wrong, go to a real QEMU and to
// `JsonStream`, and the replies that ours makes one expect are compared with those that come: how many, error or not, and
// the id that is echoed, byte for byte.

import { isDeepStrictEqual } from "node:util";
import { connect } from "node:net";
import { join } from "node:path";

import fc from "fast-check";
import { expect, test } from "vitest";

import { parse } from "../../src/runtime/json.js";
import { Float } from "../../src/runtime/server/float.js";
import { JsonStream } from "../../src/runtime/server/json-stream.js";
import type { Incoming } from "../../src/runtime/server/json-stream.js";
import { wireText } from "../../src/runtime/server/wire-writer.js";
import { allInputs, asId, bytesOf, messages, utf8, values } from "../runtime/server/json-inputs.js";
import { bare, binary, describeQemu, start, temporaryFolder } from "./qemu.js";

/** What QEMU prints otherwise, by what we print. */
const differences: Readonly<Record<string, { readonly qemu: string; readonly why: string }>> = {
  "1e+999": { qemu: "inf", why: "`inf` is no JSON, and most clients would lose the connection over it" },
  "-1e+999": { qemu: "-inf", why: "the same" },
};

/** Messages that are fine or nearly so, with something changed in places: the same ones at each run. */
function mutations(count: number): readonly string[] {
  const marks =
    "{}[]:,\"'\\/ \n\t\x00\x04\x1f0123456789.eE+-truefalsnAx%\x7f\x80\xbf\xc0\xc3\xa9\xe2\xed\xf0\xf4\xfe\xff";
  const change = fc.tuple(fc.nat(), fc.nat(3), fc.constantFrom("", "\\u00", "\\ud83d", ...marks));
  const base = fc.constantFrom(...allInputs.filter((input) => input.length < 200));
  const mutation = fc.tuple(
    fc.array(base, { minLength: 1, maxLength: 2 }),
    fc.array(change, { minLength: 1, maxLength: 4 }),
  );
  return fc.sample(mutation, { seed: 7, numRuns: count }).map(([bases, changes]) => {
    let text = bases.join("");
    for (const [place, length, mark] of changes) {
      const at = place % (text.length + 1);
      text = text.slice(0, at) + mark + text.slice(at + length);
    }
    return text;
  });
}

/** An input, and what makes the state clean and tells that QEMU is through with it: an error, and a reply to know. */
const delimited = (input: string, index: number) => `${input}\x04${asId(`"end of ${index}"`)}`;

describeQemu("JSON as QEMU has it", () => {
  const folder = temporaryFolder();
  let count = 0;

  /** What QEMU answers to each input, an error's description left out. */
  const ask = async (inputs: readonly string[]): Promise<readonly (readonly string[])[]> => {
    const path = join(folder(), `${++count}.sock`);
    start(binary, [...bare, "-qmp", `unix:${path},server=on,wait=off`]);
    const replies: string[][] = [[]];
    const socket = await connected(path);
    socket.setEncoding("latin1");
    socket.write('{"execute":"qmp_capabilities"}');
    for (const [index, input] of inputs.entries()) socket.write(bytesOf(delimited(input, index)));
    const lines = linesOf(socket);
    for (let skipped = 0; skipped < 2; skipped++) await lines.next();
    for await (const line of lines) {
      replies.at(-1)!.push(line.replace(/"error": \{"class": "\w+", "desc": "(?:[^"\\]|\\.)*"\}\}$/, '"error"}'));
      if (line.endsWith(`"id": "end of ${replies.length - 1}"}`) && replies.push([]) > inputs.length) break;
    }
    socket.destroy();
    return replies;
  };

  /** The inputs to which QEMU answers something else than ours makes one expect. */
  const differing = async (inputs: readonly string[]) => {
    const replies = await ask(inputs);
    return inputs.flatMap((input, index) => {
      const chunk = bytesOf(delimited(input, index));
      const ours = read([chunk]);
      const byByte = read(Array.from(chunk, (_, at) => chunk.subarray(at, at + 1)));
      const wanted = ours.map(reply);
      const isSame = isDeepStrictEqual(wanted, replies[index]) && isDeepStrictEqual(byByte, ours);
      const sameIds = isSame && ours.every((incoming, at) => isSameId(incoming, replies[index]![at]!));
      return sameIds ? [] : [{ input: JSON.stringify(input), qemu: replies[index], ours: wanted }];
    });
  };

  test.each(Object.entries(values))("values in a message: %s", async (_, inputs) => {
    expect(await differing(inputs.map(asId))).toEqual([]);
  });

  test.each(Object.entries(messages))("messages, and what is behind them: %s", async (_, inputs) => {
    expect(await differing(inputs)).toEqual([]);
  });

  test("doubles of all sizes, and those between two of 17 digits", async () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    const between = fc.nat().map((n) => 2 ** 50 + n + (n % 2 === 0 ? 0.25 : 0.75));
    const power = fc.tuple(fc.double({ min: 1, max: 10, noNaN: true }), fc.integer({ min: -30, max: 30 }));
    const doubles = fc.oneof(
      finite,
      between,
      power.map(([digits, exponent]) => digits * 10 ** exponent),
    );
    const literals = fc.sample(doubles, { seed: 17, numRuns: 1000 }).map((value) => value.toExponential());
    expect(await differing(literals.map(asId))).toEqual([]);
  });

  test("messages with random changes", async () => {
    expect(await differing(mutations(800))).toEqual([]);
  });
});

async function connected(path: string): Promise<ReturnType<typeof connect>> {
  for (let tries = 0; ; tries++) {
    const socket = connect(path);
    const error = await new Promise<unknown>((resolve) => {
      socket.once("connect", () => resolve(undefined));
      socket.once("error", resolve);
    });
    if (error === undefined) return socket;
    if (tries === 200) throw error;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string, void> {
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split("\r\n");
    rest = lines.pop()!;
    yield* lines;
  }
}

function read(chunks: readonly Uint8Array[]): readonly Incoming[] {
  const stream = new JsonStream();
  const all: Incoming[] = [];
  for (const chunk of chunks) {
    stream.push(chunk);
    for (let next; (next = stream.next()) !== undefined;) all.push(next);
  }
  return all;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Float);

/** What QEMU answers to what ours has read. */
function reply(incoming: Incoming): string {
  if ("error" in incoming || !isObject(incoming.value)) return '{"error"}';
  const { execute, id, arguments: given = {}, ...more } = incoming.value;
  const isFine = execute === "query-name" && isObject(given) && Object.keys({ ...given, ...more }).length === 0;
  if (id === undefined) return isFine ? '{"return": {}}' : '{"error"}';
  return isFine ? `{"return": {}, "id": ${orderedText(id)}}` : `{"id": ${orderedText(id)}, "error"}`;
}

/** The text that ours writes of a value, with members in QEMU's order. */
function orderedText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(orderedText).join(", ")}]`;
  if (!isObject(value)) return differences[wireText(value)]?.qemu ?? wireText(value);
  const members = Object.entries(value).toReversed();
  members.sort(([a], [b]) => bucket(a) - bucket(b));
  return `{${members.map(([name, of]) => `${wireText(name)}: ${orderedText(of)}`).join(", ")}}`;
}

/** Where in its table QEMU has a member (`qobject/qdict.c`). */
function bucket(name: string): number {
  const bytes = Buffer.from(utf8(name).replaceAll("\0", "\xc0\x80"), "latin1");
  let hash = Math.imul(0x238f13af, bytes.length);
  for (const [index, byte] of bytes.entries()) hash = (hash + (byte << ((index * 5) % 24))) | 0;
  return ((Math.imul(1103515243, hash) + 12345) >>> 0) % 512;
}

/** Whether the id in a reply is, read exactly, what the text that ours writes is. */
function isSameId(incoming: Incoming, line: string): boolean {
  if ("error" in incoming || !isObject(incoming.value) || !line.startsWith('{"return"')) return true;
  if (incoming.value["id"] === undefined) return true;
  const { id } = parse(line).value as { readonly id: unknown };
  return isDeepStrictEqual(id, parse(wireText(incoming.value["id"])).value);
}
