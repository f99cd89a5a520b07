// Writing is all or nothing, whichever call of the system fails, and whichever is a process's last.

import { chmodSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { UsageError } from "../../src/base/usage-error.js";
import type { Disk } from "../../src/build/disk.js";
import { planWrite, writePlan } from "../../src/build/write.js";
import { Death, faultyDisk, file, fill, mortal, ours, scratch, tree } from "./faults.js";

/** Two folders, one in the other, of which the inner one may be new: every kind of step is in it. */
const before = {
  "gen/index.ts": ours("index.ts", "old"),
  "gen/same.ts": ours("same.ts", "same"),
  "gen/gone.ts": ours("gone.ts", "left over"),
  "gen/types/one.ts": ours("types/one.ts", "left over"),
  "gen/types/deep/two.ts": ours("types/deep/two.ts", "left over"),
  "gen/mine.ts": "// a person's\n",
};
const inner = { "gen/agent/index.ts": ours("index.ts", "old"), "gen/agent/data.json": "{}" };

const outputs = (root: string) => [
  {
    out: join(root, "gen"),
    files: [
      file("index.ts", "new"),
      file("same.ts", "same"),
      file("runtime/a/b.ts", "new"),
      file("runtime/c.ts", "new"),
    ],
  },
  { out: join(root, "gen/agent"), files: [file("index.ts", "new"), file("client.ts", "new")] },
];

/** A fresh folder for a run, in the state before it. */
function start(root: string, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(root, "run-"));
  fill(folder, files);
  if ("gen/index.ts" in files) chmodSync(join(folder, "gen/index.ts"), 0o640);
  if ("gen/types/one.ts" in files) {
    chmodSync(join(folder, "gen/types"), 0o710);
    chmodSync(join(folder, "gen/types/deep/two.ts"), 0o600);
  }
  return folder;
}

const go = (folder: string, disk: Disk) =>
  writePlan(planWrite(outputs(folder), { force: false, disk, patienceMs: 500 }));

/** What happens, or undefined. */
function outcome(act: () => unknown): unknown {
  try {
    act();
    return undefined;
  } catch (error) {
    return error;
  }
}

const starts: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ["over an earlier run", { ...before, ...inner }],
  ["with a folder that is new", before],
  ["where there is nothing yet", {}],
];

const refusing = (name: keyof Disk, code: string): Partial<Disk> => ({
  [name]: () => {
    throw Object.assign(new Error(code), { code, syscall: name });
  },
});
const disks: readonly (readonly [string, Partial<Disk>])[] = [
  ["a disk with hard links", {}],
  ["a disk without", refusing("link", "EPERM")],
];

const cases = starts.flatMap(([name, files], index) =>
  disks.slice(0, index === 0 ? 2 : 1).map(([disk, changes]) => [`${name}, on ${disk}`, files, changes] as const),
);

describe.each(cases)("%s", (_, files, changes) => {
  const reference = (root: string) => {
    const folder = start(root, files);
    const old = tree(folder);
    const disk = faultyDisk(undefined, changes);
    go(folder, disk);
    return { old, new: tree(folder), calls: disk.calls() };
  };

  test("without a fault it does what it should", () => {
    const { new: after } = reference(scratch());
    expect(Object.keys(after).filter((path) => /\.qapi|gone|types/.test(path))).toEqual([]);
    expect(after["gen/index.ts"]).toBe(`${"gen/index.ts" in files ? "640" : "644"} ${ours("index.ts", "new")}`);
    expect(after["gen/runtime/a/b.ts"]).toBe(`644 ${ours("runtime/a/b.ts", "new")}`);
    expect(after["gen/agent/client.ts"]).toBe(`644 ${ours("client.ts", "new")}`);
    expect(after["gen/mine.ts"]).toBe("gen/mine.ts" in files ? "644 // a person's\n" : undefined);
  });

  test.each([
    ["ENOSPC", true],
    ["EIO", false],
    ["EACCES", false],
  ])("%s at any call, lasting: %s", (what, lasts) => {
    const root = scratch();
    const want = reference(root);
    let failures = 0;
    for (let at = 1; at <= want.calls; at += 1) {
      const folder = start(root, files);
      // A full or locked disk takes no more, but lets go of what is there.
      const disk = faultyDisk({ at, what }, { ...changes, self: mortal.self!, isAlive: () => true });
      const full = lasts ? { ...disk, ...lasting(disk, what) } : disk;
      const error = outcome(() => go(folder, full));
      const place = `${what} at call ${at}`;
      // What may not be read is not looked at for a mark, so it is left over once more.
      const isUnread = what === "EACCES" && ["list", "readStart", "lstat"].includes(disk.fired()!);
      if (error === undefined) {
        if (!isUnread) expect(withoutDebris(tree(folder)), place).toEqual(want.new);
      } else {
        failures += 1;
        expect(error, place).toBeInstanceOf(UsageError);
        expect((error as Error).message, place).toMatch(/^cannot [^\n]+: [^\n]+$/);
        expect(tree(folder), place).toEqual(want.old);
      }
      // Once more in the same process, which is still there, and then in another.
      go(folder, faultyDisk(undefined, { self: mortal.self!, isAlive: () => true }));
      expect(withoutDebris(tree(folder)), `${place}, and once more`).toEqual(want.new);
      go(folder, faultyDisk(undefined, { isAlive: mortal.isAlive! }));
      expect(tree(folder), `${place}, and then in another`).toEqual(want.new);
      rmSync(folder, { recursive: true });
    }
    expect(failures).toBeGreaterThan(want.calls / 3);
  });

  test("death at any call: the next run puts things right first", () => {
    const root = scratch();
    const want = reference(root);
    const seen = { old: 0, new: 0 };
    for (let at = 1; at <= want.calls; at += 1) {
      const folder = start(root, files);
      outcome(() => go(folder, faultyDisk({ at, what: "death" }, { ...changes, ...mortal })));
      const place = `death at call ${at}`;
      const next = faultyDisk(undefined, { ...changes, isAlive: mortal.isAlive! });
      const plan = planWrite(outputs(folder), { force: false, disk: next, patienceMs: 500 });
      const found = tree(folder);
      const isNew = JSON.stringify(found) === JSON.stringify(want.new);
      seen[isNew ? "new" : "old"] += 1;
      // A folder that was made a moment before is empty, and nobody can tell whose it is.
      if (!isNew) expect(withoutEmptyOut(found, files), place).toEqual(want.old);
      writePlan(plan);
      expect(tree(folder), `${place}, and once more`).toEqual(want.new);
      rmSync(folder, { recursive: true });
    }
    expect(seen.old).toBeGreaterThan(20);
    expect(seen.new).toBeGreaterThan(2);
  });

  test("death at any call of the clearing up: the run after that does it", () => {
    const root = scratch();
    const want = reference(root);
    // The most to clear up is there just before the journal goes.
    const unlinks = lastPlacing(start(root, files), changes);
    let deaths = 0;
    for (let at = 1; at < 400; at += 1) {
      const folder = start(root, files);
      outcome(() => go(folder, faultyDisk({ at: unlinks, what: "death" }, { ...changes, ...mortal })));
      const disk = faultyDisk({ at, what: "death" }, { ...changes, ...mortal });
      outcome(() => planWrite(outputs(folder), { force: false, disk, patienceMs: 500 }));
      if (disk.fired() === undefined) break;
      deaths += 1;
      const last = faultyDisk(undefined, { ...changes, isAlive: mortal.isAlive! });
      planWrite(outputs(folder), { force: false, disk: last, patienceMs: 500 });
      expect(withoutEmptyOut(tree(folder), files), `death at call ${at}`).toEqual(want.old);
      rmSync(folder, { recursive: true });
    }
    expect(deaths).toBeGreaterThan(30);
  });
});

