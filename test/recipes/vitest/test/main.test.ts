import { expect, test } from "vitest";

import { colours } from "../src/main.js";

test("all colours are there", () => {
  expect(colours).toBe("red, blue");
});
