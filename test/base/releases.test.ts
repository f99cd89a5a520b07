// Which known release an arbitrary version of QEMU follows.

import { describe, expect, test } from "vitest";

import { newestRelease, releaseOf, releases } from "../../src/base/releases.js";

describe("releaseOf", () => {
  test.each([
    ["7.2", "7.2"],
    ["v7.2", "7.2"],
    ["7.2.0", "7.2"],
    ["7.2.19", "7.2"],
    ["10.0.13", "10.0"],
    ["10.1", "10.0"],
    ["10.1.50", "10.0"],
    ["10.2", "10.2"],
    ["10.10", "10.2"],
    ["9.2", "7.2"],
    ["10", "10.0"],
    ["11.0", "10.2"],
    ["2.11", "7.2"],
  ])("%s follows %s", (version, release) => expect(releaseOf(version)).toBe(release));

  test.each(["", "ten", "10.x", "10.", ".10", "-1", "10.0-rc1", "qemu-10.0", "1e1", " 10.0", "10.0\n"])(
    "%j is no version",
    (version) => expect(releaseOf(version)).toBeUndefined(),
  );
});

test("the newest release is the last of the table, and itself known", () => {
  expect(Object.keys(releases).at(-1)).toBe(newestRelease);
  expect(releaseOf(newestRelease)).toBe(newestRelease);
});
