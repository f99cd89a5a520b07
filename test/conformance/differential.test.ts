// QEMU's own generator and ours, on thousands of schemas that nobody wrote: the same verdict, the same place, the same
// definition, and an equal dump of what is accepted. What may differ stands in `test/support/reference.ts`.
//
// The run is the same every time. QAPI_FUZZ_SEED=7 makes another, QAPI_FUZZ_RUNS=100000 a longer one.

import { afterAll, beforeAll, expect, test } from "vitest";

import { compile } from "../../src/index.js";
import type { Files } from "../support/generate.js";
import { cuts, inputs, odd } from "../support/inputs.js";
import type { Make, Texts } from "../support/inputs.js";
import { randomOf } from "../support/random.js";
import { corpusOf, difference, samples, shrink, slicesOf, startReference } from "../support/reference.js";
import type { Reference } from "../support/reference.js";
import { describeTrees } from "./trees.js";

const seed = Number(process.env["QAPI_FUZZ_SEED"] ?? 1);
const runs = Number(process.env["QAPI_FUZZ_RUNS"] ?? 500);

/** Longer files only make a run slower. */
const most = 12_000;
const shortOnes = (list: readonly { readonly text: string }[]) =>
  list.map(({ text }) => text).filter(({ length }) => length < most);

describeTrees("differential", ({ release, path }) => {
  let reference: Reference;
  let texts: Texts;
  beforeAll(() => {
    reference = startReference(path);
    texts = { corpus: shortOnes(corpusOf(path)), samples: shortOnes(samples()), slices: slicesOf(path) };
  });
  afterAll(() => reference?.close());

  const compare = async (files: Files) =>
    difference(await reference.ask(files), compile(files, { qemu: release }), release);

  /** The first difference, with a small schema that shows it. */
  async function firstDifference(all: Iterable<Files>): Promise<string | undefined> {
    const waiting: { readonly files: Files; readonly found: Promise<string | undefined> }[] = [];
    const settle = async () => {
      const { files, found } = waiting.shift()!;
      if ((await found) === undefined) return undefined;
      const small = await shrink(files, async (smaller) => (await compare(smaller)) !== undefined);
      return `${await compare(small)}\n${JSON.stringify(small, null, 1)}`;
    };
    for (const files of all) {
      waiting.push({ files, found: compare(files) });
      const told = waiting.length < 32 ? undefined : await settle();
      if (told !== undefined) return told;
    }
    while (waiting.length > 0) {
      const told = await settle();
      if (told !== undefined) return told;
    }
    return undefined;
  }

  function* made(make: Make): Iterable<Files> {
    for (let run = 0; run < runs; run++) yield make(randomOf(seed * 1_000_003 + run), texts);
  }

  const limit = 60_000 + runs * 20;
  test.each(Object.entries(inputs))(
    "%s",
    async (_, make) => {
      expect(await firstDifference(made(make))).toBeUndefined();
    },
    limit,
  );

  test(
    "the corpus cut at every 97th character",
    async () => {
      expect(await firstDifference([...cuts(corpusOf(path))].map(({ files }) => files))).toBeUndefined();
    },
    limit,
  );

  test.each(Object.entries(odd))("%s", async (_, text) => {
    expect(await compare({ "/s/root.json": text })).toBeUndefined();
  });
});
