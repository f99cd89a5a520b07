// Clients that mean no good, and what is not meant well by accident. Each has a server of its own, in its own process and
// with little memory, and a client beside it that behaves: that one is served all the time.

import type { Socket } from "node:net";

import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";

import type { LoneServer } from "../../support/lone.js";
import { loneServers, expectWithstood } from "../../support/lone.js";
import type { Heard, Talk } from "../../support/talk.js";

const start = loneServers();

const MiB = 2 ** 20;

/** What a server takes beside what a test makes it hold: what the platform makes of code that runs often. */
const slack = 2 * MiB;

const blank = (length: number, filling: string | number = " ") => Buffer.alloc(length, filling);
const said = ({ error }: Heard) => error?.class;

/** What a lexer cannot mistake for anything, and the end of a line: all that came before is forgotten. */
const fresh = "\x04\n";

/** Has a command executed whatever was said before; gives how many errors came until then. */
async function getThrough(talk: Talk): Promise<number> {
  const id = "through";
  talk.say(fresh, { execute: "nothing", id });
  for (let errors = 0; ;) {
    const heard = await talk.next();
    if (heard.id === id) {
      expect(heard).toEqual({ return: {}, id });
      return errors;
    }
    if ("return" in heard) continue;
    errors++;
    // As a matcher, this would take longer than all else here.
    if (typeof heard.error?.desc !== "string" || said(heard) === "") expect(heard).toEqual("an error");
  }
}

/** Says things, gets through, and leaves. */
function saying(server: LoneServer, ...pieces: readonly (string | Uint8Array)[]) {
  return async () => {
    const talk = await server.talk();
    talk.say(...pieces);
    await getThrough(talk);
    talk.stream.destroy();
  };
}

/** Waits until a socket is connected, or is not going to be. */
const settled = (socket: Socket) =>
  new Promise<void>((resolve) => {
    if (!socket.connecting) return resolve();
    socket.once("connect", resolve).once("close", resolve);
  });

const closed = (socket: Socket) =>
  new Promise<void>((resolve) => {
    if (socket.closed) return resolve();
    socket.resume().once("close", resolve);
  });

// ---- noise -----------------------------------------------------------------------------------------------------------

describe("noise", () => {
  const templates = [
    '{"execute": "count", "arguments": {"n": 5}, "id": 7}',
    '{"execute": "echo", "arguments": {"value": {"a": [1, 2.5, null, "é\\u20ac"], "text": "x"}}, "id": {"b": [true]}}',
    "{'execute': 'open', 'arguments': {'driver': 'x', 'more': [[], {}]}}",
    '{"exec-oob": "nothing", "id": 1}',
    '{"execute": "qmp_capabilities", "arguments": {"enable": ["oob"]}}',
  ];
  const bytes = fc.uint8Array({ maxLength: 200 });
  const json = fc.json({ maxDepth: 6 }).map((text) => Buffer.from(text));
  const request = fc
    .record({
      execute: fc.constantFrom("echo", "count", "nothing", "nope"),
      arguments: fc.jsonValue(),
      id: fc.jsonValue(),
    })
    .map((one) => Buffer.from(JSON.stringify(one)));
  const mutated = fc
    .tuple(
      fc.constantFrom(...templates),
      fc.array(fc.tuple(fc.nat(), fc.constantFrom("set", "add", "cut", "twice"), fc.nat(255), fc.nat(20)), {
        minLength: 1,
        maxLength: 4,
      }),
    )
    .map(([text, edits]) => edits.reduce<Uint8Array>(edited, Buffer.from(text)));
  const input = fc.array(fc.oneof(bytes, json, request, mutated), { minLength: 1, maxLength: 8 });

  /** Changes a few bytes. */
  function edited(text: Uint8Array, [place, how, byte, length]: readonly [number, string, number, number]): Uint8Array {
    const at = place % (text.length + 1);
    const [head, tail] = [text.subarray(0, at), text.subarray(at)];
    if (how === "set") return Buffer.concat([head, Uint8Array.of(byte), tail.subarray(1)]);
    if (how === "add") return Buffer.concat([head, Uint8Array.of(byte), tail]);
    if (how === "cut") return Buffer.concat([head, tail.subarray(length)]);
    return Buffer.concat([head, tail.subarray(0, length), tail]);
  }

  test("random bytes, random JSON, requests that are nearly right: each client gets through behind it", async () => {
    const server = await start();
    const { grown, reports } = await expectWithstood(server, async () => {
      await fc.assert(
        fc.asyncProperty(input, fc.boolean(), async (pieces, negotiates) => {
          const talk = await server.talk();
          if (!negotiates) talk.say({ execute: "qmp_capabilities" });
          for (const piece of pieces) talk.say(piece);
          await getThrough(talk);
          talk.stream.end();
          expect(await talk.rest()).toEqual([]);
        }),
        { numRuns: 300 },
      );
    });
    expect(reports).toEqual([]);
    expect(grown).toBeLessThan(slack);
  });

  test("in front of the negotiation, too", async () => {
    const server = await start();
    await expectWithstood(server, async () => {
      await fc.assert(
        fc.asyncProperty(input, async (pieces) => {
          const talk = await server.greeted();
          for (const piece of pieces) talk.say(piece);
          talk.stream.end();
          for (const heard of await talk.rest()) expect("return" in heard || "error" in heard).toBe(true);
        }),
        { numRuns: 100 },
      );
    });
  });
});