/** The call that removes the journal. */
function lastPlacing(folder: string, changes: Partial<Disk>): number {
  let at = 0;
  const disk = faultyDisk(undefined, {
    ...changes,
    unlink: (path) => {
      if (path.endsWith("journal")) at = disk.calls();
      rmSync(path);
    },
  });
  go(folder, disk);
  return at;
}

/** From the fault on, all that takes room or a right fails. */
function lasting(disk: ReturnType<typeof faultyDisk>, what: string): Partial<Disk> {
  const names = ["write", "link", "makeFolder", "chmod", "chown"] as const;
  const failing = names.map((name) => [
    name,
    (...args: unknown[]) => {
      if (disk.fired() !== undefined) throw Object.assign(new Error(what), { code: what, syscall: name });
      return (disk[name] as (...args: unknown[]) => unknown)(...args);
    },
  ]);
  return Object.fromEntries(failing) as Partial<Disk>;
}

/** After a fault behind the end, when the new state stands, something may be left for the next run to remove. */
function withoutDebris(found: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(found).filter(([path]) => !path.includes(".qapi-ts-")));
}

function withoutEmptyOut(
  found: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const isEmpty = (path: string) => !Object.keys(found).some((other) => other.startsWith(`${path}/`));
  const made = ["gen/agent", "gen"].filter((path) => !Object.keys(files).some((other) => other.startsWith(`${path}/`)));
  const left = { ...found };
  for (const path of made) if (isEmpty(path) || path === "gen") delete left[path];
  return left;
}

describe("a step fails, and then what puts it back", () => {
  const fails = (path: string) => {
    throw Object.assign(new Error("EIO"), { code: "EIO", syscall: "rename", path });
  };

  test.each([
    ["alone", false],
    ["while another run has done the first of two folders", true],
  ])("%s: the next run puts all back", (_, isHelped) => {
    const root = scratch();
    fill(root, { "b/i.ts": ours("i.ts", "old"), "b/j.ts": ours("j.ts", "old") });
    const old = tree(root);
    const a = { out: join(root, "a"), files: [file("x.ts", "new")] };
    const b = { out: join(root, "b"), files: [file("i.ts", "new"), file("j.ts", "new")] };
    const disk = faultyDisk(undefined, {
      rename(from, to) {
        if (to === join(root, "b/j.ts") || from.endsWith("old-0")) fails(to);
        renameSync(from, to);
      },
    });
    const plan = planWrite([a, b], { force: false, disk });
    if (isHelped) writePlan(planWrite([a], { force: false }));
    expect(() => writePlan(plan)).toThrow(/b\/j\.ts.*; and then .*b\/i\.ts.*; the next run tries that again$/);
    planWrite([a, b], { force: false });
    const first = { a: "755 folder", "a/x.ts": `644 ${ours("x.ts", "new")}` };
    expect(tree(root)).toEqual(isHelped ? { ...old, ...first } : old);
  });
});

test("a dead process is nothing that code handles", () => {
  expect(outcome(() => go(scratch(), faultyDisk({ at: 1, what: "death" })))).toBeInstanceOf(Death);
});
