// The grammar means the same with the plugin that makes it fast, `grammar/runs.js`, and without.

import { readFileSync } from "node:fs";

import peggy from "peggy";
import { expect, test } from "vitest";

// @ts-expect-error: a build script, without types
import { runs } from "../../grammar/runs.js";
import { mutate } from "../support/mutate.js";
import { randomOf } from "../support/random.js";
import { samples } from "../support/reference.js";

const grammar = readFileSync(new URL("../../grammar/qapi.peggy", import.meta.url), "utf8");
const fast = peggy.generate(grammar, { plugins: [runs] });
const plain = peggy.generate(grammar);

/** How far a parser comes, and what it makes of it. */
function progress(parser: peggy.Parser, text: string): unknown {
  try {
    const { peg$result, peg$currPos } = parser.parse(text, { peg$library: true, maxDepth: 500 }) as {
      peg$result: unknown;
      peg$currPos: number;
    };
    return { peg$result, peg$currPos };
  } catch (error) {
    return String(error);
  }
}

const expectSame = (text: string) => expect(progress(fast, text)).toEqual(progress(plain, text));

test("on every sample, cut anywhere", () => {
  for (const { text } of samples()) {
    expectSame(text);
    for (let end = 0; end < text.length; end += 997) expectSame(`${text.slice(0, end)}\n`);
  }
});

test("on samples with a few characters changed", () => {
  const random = randomOf(7);
  for (const { text } of samples()) for (let n = 0; n < 20; n++) expectSame(mutate(text, text, random));
});

test("on comments that break off, close badly or run on", () => {
  for (const text of [
    "##\n##\n",
    "##\n#\n##",
    "##\n# a\n#b\n##\n",
    "##\n#  # b\n## \n",
    "##\n\n \t# a\n\n##\n{}\n",
    "# ##\n##x\n",
    "##",
  ]) {
    expectSame(text);
  }
});