// ---- texts -----------------------------------------------------------------------------------------------------------

describe("what has no end", () => {
  const limit = MiB / 4;
  test.each([
    ["a string", '"', "x", 40 * MiB],
    ["a string of what has to be escaped", '{"execute": "', "\x7f", 40 * MiB],
    ["a name", '{"execute": "nothing", "', "é", 40 * MiB],
    ["a number", "[", "1", 40 * MiB],
    ["a word", "", "a", 40 * MiB],
    ["blank space", "", " ", 40 * MiB],
    ["nesting", "", "[", 4 * MiB],
    // Behind what is too much, each word is a mistake of its own, which takes longer.
    ["a list", "[", "1,", MiB / 2],
    ["an object", "{", '"k":1,', MiB / 2],
    ["names alone", "{", '"k"', MiB / 2],
  ])("%s: longer than a message may be by far", async (_, first, filling, length) => {
    const server = await start({ maxMessageBytes: limit });
    const { grown } = await expectWithstood(server, async () => {
      const talk = await server.talk();
      talk.say(first);
      const piece = Buffer.from(filling.repeat(MiB / 4 / Buffer.byteLength(filling)));
      for (let sent = 0; sent < length; sent += piece.length) {
        await new Promise((resolve) => talk.stream.write(piece, resolve));
      }
      await getThrough(talk);
      talk.stream.destroy();
    });
    // What is kept of it, and what is read ahead; a mebibyte of replies.
    expect(grown).toBeLessThan(8 * limit + MiB + slack);
  });
});

