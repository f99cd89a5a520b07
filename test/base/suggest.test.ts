// What was meant: near names are found, far ones are not offered.

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { suggest } from "../../src/base/suggest.js";

const keys = ["struct", "data", "base", "if", "features"];

describe("suggest", () => {
  test.each([
    ["basse", "base"],
    ["bsae", "base"],
    ["Base", "base"],
    ["dat", "data"],
    ["datas", "data"],
    ["feature", "features"],
    ["FEATURES", "features"],
    ["fi", "if"],
  ])("%s: %s was meant", (name, meant) => expect(suggest(name, keys)).toBe(meant));

  test.each(["", "x", "returns", "discriminator", "q", "ba"])("%j: nothing near", (name) =>
    expect(suggest(name, keys)).toBeUndefined(),
  );

  test("takes the nearest, and of two equally near the first", () => {
    expect(suggest("read", ["ready", "red", "reed"])).toBe("ready");
    expect(suggest("reads", ["red", "ready", "read"])).toBe("ready");
    expect(suggest("readx", ["xxxxx", "read"])).toBe("read");
  });

  test("'-' and '_' are the same to it, and so is case", () => {
    expect(suggest("max_watts", ["min-watts", "max-watts"])).toBe("max-watts");
    expect(suggest("MaxWatts", ["maxwatt", "maxWatts"])).toBe("maxWatts");
  });

  test("never gives the name itself", () => {
    expect(suggest("base", ["base"])).toBeUndefined();
    expect(suggest("base", ["base", "bass"])).toBe("bass");
  });

  test("gives a candidate or nothing, and any name with one letter too many is mended", () => {
    const name = fc.stringMatching(/^[a-z]{4,12}$/);
    fc.assert(
      fc.property(name, fc.nat(12), (meant, at) => {
        const wrong = `${meant.slice(0, at)}x${meant.slice(at)}`;
        expect(suggest(wrong, [meant])).toBe(meant);
      }),
    );
  });
});
