// What the end of a line may become.

import { expect, test } from "vitest";

import type { CommandType, CompleteArgument, HmpTables } from "../../../src/runtime/index.js";
import { Monitor } from "../../../src/runtime/index.js";

const paint: CommandType = {
  command: "paint",
  arguments: () => ({
    object: "paint-arg",
    members: { colour: () => ({ enum: "Colour", values: ["red", "green", "grey"] }), "*note": "str" },
  }),
};

const tables: HmpTables = {
  commands: [
    { name: "quit|q", args: [], params: "", help: "", preconfig: true },
    {
      name: "paint",
      args: [
        { key: "force", letter: "-", flag: "f" },
        { key: "again", letter: "-", flag: "a" },
        { key: "format", letter: "-", flag: "t", value: true },
        { key: "colour", letter: "s" },
        { key: "file", letter: "F", optional: "?" },
        { key: "fast", letter: "b" },
      ],
      params: "",
      help: "",
      command: paint,
    },
    { name: "say", args: [{ key: "text", letter: "S" }], params: "", help: "" },
    { name: "eject", args: [{ key: "device", letter: "B" }], params: "", help: "" },
    {
      name: "x",
      args: [
        { key: "fmt", letter: "/" },
        { key: "addr", letter: "l" },
      ],
      params: "",
      help: "",
    },
  ],
  info: [
    { name: "block", args: [{ key: "device", letter: "B", optional: "?" }], params: "", help: "" },
    { name: "blockstats", args: [], params: "", help: "" },
    { name: "name", args: [], params: "", help: "" },
  ],
};

const complete: CompleteArgument = ({ letter }, word) => {
  if (letter === "B") return ["d0", "d1", "a disk"];
  if (letter === "F") return Promise.resolve(["here/", "here.txt", "with blank"]);
  return [`${word}!`, `not ${word}`];
};

test.each([
  { line: "", start: 0, candidates: ["?", "eject", "help", "info", "p", "paint", "print", "q", "quit", "say", "x"] },
  { line: "p", start: 0, candidates: ["p", "paint", "print"] },
  { line: "  qu", start: 2, candidates: ["quit"] },
  { line: "zz", start: 0, candidates: [] },
  { line: "zz ", start: 3, candidates: [] },
  { line: 'help "pa', start: 5, candidates: ['"paint"'] },
  { line: 'help "info" "n', start: 12, candidates: ['"name"'] },
  // No name is read in quotes.
  { line: '"pa', start: 0, candidates: [] },
  { line: '"paint"', start: 0, candidates: [] },
  { line: '"paint" ', start: 8, candidates: [] },
  { line: 'info "b', start: 5, candidates: [] },
  { line: 'info "block" ', start: 13, candidates: [] },
  { line: "help pa", start: 5, candidates: ["paint"] },
  { line: "? ", start: 2, candidates: ["?", "eject", "help", "info", "p", "paint", "print", "q", "quit", "say", "x"] },
  { line: "help info b", start: 10, candidates: ["block", "blockstats"] },
  { line: "info ", start: 5, candidates: ["block", "blockstats", "name"] },
  { line: "info block", start: 5, candidates: ["block", "blockstats"] },
  { line: "info block ", start: 11, candidates: ['"a disk"', "d0", "d1"] },
  { line: "info block d", start: 11, candidates: ["d0", "d1"] },
  { line: "info nope ", start: 10, candidates: [] },
  { line: "info name ", start: 10, candidates: [] },
  { line: 'eject "a', start: 6, candidates: ['"a disk"'] },
  { line: 'eject "a disk"', start: 6, candidates: ['"a disk"'] },
  { line: "eject d0 ", start: 9, candidates: [] },
  { line: "paint ", start: 6, candidates: ["green", "grey", "red"] },
  { line: "paint gr", start: 6, candidates: ["green", "grey"] },
  { line: "paint -", start: 6, candidates: ["-a", "-f", "-t"] },
  { line: "paint -f -", start: 9, candidates: ["-a", "-t"] },
  { line: "paint -a ", start: 9, candidates: ["green", "grey", "red"] },
  { line: "paint -t ", start: 9, candidates: ["!", '"not "'] },
  { line: "paint -t p", start: 9, candidates: ["p!"] },
  { line: "paint -t png ", start: 13, candidates: ["green", "grey", "red"] },
  { line: "paint -tpng r", start: 12, candidates: ["red"] },
  { line: "paint red h", start: 10, candidates: ["here.txt", "here/"] },
  { line: "paint red w", start: 10, candidates: ['"with blank"'] },
  { line: "paint red here.txt o", start: 19, candidates: ["off", "on"] },
  { line: "paint red here.txt on ", start: 22, candidates: [] },
  { line: "say ab", start: 4, candidates: ["ab!"] },
  { line: "say ab cd", start: 7, candidates: [] },
  { line: "x/10i 5", start: 6, candidates: ["5!"] },
])("$line", async ({ line, start, candidates }) => {
  const monitor = new Monitor(
    tables,
    { execute: () => Promise.reject(new Error("nothing is to be run")) },
    { complete },
  );
  expect(await monitor.complete(line)).toEqual({ start, candidates });
});

test("before the machine is made, only what can be used is offered", async () => {
  const monitor = new Monitor(tables, { execute: () => Promise.resolve() }, { isReady: () => false });
  expect((await monitor.complete("")).candidates).toEqual(["?", "help", "info", "q", "quit"]);
  expect((await monitor.complete("eject ")).candidates).toEqual([]);
});

test("whoever cannot be asked offers nothing", async () => {
  const refuse = () => Promise.reject(new Error("gone"));
  const monitor = new Monitor(tables, { execute: refuse }, { complete: refuse });
  expect(await monitor.complete("eject ")).toEqual({ start: 6, candidates: [] });
});

test("whoever throws at once offers nothing either", async () => {
  const refuse = () => {
    throw new Error("gone");
  };
  const monitor = new Monitor(tables, { execute: refuse }, { complete: refuse });
  expect(await monitor.complete("eject ")).toEqual({ start: 6, candidates: [] });
});