describe("what is large", () => {
  test.each([
    ["[", "]"],
    ['{"a":', "}"],
    ['[{"a":', "}]"],
    ["[", ""],
  ])("nested 100,000 deep: %s", async (open, close) => {
    const server = await start();
    const deep = open.repeat(100_000);
    const { grown } = await expectWithstood(server, async () => {
      for (const text of [`${deep}1${close.repeat(100_000)}`, `{"execute": "echo", "id": ${deep}`]) {
        await saying(server, text)();
      }
    });
    expect(grown).toBeLessThan(2 * MiB + slack);
  });

  test.each([
    ["letters", '"', "x", 10 * MiB],
    ["letters with an accent", '"', "é", 5 * MiB],
    ["characters that need two escapes", '"', "😀", 2.5 * MiB],
    ["what does not print", '"', "\x7f", 10 * MiB],
  ])("an id of 10 MiB of %s", async (_, quote, filling, count) => {
    const server = await start();
    const { grown, left } = await expectWithstood(server, async () => {
      const talk = await server.talk();
      const id = filling.repeat(count);
      const { return: value, id: echoed } = await talk.ask(`{"execute":"nothing","id":${quote}${id}${quote}}`);
      expect(value).toEqual({});
      expect(echoed === id).toBe(true);
      talk.stream.destroy();
    });
    // The message, and then the reply, in which one byte may have become six.
    expect(grown).toBeLessThan(10 * MiB + 60 * MiB + slack);
    expect(left).toBeLessThan(slack);
  });

  test("an id of half a million numbers, one of half a million objects", async () => {
    const server = await start();
    await expectWithstood(server, async () => {
      const talk = await server.talk();
      for (const item of ["1", '{"a":[]}']) {
        const id = `[${Array<string>(item === "1" ? 500_000 : 200_000)
          .fill(item)
          .join()}]`;
        const { return: value, id: echoed } = await talk.ask(`{"execute":"nothing","id":${id}}`);
        expect(value).toEqual({});
        expect(JSON.stringify(echoed) === id).toBe(true);
      }
      talk.stream.destroy();
    });
  });

  test("a quarter of a million names are taken; a million are too many, and the rest of them are mistakes", async () => {
    const server = await start();
    const object = (count: number) => `{${Array.from({ length: count }, (_, n) => `"k${n}":${n}`).join()}}`;
    const { grown } = await expectWithstood(server, async () => {
      const talk = await server.talk();
      const { return: value } = await talk.ask(`{"execute":"echo","arguments":{"value":${object(250_000)}}}`);
      const echoed = value as Readonly<Record<string, number>>;
      expect(Object.keys(echoed)).toHaveLength(250_000);
      expect(echoed["k249999"]).toBe(249_999);
      talk.say(`{"execute":"echo","arguments":{"value":${object(1_000_000)}}}`);
      expect((await talk.next()).error?.desc).toContain("too many tokens");
      // It hears of the first thousand, and leaves.
      for (const heard of await talk.take(1000)) expect(said(heard)).toBe("GenericError");
      talk.stream.destroy();
    });
    expect(grown).toBeLessThan(64 * MiB);
  });

  test("blank space: 16 MiB around each token", async () => {
    const server = await start();
    const { grown } = await expectWithstood(
      server,
      saying(server, '{"execute"', blank(16 * MiB), ":", blank(16 * MiB, "\n"), '"nothing"}'),
    );
    expect(grown).toBeLessThan(MiB + slack);
  });

  test("a hundred thousand small commands in one piece: each has its reply, in order", async () => {
    const server = await start();
    const { grown } = await expectWithstood(server, async () => {
      const talk = await server.talk();
      talk.say(
        Array.from({ length: 100_000 }, (_, n) => `{"execute":"count","arguments":{"n":${n}},"id":${n}}`).join(""),
      );
      for (let n = 0; n < 100_000; n++) {
        const { return: value, id } = await talk.next();
        if (value !== n || id !== n) expect([value, id]).toEqual([n, n]);
      }
      talk.stream.destroy();
    });
    expect(grown).toBeLessThan(2 * MiB + slack);
  });

  test.each([
    ["bytes that are none of JSON's", "\x01"],
    ["the byte 0", "\0"],
    ["the byte 0xFF", "\xff"],
    ["closing brackets", "]"],
    ["what is no object", "1 "],
    ["empty objects", "{}"],
    ["a key too many", '{"a":1}'],
    ["escapes that are none", '"\\x"'],
    ["halves of characters", '"\\ud800"'],
    ["halves of characters, as bytes", '"\xed\xa0\x80"'],
    ["words that are none", "nil "],
  ])("fifty thousand mistakes at once: %s", async (_, mistake) => {
    const server = await start();
    const count = 50_000;
    const { grown } = await expectWithstood(server, async () => {
      const talk = await server.talk();
      talk.say(Buffer.from(mistake.repeat(count), "latin1"));
      // One more for what makes it fresh.
      expect(await getThrough(talk)).toBe(count + 1);
      talk.stream.destroy();
    });
    expect(grown).toBeLessThan(2 * MiB + slack);
  });
});

