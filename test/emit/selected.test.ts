// What is generated of a part of a schema stands by itself: every type that it names is there.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, onTestFinished, test } from "vitest";

import type { GenerateOptions, Schema } from "../../src/index.js";
import { compile, definitionsOf, generate } from "../../src/index.js";
import { strictlyChecked } from "../support/tsc.js";
import { lines } from "./generated.js";

const samples = fileURLToPath(new URL("../../qapi-samples/", import.meta.url));
const schemas: readonly (readonly [string, Schema])[] = readdirSync(samples)
  .map((name) => [name, join(samples, name, "qapi-schema.json")] as const)
  .filter(([, path]) => existsSync(path))
  .map(([name, path]) => [name, compile(path).schema!]);

/** A choice of a schema, by the name of a folder for what it gives. */
type Choices = Readonly<Record<string, readonly [Schema, GenerateOptions]>>;

/** What the type checker says of what all choices give. */
async function checked(choices: Choices): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), "qapi-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [folder, [schema, choice]] of Object.entries(choices)) {
    for (const { path, text } of await generate(schema, undefined, choice)) {
      const file = join(root, folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
  return strictlyChecked(root);
}

/** Each command and event of a sample alone; in those that are not large, all without it too. */
function choicesOf([sample, schema]: (typeof schemas)[number]): Choices {
  const messages = [...definitionsOf(schema, "command"), ...definitionsOf(schema, "event")];
  const choices: [string, readonly [Schema, GenerateOptions]][] = [
    [`${sample}/not-deprecated`, [schema, { deprecated: "omit" }]],
  ];
  for (const { kind, name } of messages) {
    choices.push([`${sample}/only-${kind}-${name}`, [schema, { include: [name] }]]);
    if (messages.length < 30) choices.push([`${sample}/without-${kind}-${name}`, [schema, { exclude: [name] }]]);
  }
  return Object.fromEntries(choices);
}

test("of every sample, each command and event alone type-checks, and so does all without it", async () => {
  const choices: Choices = Object.assign({}, ...schemas.map(choicesOf));
  expect(Object.keys(choices).length).toBeGreaterThan(100);
  expect(await checked(choices)).toBe("");
});

test("a schema without what is deprecated type-checks, and does not mention it", async () => {
  const old = "'features': ['deprecated']";
  const given = lines(
    "##",
    "# @Mode:",
    "#",
    "# @now: today",
    "#",
    "# @then: bygone",
    "#",
    "# Features:",
    "#",
    "# @deprecated: @then is bygone.",
    "##",
    `{ 'enum': 'Mode', 'data': ['now', { 'name': 'then', ${old} }] }`,
    `{ 'enum': 'Relic', 'data': [{ 'name': 'urn', ${old} }] }`,
    "{ 'struct': 'Bygone', 'data': { 'age': 'int' } }",
    `{ 'union': 'Show', 'base': { 'mode': 'Mode', '*bygone': { 'type': 'Relic', ${old} } }, 'discriminator': 'mode', 'data': { 'then': 'Bygone' } }`,
    `{ 'command': 'show', 'data': { 'relic': 'Relic', '*bygone': { 'type': 'Mode', ${old} } }, 'returns': ['Show'] }`,
    `{ 'command': 'query-bygone', ${old}, 'returns': 'Bygone' }`,
    `{ 'event': 'BYGONE', ${old} }`,
  );
  const { schema } = compile({ "x.json": given });
  expect(await checked({ x: [schema!, { deprecated: "omit" }] })).toBe("");
  const files = await generate(schema!, undefined, { deprecated: "omit" });
  for (const { text } of files) expect(text.toLowerCase()).not.toContain("bygone");
  expect(files.find(({ path }) => path === "types.ts")!.text).toContain("urn");
});

test("what is said of monitor commands that are gone is no mistake; of those that never were it is", async () => {
  const { schema } = compile({
    "x.json": lines(
      "{ 'command': 'stay', 'data': { 'one': 'str', '*two': { 'type': 'str', 'features': ['deprecated'] } } }",
      "{ 'command': 'go' }",
    ),
  });
  const hmp = { go: { name: "leave" }, stay: { letters: { one: "s", two: "s?" } } };
  const choice = { exclude: ["go"], deprecated: "omit" } as const;
  const files = await generate(schema!, undefined, { ...choice, hmp });
  expect(files.find(({ path }) => path === "hmp.ts")!.text).not.toContain("leave");
  await expect(generate(schema!, undefined, { ...choice, hmp: { ...hmp, gone: "none" } })).rejects.toThrow("gone");
});

test("a client of a guest agent is one, whatever is chosen", async () => {
  const given = lines(
    "{ 'command': 'guest-sync-delimited', 'data': { 'id': 'int' } }",
    "{ 'command': 'guest-ping' }",
    "{ 'command': 'guest-shutdown' }",
  );
  const files = await generate(compile({ "x.json": given }).schema!, undefined, { include: ["guest-ping"] });
  const { text } = files.find(({ path }) => path === "client.ts")!;
  expect(text).toContain("extends GuestAgentClient<");
  expect(text).toContain("guestPing(");
  expect(text).not.toContain("guestShutdown");
});
