// What the build writes down from the tables: the help that is read in place of commander's, and the man page.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { flagWord } from "../../src/cli/flag-word.js";
import type { Flags } from "../../src/cli/flags.js";
import { flagRows } from "../../src/cli/flags.js";
import { verbRows } from "../../src/cli/verb-rows.js";
import { helpLines, helpTexts } from "../../src/cli/help-texts.js";
import { manPage } from "../../src/cli/man.js";
import { helpFile, helpKey } from "../../src/cli/ready-help.js";
import { root, run } from "./run.js";

const built = (path: string) => readFileSync(join(root, "dist", path), "utf8");

describe("help", () => {
  test("that is written down is what commander prints", () => {
    expect(JSON.parse(built(`bin/${helpFile}`))).toEqual(helpTexts());
  });

  test.each(helpLines.filter(([, word]) => word !== "-h"))("qapi-ts %s %s", (...words) => {
    const asked = words.filter((word) => typeof word === "string");
    expect(run(asked)).toEqual({ status: 0, stdout: helpTexts()[helpKey(asked)], stderr: "" });
  });

  test("is read without loading commander, or any verb", () => {
    const { stderr, status } = run(["check", "--help"], { env: { NODE_DEBUG: "module" } });
    expect(status).toBe(0);
    expect(stderr).toContain("qapi-ts.cjs");
    expect(stderr).not.toMatch(/commander|check\.cjs/);
  });

  test("of a verb that there is not is wrong use", () => {
    expect(run(["help", "chek"])).toEqual({
      status: 2,
      stdout: "",
      stderr: "qapi-ts: unknown command 'chek' (did you mean check?); see: qapi-ts --help\n",
    });
  });
});

const isRequired = process.env["QAPI_TS_SHELLS"] === "required";

describe("the man page", () => {
  test("is as built", () => expect(built("man/qapi-ts.1")).toBe(manPage()));

  test("has every verb with its exit status, and every flag", () => {
    const page = manPage().replaceAll("\\-", "-").replaceAll("\\(aq", "'").replaceAll("\\&...", "…");
    for (const [verb, { about, exit }] of Object.entries(verbRows)) {
      expect(page).toContain(`\n.SS \\fB${verb}\\fR`);
      expect(page).toContain(`\n${about}\n`);
      expect(page).toContain(`\nExit status: ${exit}.\n`);
    }
    for (const [name, { about }] of Object.entries(flagRows)) {
      expect(page).toContain(`\n.TP\n\\fB${flagWord(name as keyof Flags)}\\fR`);
      expect(page).toContain(`\n${about} (`);
    }
  });

  test.skipIf(!isRequired && spawnSync("man", ["--version"]).error !== undefined)(
    "is shown by man without a warning",
    () => {
      const { status, stdout, stderr } = spawnSync("man", ["--warnings=w", "-l", join(root, "dist/man/qapi-ts.1")], {
        encoding: "utf8",
        env: {
          ...process.env,
          MANWIDTH: "80",
          MANPAGER: "cat",
          LC_ALL: "C.UTF-8",
          MANROFFOPT: "",
          MAN_KEEP_FORMATTING: "",
        },
      });
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout).toContain("qapi-ts - the QAPI compiler for TypeScript\n");
      expect(stdout).toMatch(/^ {7}qapi-ts check SCHEMA\.\.\. \[options\]$/m);
      expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    },
  );
});