describe("names that every object has", () => {
  const names = [
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "hasOwnProperty",
    "valueOf",
    "toJSON",
    "then",
    "__defineGetter__",
  ];

  test.each(names)("%s, as a name of anything", async (name) => {
    const server = await start();
    const value = `{"${name}": {"polluted": 1, "${name}": {"polluted": [2]}}}`;
    await expectWithstood(server, async () => {
      const talk = await server.talk(["oob"]);
      const ask = async (request: string) => {
        const before = talk.text.length;
        talk.say(request);
        await talk.next();
        return talk.text.slice(before);
      };
      // The texts, as a client may read them in another way than this one does.
      expect(await ask(`{"execute":"echo","arguments":{"value":${value}}}`)).toBe(`{"return": ${value}}\r\n`);
      expect(await ask(`{"execute":"nothing","id":${value}}`)).toBe(`{"return": {}, "id": ${value}}\r\n`);
      expect(await ask(`{"execute":"nothing","id":"${name}"}`)).toBe(`{"return": {}, "id": "${name}"}\r\n`);
      expect(await ask(`{"execute":"open","arguments":{"driver":"x", "${name}": ${value}}}`)).toBe(
        `{"return": {"driver": "x", "${name}": ${value}}}\r\n`,
      );
      const wrong = [
        [`{"execute":"${name}"}`, "CommandNotFound"],
        [`{"exec-oob":"${name}"}`, "CommandNotFound"],
        [`{"execute":"nothing","${name}":1}`, "GenericError"],
        [`{"execute":"nothing","${name}":{"execute":"nothing"}}`, "GenericError"],
        [`{"${name}":{"execute":"nothing"}}`, "GenericError"],
        [`{"execute":"nothing","arguments":{"${name}":1}}`, "GenericError"],
        [`{"execute":"echo","arguments":{"${name}":{"value":1}}}`, "GenericError"],
        [`{"execute":{"${name}":1}}`, "GenericError"],
        [`{"execute":"nothing","arguments":{"${name}":1,"${name}":1}}`, "GenericError"],
        [`{"execute":"qmp_capabilities","arguments":{"${name}":[]}}`, "GenericError"],
      ] as const;
      for (const [request, errorClass] of wrong)
        expect([request, said(await talk.ask(request))]).toEqual([request, errorClass]);
      talk.stream.destroy();
    });
  });
});

// ---- connections -----------------------------------------------------------------------------------------------------

