// QEMU's own test corpus: every case that its build runs, read from a source tree. The verdict, the file and the line
// are the reference's, and the dump of what is accepted is equal byte for byte. There is no list of exceptions.

import { readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { expect, test } from "vitest";

import { compile, dump, positionAt } from "../../src/index.js";
import { describeTrees } from "./trees.js";

/** How many cases each release's build runs, so that none can get lost unseen. */
const counts = { "7.2": 198, "10.0": 207, "10.2": 208 } as const;

describeTrees("the corpus", ({ release, path }) => {
  const folder = join(path, "tests/qapi-schema");
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  const build = read("meson.build");
  const names = new Set([...build.matchAll(/'([^'/]+)\.json'/g)].map((match) => match[1]!));
  // The build runs one more, which has no file on purpose.
  names.add("missing-schema");

  test(`has ${counts[release]} cases`, () => expect(names.size).toBe(counts[release]));

  for (const name of names) {
    test(name, () => {
      const { schema, diagnostics } = compile(join(folder, `${name}.json`), { qemu: release });
      const expected = read(`${name}.err`);
      if (expected === "") {
        expect(diagnostics).toEqual([]);
        expect(dump(schema!)).toBe(read(`${name}.out`));
        return;
      }
      expect(schema).toBeUndefined();
      const [first] = diagnostics;
      expect(first?.severity).toBe("error");
      const place = placeOf(expected);
      if (place === undefined) {
        expect(first!.span).toBeUndefined();
        return;
      }
      expect(basename(first!.span!.source.path)).toBe(basename(place.file));
      const { span, definition } = first!;
      const lines = [positionAt(span!.source, span!.start).line];
      if (definition !== undefined) lines.push(positionAt(definition.span.source, definition.span.start).line);
      expect(lines).toContain(place.line);
    });
  }
});

/** The file and line of the error itself: the last place before notes, behind the chain of includes. */
function placeOf(text: string): { file: string; line: number } | undefined {
  for (const line of text.split("\n")) {
    const match = /^(?:test-qapi\.py: )?([^:\s]+\.json):(\d+)(?::\d+)?: (?!In |in )/.exec(line);
    if (match !== null) return { file: match[1]!, line: Number(match[2]) };
  }
  return undefined;
}
