// The one rule of names in C.

import { expect, test } from "vitest";

import { cName } from "../../src/base/c-name.js";

test("two names clash in C when they differ in nothing but what C has no letter for", () => {
  expect(["a-b", "a_b", "a.b", "__x.y_a-b"].map(cName)).toEqual(["a_b", "a_b", "a_b", "__x_y_a_b"]);
  expect(cName("aB1")).toBe("aB1");
  expect(cName("größe")).toBe("gr__e");
});
