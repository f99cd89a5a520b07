// Where QEMU's own tool points: for every schema of `docs/messages.md`, the place that the page states; and that it meets
// the mistakes of a schema with ten in the order in which we tell them all at once.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";

import { compile } from "../../src/index.js";
import { mistakes, schemaWith } from "../check/ten-mistakes.js";
import type { Verdict } from "../support/reference.js";
import { difference } from "../support/reference.js";
import { casesOf, pageRelease, readPage } from "../docs/messages-page.js";
import { describeTrees } from "./trees.js";

const script = fileURLToPath(new URL("reference.py", import.meta.url));

type Files = Readonly<Record<string, string>>;

/** The verdicts of a tree's tool on schemas, each given as files by path, the root first. */
function verdicts(tree: string, schemas: readonly Files[]): readonly Verdict[] {
  const encoded = (files: Files) =>
    Object.fromEntries(Object.entries(files).map(([path, text]) => [path, Buffer.from(text).toString("base64")]));
  const input = schemas.map((files) => `${JSON.stringify({ files: encoded(files) })}\n`).join("");
  const { stdout, stderr, status } = spawnSync("python3", ["-B", script, tree], {
    input,
    encoding: "utf8",
    timeout: 60_000,
  });
  if (status !== 0) throw new Error(`the tool of ${tree} cannot be run: ${stderr}`);
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Verdict);
}

describeTrees("messages", ({ release, path }) => {
  describe.runIf(release === pageRelease)("the page", () => {
    const cases = casesOf(readPage());
    test("has QEMU's places", () => {
      const theirs = verdicts(
        path,
        cases.map(({ files }) => files),
      );
      const places = theirs.map((verdict) => {
        if (verdict.verdict !== "error") return verdict.verdict;
        return [verdict.file, verdict.line, verdict.column].filter((part) => part !== null).join(":");
      });
      const table = (list: readonly string[]) => cases.map(({ title }, index) => `${title}: ${list[index]}`);
      expect(table(places)).toEqual(table(cases.map(({ qemuPlace }) => qemuPlace)));
    }, 60_000);

    test("has mistakes of which we point at the same, or name the definition that is there", () => {
      const theirs = verdicts(
        path,
        cases.map(({ files }) => files),
      );
      const differences = cases.map(({ files }, index) =>
        difference(theirs[index]!, compile(files, { qemu: release }), release),
      );
      expect(differences.filter((each) => each !== undefined)).toEqual([]);
    }, 60_000);
  });

  // 7.2 tells documentation of what is not there definition by definition, not at the end.
  describe.runIf(release !== "7.2")("ten mistakes", () => {
    test("are met one by one in the order in which we tell them", () => {
      const schemas = Array.from({ length: mistakes.length + 1 }, (_, mended) => schemaWith(mended));
      const theirs = verdicts(path, schemas);
      const differences = schemas.map((files, mended) => {
        const found = difference(theirs[mended]!, compile(files, { qemu: release }), release);
        return found === undefined ? undefined : `the first ${mended} being mended: ${found}`;
      });
      expect(differences.filter((each) => each !== undefined)).toEqual([]);
      expect(theirs.map(({ verdict }) => verdict)).toEqual([...mistakes.map(() => "error"), "ok"]);
    }, 60_000);
  });
});