describe("clients that", () => {
  test("say nothing: others are served", async () => {
    const server = await start();
    await expectWithstood(server, async (regular) => {
      const silent = Array.from({ length: 200 }, () => server.connect());
      await Promise.all(silent.map(settled));
      await regular.servedAgain();
      for (const socket of silent) socket.destroy();
    });
  });

  test("end their side, and never read: the server lets go of them", async () => {
    const server = await start();
    await expectWithstood(server, async () => {
      for (let count = 0; count < 50; count++) {
        const socket = server.connect().pause();
        const requests = '{"execute":"nothing"}'.repeat(count * 20);
        socket.end(`{"execute":"qmp_capabilities"}${requests}`);
      }
    });
  });

  test("ask for more than they read: what waits for them is bounded, and they get it all once they read", async () => {
    const server = await start();
    const count = 20_000;
    const request = `{"execute":"echo","arguments":{"text":"${"x".repeat(1000)}"}}`;
    const { grown } = await expectWithstood(server, async (regular) => {
      const talk = await server.talk();
      talk.stream.pause();
      for (let sent = 0; sent < 20; sent++) talk.say(request.repeat(count / 20));
      for (let turn = 0; turn < 20; turn++) await regular.servedAgain();
      talk.stream.resume();
      for (const heard of await talk.take(count)) {
        if ((heard.return as string).length !== 1000) expect(heard).toEqual("a thousand letters");
      }
      talk.stream.destroy();
    });
    // A mebibyte of replies, and what is read ahead.
    expect(grown).toBeLessThan(1.25 * MiB + slack);
  });

  test("ask without reading, and leave in the middle of it", async () => {
    const server = await start();
    const { grown, left } = await expectWithstood(server, async (regular) => {
      const sockets = await Promise.all(
        Array.from({ length: 20 }, async () => {
          const { stream } = await server.talk();
          stream.pause();
          stream.write('{"execute":"query-commands"}'.repeat(20_000));
          return stream;
        }),
      );
      await regular.servedAgain();
      for (const socket of sockets) socket.destroy();
    });
    expect(grown).toBeLessThan(20 * 1.25 * MiB + slack);
    expect(left).toBeLessThan(slack);
  });

  test("die in the middle of a message, of the greeting, of a command that runs", async () => {
    // A socket that is closed looks like one that only says no more: the command that runs is not broken off.
    const server = await start({ commandTimeoutMs: 500 });
    await expectWithstood(server, async () => {
      for (let count = 0; count < 300; count++) {
        const talk = await server.talk(["oob"]);
        const text = ['{"execute": "noth', '{"execute":"wait"}', '{"exec-oob":"urgent"}', '"', '{"execute":"echo"}{'][
          count % 5
        ]!;
        talk.say(text);
        if (count % 2 === 0) await new Promise(setImmediate);
        talk.stream.destroy();
        server.connect().destroy();
      }
    });
  });

  test("hold more out of band than runs at a time, and never let go", async () => {
    const server = await start({ commandTimeoutMs: 500 });
    const { grown } = await expectWithstood(server, async (regular) => {
      const talk = await server.talk(["oob"]);
      talk.say('{"exec-oob":"urgent","id":1}'.repeat(100_000));
      for (let turn = 0; turn < 20; turn++) await regular.servedAgain();
      talk.stream.destroy();
    });
    expect(grown).toBeLessThan(MiB + slack);
  });

  test("come 1500 at once: no more than may are kept, and when they are gone, others are served", async () => {
    const server = await start({ maxConnections: 100 });
    await expectWithstood(server, async (regular) => {
      const sockets = Array.from({ length: 1500 }, () => server.connect());
      const greeted = new Set<Socket>();
      const over = new Set<Socket>();
      for (const socket of sockets) {
        socket
          .on("data", () => greeted.add(socket))
          .on("close", () => over.add(socket))
          .on("end", () => socket.destroy());
      }
      // Some find the queue of the system full, and are turned away by it.
      await vi.waitFor(() => expect(greeted.size + over.size).toBe(1500), 20_000);
      await regular.servedAgain();
      expect(greeted.size).toBe(99);
      const { sessions } = await server.state();
      expect(sessions).toBe(100);
      for (const socket of sockets) socket.destroy();
      await vi.waitFor(async () => expect((await server.state()).sessions).toBe(1), 20_000);
      await saying(server, "{}")();
    });
  });

  test("come and go 2,000 times: nothing of them stays", async () => {
    const server = await start();
    const come = async (count: number) => {
      const socket = server.connect();
      await settled(socket);
      // At once; greeted; in the middle of a message; with an end of its own; having negotiated.
      if (count % 5 > 0) await new Promise((resolve) => socket.once("data", resolve).once("close", resolve));
      if (count % 5 === 2) socket.write('{"execute": "nothi');
      if (count % 5 === 4) socket.write('{"execute":"qmp_capabilities"}{"execute":"nothing"}');
      if (count % 5 < 3) socket.destroy();
      else socket.end();
      await closed(socket);
    };
    const rounds = async (from: number, to: number) => {
      for (let count = from; count < to; count += 50) {
        await Promise.all(Array.from({ length: 50 }, (_, at) => come(count + at)));
      }
    };
    // What the platform makes of code that runs often is made.
    await rounds(0, 500);
    const { left } = await expectWithstood(server, () => rounds(0, 2000));
    expect(left).toBeLessThan(MiB);
  });

  test("wait for their turn, and leave before it has come", async () => {
    const server = await start({ clients: 1, maxConnections: 300 });
    const first = await server.talk();
    const waiting = Array.from({ length: 200 }, () => server.connect());
    await Promise.all(waiting.map(settled));
    for (const socket of waiting.slice(0, 100)) socket.destroy();
    for (const socket of waiting.slice(100)) socket.end('{"execute":"qmp_capabilities"}').pause();
    const last = server.talk();
    expect(await first.ask({ execute: "nothing", id: 1 })).toEqual({ return: {}, id: 1 });
    first.stream.destroy();
    const talk = await last;
    expect(await talk.ask({ execute: "nothing", id: 2 })).toEqual({ return: {}, id: 2 });
    expect((await server.state()).sessions).toBe(1);
  });
});

test("handlers that throw, reject, hang, or give what they should not: others are served meanwhile", async () => {
  const server = await start({ commandTimeoutMs: 300 });
  const { reports } = await expectWithstood(server, async (regular) => {
    const talks = await Promise.all(Array.from({ length: 20 }, () => server.talk()));
    await Promise.all(
      talks.map(async (talk) => {
        for (let n = 0; n < 8; n++) {
          talk.say({ execute: "wait", arguments: { n }, id: n });
          talk.say({ execute: "nothing", id: `behind ${n}` });
        }
        for (let n = 0; n < 8; n++) {
          const [failed, behind] = await talk.take(2);
          expect([failed!.id, said(failed!), behind]).toEqual([n, "GenericError", { return: {}, id: `behind ${n}` }]);
          if (n === 6) await regular.servedAgain();
        }
        talk.stream.destroy();
      }),
    );
  });
  expect(reports).toHaveLength(20 * 8);
});
