// Our server beside a real QEMU: the same bytes go to both, and the replies are compared one by one: how many and in which
// order, success or error, the class, the check that refused and the member that it names, the echoed id and what is
// returned as they are written. Handlers give what QEMU gave: what is compared is all that is around them.

import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { afterAll, beforeAll, expect, test } from "vitest";

import type { CommandType, ServerOptions } from "../../src/runtime/index.js";
import { generateClient } from "../support/qemu-client.js";
import { Comparison, unsafeInteger } from "./like-qemu-differences.js";
import { mutationsOf } from "./like-qemu-mutations.js";
import type { Machine, Pair } from "./like-qemu-pair.js";
import { PairTalk, returnedBy, serveBeside, startMachine } from "./like-qemu-pair.js";
import {
  bursts,
  doubleEnvelopes,
  doubles,
  envelopes,
  ids,
  names,
  negotiated,
  overtaking,
  pieces,
  policed,
  right,
  sessions,
  slow,
  texts,
  withOob,
  wrong,
} from "./like-qemu-requests.js";
import type { Generated } from "./qemu.js";
import { describeQemu, release, temporaryFolder } from "./qemu.js";

describeQemu("our server answers like QEMU", (generated) => {
  const folder = temporaryFolder();
  const comparison = new Comparison();
  const machines: Machine[] = [];
  let pair: Pair;

  const start = async (...words: readonly string[]) => {
    const machine = await startMachine(folder(), ...words);
    machines.push(machine);
    return machine;
  };

  /** Connects to both, which greet alike, and begins the session. */
  const open = async (beginning?: string, beside = pair) => {
    const talk = await PairTalk.open(beside, comparison);
    const [theirs, ours] = await talk.greetings();
    expect(ours).toBe(theirs);
    if (beginning !== undefined) await talk.converse(beginning);
    return talk;
  };

  const expectAlike = (beside = pair) => {
    expect(comparison.unlisted()).toBe("");
    expect(beside.reports).toEqual([]);
  };

  beforeAll(async () => {
    pair = await serveBeside(await start(), generated());
    using talk = await open(negotiated);
    for (const command of ["query-name", "query-status", "query-kvm", "query-yank"]) await talk.ask(command, "{}");
    await talk.ask("device_del", '{"id": "nobody"}');
    await talk.ask(slow.command, slow.args);
  });
  afterAll(async () => {
    await pair.close();
    for (const machine of machines) machine.stop();
  });

  test.each([
    ["before negotiation", undefined],
    ["in band alone", negotiated],
    ["with out-of-band execution", withOob],
  ])("what is around commands, %s", async (_, beginning) => {
    using talk = await open(beginning);
    for (const request of [...envelopes, ...doubleEnvelopes]) await talk.converse(request.replaceAll("#", '"it"'));
    for (const name of names) await talk.converse(`{"execute": ${name}, "id": "it"}`);
    expectAlike();
  });

  test.each([
    ["in band alone", negotiated],
    ["with out-of-band execution", withOob],
  ])("ids, %s", async (_, beginning) => {
    using talk = await open(beginning);
    for (const id of ids) {
      await talk.converse(`{"execute": "query-name", "id": ${id}}{"execute": "nope", "id": ${id}}`);
      await talk.converse(`{"execute": "query-name", "arguments": {"a": 1}, "id": ${id}}`);
      await talk.converse(`{"exec-oob": "query-yank", "id": ${id}}`);
    }
    expectAlike();
  });

  test.each([
    ["before negotiation", undefined],
    ["in band alone", negotiated],
    ["with out-of-band execution", withOob],
  ])("JSON, right and wrong, and where reading goes on, %s", async (_, beginning) => {
    using talk = await open(beginning);
    for (const text of texts) await talk.converse(text.replaceAll("#", "7"));
    expectAlike();
  });

  test.each(Object.entries(sessions))("a session from its beginning on: %s", async (_, turns) => {
    using talk = await open();
    for (const said of turns) await talk.converse(said);
    expectAlike();
  });

  test.each(Object.entries(bursts))("several requests in one piece: %s", async (_, said) => {
    for (const beginning of [negotiated, withOob]) {
      // Which comes first, one that overtakes or one that takes no time, is chance.
      if (beginning === withOob && said.includes("exec-oob")) continue;
      using talk = await open(beginning);
      await talk.converse(said);
    }
    expectAlike();
  });

  test("a request in pieces: byte by byte, and in two, cut anywhere", async () => {
    using talk = await open(negotiated);
    for (const text of pieces) {
      await talk.converse(...text);
      for (let at = 1; at < text.length; at++) await talk.converse(text.slice(0, at), text.slice(at));
    }
    expectAlike();
  });

  test.each(Object.entries(overtaking))("out of band: %s", async (_, [first, said]) => {
    using talk = await open(withOob);
    const replies = await talk.converse(said);
    expect(replies[0]!.id).toBe(first);
    expectAlike();
  });

  test.each(["number", "bigint"] as const)("right arguments, and wrong ones by hand; int is %s", async (int) => {
    const unsafe = comparison.count(unsafeInteger);
    const files = await generateClient(release, "qapi", int);
    const module = (await import(pathToFileURL(join(files, "index.ts")).href)) as Generated;
    const beside = int === "number" ? pair : await serveBeside(pair.machine, module, {}, int);
    const talk = await open(negotiated, beside);
    const unexpected: string[] = [];
    for (const [command, all] of Object.entries(right)) {
      for (const args of all) {
        const { check = "handler", line } = await talk.ask(command, args);
        if (check !== "handler") unexpected.push(`${command} ${args}: ${line}`);
      }
    }
    for (const [command, , args] of [...wrong, ...doubles]) {
      const { check = "handler", line } = await talk.ask(command, args);
      if (check === "handler") unexpected.push(`${command} ${args}: ${line}`);
    }
    talk[Symbol.dispose]();
    if (beside !== pair) await beside.close();
    expect(unexpected.join("\n")).toBe("");
    expect(comparison.count(unsafeInteger) > unsafe).toBe(int === "number");
    expectAlike(beside);
  });

  test("wrong arguments of all commands, made from the schema", async () => {
    using talk = await open(negotiated);
    const commands: Readonly<Record<string, CommandType>> = generated().schema.commands;
    const done = new Set<string>();
    for (const command of pair.machine.commands) {
      const all = mutationsOf(commands[command]!, done);
      const replies = await talk.askAll(
        command,
        all.map(({ extended }) => extended),
      );
      // What this build does not have is one difference, not many.
      const there = all.filter((_, at) => replies[at]!.name === "no-such");
      await talk.askAll(
        command,
        there.flatMap(({ wrong: mutations }) => mutations.map(({ args }) => args)),
      );
    }
    expectAlike();
  });

  test("a policy against all that is deprecated or unstable", async () => {
    using plain = await open(negotiated);
    const parameters = await plain.ask("query-migrate-parameters", "{}");
    const policies = ["deprecated", "unstable"].flatMap((one) => [`${one}-input=reject`, `${one}-output=hide`]);
    const machine = await start("-compat", policies.join());
    const beside = await serveBeside(machine, generated(), { compat: strict });
    const talk = await open(negotiated, beside);
    for (const [command, args] of policed) await talk.ask(command, args);
    // Our handler gives all, as one of a QEMU without a policy.
    const hidden = await talk.ask("query-migrate-parameters", "{}", { value: returnedBy(parameters) });
    expect(parameters.returned).toContain('"x-checkpoint-delay"');
    expect(hidden.returned).not.toContain('"x-checkpoint-delay"');
    talk[Symbol.dispose]();
    await beside.close();
    expectAlike(beside);
  });

  test("enough was compared, and no difference is listed that there is not", () => {
    console.info(`${comparison.requests} requests, ${comparison.commands.size} commands`);
    expect(comparison.requests).toBeGreaterThan(5000);
    expect(comparison.commands.size).toBeGreaterThan(200);
    expect(comparison.missed()).toEqual([]);
  });
});

const strict: NonNullable<ServerOptions["compat"]> = {
  deprecatedInput: "reject",
  deprecatedOutput: "hide",
  unstableInput: "reject",
  unstableOutput: "hide",
};
