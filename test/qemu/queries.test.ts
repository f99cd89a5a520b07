// Every question that a real machine can be asked without arguments: the answer is of the type that the schema
// promises, to the last member, or is an error that is known by name.

import { join } from "node:path";

import { expect, test } from "vitest";

import type { CommandType } from "../../src/runtime/index.js";
import { conformanceProblems, QmpError } from "../../src/runtime/index.js";
import { bare, binary, describeQemu, ended, start, temporaryFolder } from "./qemu.js";

const board = ["-machine", "q35,accel=tcg,usb=on", "-display", "none", "-m", "64", "-device", "virtio-balloon"];

/** What QEMU refuses to answer, and with which class: on any machine, and on one without a board. */
const refusedByAll = {
  // Another processor's: the schema's condition leaves it out of this build.
  "query-gic-capabilities": "CommandNotFound",
  // No such processor, or not this accelerator.
  "query-sev-capabilities": "GenericError",
  "query-sev-launch-measure": "GenericError",
  "query-sgx": "GenericError",
  "query-sgx-capabilities": "GenericError",
  // Left out when Debian's package was built.
  "x-query-profile": "GenericError",
  // No such device.
  "query-vm-generation-id": "GenericError",
};
const refused: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "-machine none": {
    ...refusedByAll,
    "query-acpi-ospm-status": "GenericError",
    "query-balloon": "DeviceNotActive",
    "query-hotpluggable-cpus": "GenericError",
    "x-query-usb": "GenericError",
  },
  q35: refusedByAll,
};

describeQemu("every question", (generated) => {
  const folder = temporaryFolder();

  test.each([
    ["-machine none", bare],
    ["q35", board],
  ])("of %s", async (name, words) => {
    const path = join(folder(), `${words.length}.sock`);
    const qemu = start(binary, [...words, "-qmp", `unix:${path},server=on,wait=off`]);
    await using client = await generated().Client.connect({ path }, { retry: true });
    const questions = Object.values(generated().schema.commands).filter(isQuestion);
    expect(questions.length).toBeGreaterThan(50);
    const problems: unknown[] = [];
    const errors: Record<string, string> = {};
    for (const question of questions) {
      try {
        const answer: unknown = await client.session.execute(question, {}, undefined);
        const found = question.returns === undefined ? [] : conformanceProblems(question.returns, answer);
        problems.push(...found.map((problem) => ({ command: question.command, ...problem })));
      } catch (error) {
        if (!(error instanceof QmpError)) throw error;
        errors[question.command] = error.class;
      }
    }
    expect(problems).toEqual([]);
    expect(errors).toEqual(refused[name]);
    await client.quit();
    expect(await ended(qemu)).toBe(0);
  });
});

/** Whether it is a question that needs no arguments. */
function isQuestion({ command, arguments: args }: CommandType): boolean {
  return /^(?:x-)?query-/.test(command) && Object.keys(args?.().members ?? {}).every((name) => name.startsWith("*"));
}
