// Lines of a human monitor, given to two real machines, one by `human-monitor-command` and one by typing at a `-monitor`
// socket, and to our monitor over QEMU's own tables: the same are taken, the same are refused with the same words, and
// what is received is the same. The machines are of 7.2; later releases are not compared.

import { isDeepStrictEqual } from "node:util";

import { afterAll, beforeAll, expect, test } from "vitest";

import type { HmpValues } from "../../src/runtime/index.js";
import { Monitor } from "../../src/runtime/index.js";
import { treeOf } from "../support/qemu-client.js";
import type { Compared, Difference } from "./monitor-differences.js";
import { differences, otherValues } from "./monitor-differences.js";
import type { Row } from "./monitor-lines.js";
import { groups } from "./monitor-lines.js";
import { Machine } from "./monitor-machine.js";
import type { Proof } from "./monitor-proofs.js";
import { realTables } from "./monitor-table.js";
import { describeQemu, release, temporaryFolder } from "./qemu.js";

const rows: readonly Row[] = groups.flatMap(({ rows }) => rows);

/** What one way to a real monitor gave. */
interface Answer {
  readonly text: string;
  /** What the proof finds wrong. */
  readonly wrong: readonly string[];
}

/** What came of a line. */
interface Outcome {
  readonly line: string;
  readonly ours: string;
  readonly values: HmpValues | undefined;
  readonly command: Answer;
  /** Absent for lines that cannot be typed. */
  readonly socket: Answer | undefined;
}

/** What typing cannot give: the keys of control characters, and long lines, which are drawn anew with each character. */
const isTypeable = (line: string) => line.length < 200 && ![...line].some((one) => one < " " || one === "\x7f");

const isRefusal = (text: string) =>
  /^unknown command: '|^Command "[^]*" is not available\.\n|Try "help [^]*" for more information\n$/.test(text);

const isOwn = (line: string) => /^\s*(?:help|\?|print|p|info\s*$)(?![^\s/])/.test(line);

/** Help without the lines of those commands whose words are our own. */
const comparable = (line: string, text: string) =>
  isOwn(line) ? text.replace(/^(?:help\|\?|print\|p|info) (?:\[cmd\]|\/fmt expr|\[subcommand\]) -- .*\n/gm, "") : text;

describeQemu("lines of a human monitor", (generated) => {
  const folder = temporaryFolder();
  const outcomes = new Map<number, Outcome>();
  const used = new Set<Difference | string>();
  const machines: Machine[] = [];

  beforeAll(async () => {
    for (const way of ["command", "socket"] as const) machines.push(await Machine.start(way, folder(), generated()));
    const [command, socket] = machines as [Machine, Machine];
    const help = (await command.line("help")) + (await command.line("help info"));
    let values: HmpValues | undefined;
    const tables = realTables({
      tree: treeOf(release)!,
      help: help.split("\n"),
      commands: generated().schema.commands,
      receive: (_, received) => void (values = received),
    });
    const monitor = new Monitor(tables, { execute: () => Promise.reject(new Error("not run")) });
    for (const [index, [line, proof]] of rows.entries()) {
      values = undefined;
      const ours = await monitor.run(line);
      const received = values;
      if (proof?.next !== undefined) await monitor.run(proof.next);
      outcomes.set(index, {
        line,
        ours,
        values: received,
        command: await ask(command, line, received, proof),
        socket: isTypeable(line) ? await ask(socket, line, received, proof) : undefined,
      });
      // Formats are remembered: a machine that does not get the line must not fall behind.
      if (!isTypeable(line)) await socket.qmp("human-monitor-command", { "command-line": line });
    }
  }, 120_000);

  afterAll(async () => {
    for (const machine of machines) await machine.stop();
  });

  test.each(rows.map(([line], index) => ({ index, name: JSON.stringify(line.slice(0, 60)) })))("$name", ({ index }) => {
    const { line, ours, command, socket, values } = outcomes.get(index)!;
    for (const answer of socket === undefined ? [command] : [command, socket]) {
      const compared: Compared = { line, qemu: comparable(line, answer.text), ours: comparable(line, ours) };
      const isCompared = isOwn(line) || isRefusal(compared.qemu) || isRefusal(compared.ours);
      if (isCompared && compared.qemu !== compared.ours) {
        const difference = differences.find(({ covers }) => covers(compared));
        if (difference === undefined) expect(compared.ours).toBe(compared.qemu);
        else used.add(difference);
      }
      if (rows[index]![1] !== undefined && !isRefusal(answer.text)) {
        expect(values, "ours received nothing").toBeDefined();
        if (otherValues.has(line) && answer.wrong.length > 0) used.add(line);
        else expect(answer.wrong).toEqual([]);
      }
    }
  });

  test("each difference that is meant occurs", () => {
    const all = [...differences, ...otherValues.keys()];
    expect(all.filter((one) => !used.has(one))).toEqual([]);
  });

  test("there are enough of them", () => {
    const all = [...outcomes.values()];
    const refused = all.filter(({ command }) => isRefusal(command.text));
    const accepted = all.filter(({ command }) => !isRefusal(command.text));
    const printed = accepted.filter(({ line }) => /^(?:p|print)\b/.test(line));
    const proven = rows.filter(([, proof], index) => proof !== undefined && !isRefusal(all[index]!.command.text));
    const figures = {
      lines: all.length,
      typed: all.filter(({ socket }) => socket !== undefined).length,
      accepted: accepted.length,
      refused: refused.length,
      receivedAsPrinted: printed.length,
      receivedByProof: proven.length,
      differences: differences.length + otherValues.size,
    };
    console.info(`monitor lines: ${JSON.stringify(figures)}`);
    expect(figures.lines).toBeGreaterThanOrEqual(300);
    expect(figures.refused).toBeGreaterThanOrEqual(100);
    expect(figures.receivedByProof).toBeGreaterThanOrEqual(150);
  });
});

async function ask(
  machine: Machine,
  line: string,
  values: HmpValues | undefined,
  proof: Proof | undefined,
): Promise<Answer> {
  const text = await machine.line(line);
  const shown = proof?.next === undefined ? text : await machine.line(proof.next);
  if (proof === undefined || values === undefined) return { text, wrong: [] };
  const missing = (proof.answer?.(values, machine) ?? []).filter((part) => !shown.includes(part));
  const wrong = missing.map((part) => `${JSON.stringify(shown)} has no ${JSON.stringify(part)}`);
  if (proof.look === undefined) return { text, wrong };
  const [is, must] = [await proof.look(machine, values), await proof.as!(values, machine)];
  if (!isDeepStrictEqual(is, must)) wrong.push(`is ${show(is)}, must be ${show(must)}`);
  return { text, wrong };
}

function show(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? `${one}n` : one)) ?? "undefined";
}
