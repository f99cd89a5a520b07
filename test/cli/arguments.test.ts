// The quick reader is an optimisation: what it takes, commander takes too, and reads the same in it.

import fc from "fast-check";
import { expect, test } from "vitest";

import { readArguments } from "../../src/cli/arguments.js";
import { flagWord } from "../../src/cli/flag-word.js";
import { flagRows } from "../../src/cli/flags.js";
import { verbRows } from "../../src/cli/verb-rows.js";
import { readUsage } from "../../src/cli/usage.js";

const flagWords = Object.keys(flagRows)
  .map(flagWord)
  .flatMap((word) => [word, `${word}=number`, `${word}=`, word.replace("--", "--no-")]);
const words = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom("a.json", "b.json", "json", "number", "10.0") },
    { weight: 3, arbitrary: fc.constantFrom(...flagWords) },
    fc.constantFrom("--", "-", "-h", "-o", "--help", "--version", "-x=1", "check", "", "--outt", "-1"),
  ),
  { maxLength: 7 },
);

test("whatever the quick reader takes, commander reads the same", () => {
  let taken = 0;
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(verbRows)), words, (verb, rest) => {
      const quick = readArguments([verb, ...rest]);
      if (quick === undefined) return;
      taken++;
      expect(readUsage([verb, ...rest])).toEqual({ invocation: quick });
    }),
    { numRuns: 3000 },
  );
  expect(taken).toBeGreaterThan(100);
});

test.each([
  ["check a.json b.json"],
  ["check --format json a.json --define A --define B --qemu=10.0"],
  ["generate --out d --verbose a.json --emitter x.js --emitter y.js --emit types --int bigint"],
  ["introspect --unmask -- --odd.json"],
  ["qmp --socket s x a=-1 --return-value --pretty --guest-agent --schema=s.json --timeout 5 -"],
  ["qmp --events A,B --count 2 --socket=/s"],
  ["qmp --socket s --hmp -- info -x"],
])("%s is read quickly", (line) => {
  expect(readArguments(line.split(" "))).toBeDefined();
});
