// What writing does to a folder, what it leaves alone, and what it says where something is in the way.

import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { lockPath } from "../../src/build/lock.js";
import type { OutputFiles } from "../../src/build/look.js";
import { planWrite, writePlan } from "../../src/build/write.js";
import { Death, faultyDisk, file, fill, mortal, ours, scratch, tree } from "./faults.js";

const noForce = { force: false };

/** Writes; gives what became of each file, by its path below `root`. */
function write(root: string, outputs: readonly OutputFiles[], options = noForce): Readonly<Record<string, string>> {
  const placed = outputs.map((output) => ({ ...output, out: join(root, output.out) }));
  const written = writePlan(planWrite(placed, options));
  return Object.fromEntries(written.map(({ path, status }) => [path.slice(root.length + 1), status]));
}

/** What is said where it does not write, with `ROOT` for the folder; everything stays as it was. */
function refusal(root: string, outputs: readonly OutputFiles[], options = noForce): string {
  const before = tree(root, stamped);
  let message = "nothing was refused";
  try {
    write(root, outputs, options);
  } catch (error) {
    expect(error).toMatchObject({ name: "UsageError" });
    message = (error as Error).message.replaceAll(root, "ROOT");
  }
  expect(tree(root, stamped)).toEqual(before);
  return message;
}

const stamped = (path: string) => {
  const { mode, ino, mtimeMs, ctimeMs } = lstatSync(path);
  return `${mode} ${ino} ${mtimeMs} ${ctimeMs}`;
};

describe("what it writes", () => {
  test("new files in new folders, then what changed, then nothing", () => {
    const root = scratch();
    const files = (text: string) => [{ out: "a/gen", files: [file("index.ts", text), file("runtime/x.ts", "same")] }];
    expect(write(root, files("1"))).toEqual({ "a/gen/index.ts": "new", "a/gen/runtime/x.ts": "new" });
    expect(write(root, files("2"))).toEqual({ "a/gen/index.ts": "changed", "a/gen/runtime/x.ts": "unchanged" });
    const before = tree(root, stamped);
    const disk = faultyDisk(undefined, refusingAll);
    expect(write(root, files("2"), { ...noForce, disk } as typeof noForce)).toEqual({
      "a/gen/index.ts": "unchanged",
      "a/gen/runtime/x.ts": "unchanged",
    });
    expect(tree(root, stamped)).toEqual(before);
    expect(readFileSync(join(root, "a/gen/index.ts"), "utf8")).toBe(ours("index.ts", "2"));
  });

  test("a plan says the same and writes nothing", () => {
    const root = scratch();
    fill(root, { "gen/old.ts": ours("old.ts", "1"), "gen/index.ts": ours("index.ts", "1") });
    const before = tree(root, stamped);
    const plan = planWrite([{ out: join(root, "gen"), files: [file("index.ts", "2"), file("new.ts", "")] }], noForce);
    expect(plan.files.map(({ status }) => status)).toEqual(["changed", "new", "removed"]);
    expect(tree(root, stamped)).toEqual(before);
  });

  test("a replaced file keeps its mode, and its other names keep what they hold", () => {
    const root = scratch();
    fill(root, { "gen/index.ts": ours("index.ts", "1") });
    chmodSync(join(root, "gen/index.ts"), 0o604);
    linkSync(join(root, "gen/index.ts"), join(root, "elsewhere.ts"));
    write(root, [{ out: "gen", files: [file("index.ts", "2")] }]);
    expect(tree(root)).toEqual({
      "elsewhere.ts": `604 ${ours("index.ts", "1")}`,
      gen: "755 folder",
      "gen/index.ts": `604 ${ours("index.ts", "2")}`,
    });
  });

  test("the output folder, or one above it, may be a link", () => {
    const root = scratch();
    fill(root, { "real/deep/x": "" });
    symlinkSync("real", join(root, "link"));
    symlinkSync("real/deep", join(root, "gen"));
    expect(write(root, [{ out: "gen", files: [file("a.ts", "")] }])).toEqual({ "gen/a.ts": "new" });
    expect(write(root, [{ out: "link/new", files: [file("b.ts", "")] }])).toEqual({ "link/new/b.ts": "new" });
    expect(Object.keys(tree(root))).toEqual([
      "gen",
      "link",
      "real",
      "real/deep",
      "real/deep/a.ts",
      "real/deep/x",
      "real/new",
      "real/new/b.ts",
    ]);
  });
});

const refusingAll = Object.fromEntries(
  (["write", "sync", "rename", "link", "unlink", "makeFolder", "removeFolder", "chmod", "chown"] as const).map(
    (name) => [
      name,
      () => {
        throw new Error(`${name} was called`);
      },
    ],
  ),
);

describe("a person's file", () => {
  const mine = (text: string) => [{ out: "gen", files: [{ path: "data.json", text }, file("index.ts", "2")] }];

  test("is not written over", () => {
    const root = scratch();
    fill(root, { "gen/data.json": "mine", "gen/index.ts": ours("index.ts", "1") });
    expect(refusal(root, mine("new"))).toBe(
      "cannot write 'ROOT/gen/data.json': the file that is there is not marked as generated, so it may be yours; " +
        "move it, choose another folder with --out, or write over it with --force",
    );
  });

  test.each([
    ["moved here from another place", ours("a/index.ts", "1")],
    ["empty", ""],
    ["with the mark in its second line", `\n${ours("index.ts", "1")}`],
  ])("also one that is %s", (_, text) => {
    const root = scratch();
    fill(root, { "gen/index.ts": text });
    expect(refusal(root, [{ out: "gen", files: [file("index.ts", "2")] }])).toContain("is not marked as generated");
  });

  test("is let be where it holds what would be written", () => {
    const root = scratch();
    fill(root, { "gen/data.json": "same" });
    expect(write(root, mine("same"))).toEqual({ "gen/data.json": "unchanged", "gen/index.ts": "new" });
  });

  test("is written over by force, and where it is known to be ours", () => {
    const root = scratch();
    fill(root, { "gen/data.json": "1" });
    const known = (path: string, bytes: Uint8Array) => path === "data.json" && Buffer.from(bytes).toString() === "1";
    expect(write(root, [{ ...mine("2")[0]!, isKnownOurs: known }])).toMatchObject({ "gen/data.json": "changed" });
    expect(refusal(root, [{ ...mine("3")[0]!, isKnownOurs: known }])).toContain("not marked");
    expect(write(root, mine("3"), { force: true })).toMatchObject({ "gen/data.json": "changed" });
  });

  test("that appears while a run is at work stays, and the run goes back", () => {
    const root = scratch();
    fill(root, { "gen/a.ts": ours("a.ts", "1") });
    const at = join(root, "gen/b.ts");
    const disk = faultyDisk(undefined, {
      link(from, to) {
        if (to === at) writeFileSync(at, "mine");
        linkSync(from, to);
      },
    });
    const outputs = [{ out: join(root, "gen"), files: [file("a.ts", "2"), file("b.ts", "2")] }];
    expect(() => writePlan(planWrite(outputs, { force: false, disk }))).toThrow("a file of that name is in the way");
    expect(tree(root)).toEqual({ gen: "755 folder", "gen/a.ts": `644 ${ours("a.ts", "1")}`, "gen/b.ts": "644 mine" });
  });
});

describe("a file that somebody saves while a run is at work is as it was saved, and the run goes back", () => {
  const before = { "gen/a.ts": ours("a.ts", "1"), "gen/b.ts": ours("b.ts", "1"), "gen/gone.ts": ours("gone.ts", "") };
  const saved = "a person's own, just saved";

  test.each<readonly [string, string, "link" | "rename", "before" | "after", boolean]>([
    ["to be replaced, before it is kept", "b.ts", "link", "before", true],
    ["to be replaced, when it is kept", "b.ts", "link", "after", true],
    ["to be replaced, before it is kept, on a disk without links", "b.ts", "rename", "before", false],
    ["to be replaced, when it is kept, on a disk without links", "b.ts", "rename", "after", false],
    ["to be removed", "gone.ts", "rename", "before", true],
    ["that is new, on a disk without links", "c.ts", "link", "before", false],
  ])("%s", (_, name, call, when, hasLinks) => {
    const root = scratch();
    fill(root, before);
    const at = join(root, "gen", name);
    let left = 1;
    const meeting = (which: typeof call, act: (from: string, to: string) => void) => (from: string, to: string) => {
      const isNow = which === call && (name === "c.ts" ? to : from) === at && left-- > 0;
      if (isNow && when === "before") writeFileSync(at, saved);
      act(from, to);
      if (isNow && when === "after") writeFileSync(at, saved);
    };
    const refusing = () => {
      throw Object.assign(new Error("EPERM"), { code: "EPERM", syscall: "link" });
    };
    const disk = faultyDisk(undefined, {
      link: meeting("link", hasLinks ? linkSync : refusing),
      rename: meeting("rename", renameSync),
    });
    const outputs = [{ out: join(root, "gen"), files: ["a.ts", "b.ts", "c.ts"].map((path) => file(path, "2")) }];
    expect(() => writePlan(planWrite(outputs, { force: false, disk }))).toThrow(
      `cannot ${name === "gone.ts" ? "remove" : "write"} '${at}': somebody else has just changed it; run it again`,
    );
    const want = Object.entries({ ...before, [`gen/${name}`]: saved }).map(([path, text]) => [path, `644 ${text}`]);
    expect(tree(root)).toEqual({ gen: "755 folder", ...Object.fromEntries(want) });
  });
});

describe("what is left over", () => {
  test("goes where it carries our mark, with the folders that it leaves empty; all else stays", () => {
    const root = scratch();
    fill(root, {
      "gen/gone.ts": ours("gone.ts", ""),
      "gen/gone.h": ours("gone.h", ""),
      "gen/mine.ts": "mine",
      "gen/copy.ts": ours("runtime/copy.ts", ""),
      "gen/runtime/a/gone.ts": ours("runtime/a/gone.ts", ""),
      "gen/types/gone.ts": ours("types/gone.ts", ""),
      "gen/types/mine.ts": "mine",
      "gen/server-types/empty": null,
      "gen/made/gone.ts": ours("made/gone.ts", ""),
      "gen/theirs/deep.ts": ours("theirs/deep.ts", ""),
      "gen/agent/index.ts": ours("index.ts", ""),
      "outside/gone.ts": ours("gone.ts", ""),
    });
    symlinkSync("../outside", join(root, "gen/other"));
    symlinkSync("../outside/gone.ts", join(root, "gen/link.ts"));
    execFileSync("mkfifo", [join(root, "gen/pipe.ts")]);
    expect(write(root, [{ out: "gen", files: [file("index.ts", ""), file("made/x.ts", "")] }])).toEqual({
      "gen/index.ts": "new",
      "gen/made/x.ts": "new",
      "gen/gone.h": "removed",
      "gen/gone.ts": "removed",
      "gen/made/gone.ts": "removed",
      "gen/runtime/a/gone.ts": "removed",
      "gen/types/gone.ts": "removed",
    });
    const left = Object.keys(tree(root)).filter((path) => path.startsWith("gen/"));
    const stays =
      "agent agent/index.ts copy.ts index.ts link.ts made made/x.ts mine.ts other pipe.ts server-types server-types/empty theirs theirs/deep.ts types types/mine.ts";
    expect(left).toEqual(stays.split(" ").map((path) => `gen/${path}`));
  });

  test("what a record knows goes wherever it is, if it has its mark, never through a link", () => {
    const root = scratch();
    fill(root, {
      "gen/deep/er/gone.ts": ours("deep/er/gone.ts", ""),
      "gen/data.json": "{}",
      "gen/edited.json": "edited",
      "outside/x.ts": ours("link/x.ts", ""),
      "secret.ts": ours("../secret.ts", ""),
    });
    symlinkSync("../outside", join(root, "gen/link"));
    const earlier = ["deep/er/gone.ts", "data.json", "edited.json", "link/x.ts", "../secret.ts", "never.ts"];
    const isKnownOurs = (_: string, bytes: Uint8Array) => Buffer.from(bytes).toString() === "{}";
    expect(write(root, [{ out: "gen", files: [], earlier, isKnownOurs }])).toEqual({
      "gen/deep/er/gone.ts": "removed",
    });
    expect(Object.keys(tree(root))).toEqual([
      "gen",
      "gen/data.json",
      "gen/edited.json",
      "gen/link",
      "outside",
      "outside/x.ts",
      "secret.ts",
    ]);
  });

  test("of two outputs, one in the other, neither removes the other's", () => {
    const root = scratch();
    const outputs = (earlier: readonly string[]) => [
      { out: "gen", files: [file("index.ts", "")], earlier },
      { out: "gen/types", files: [file("index.ts", ""), file("types/x.ts", "")] },
    ];
    write(root, outputs([]));
    const before = tree(root, stamped);
    const status = write(root, outputs(["types/index.ts", "types/types/x.ts"]));
    expect(new Set(Object.values(status))).toEqual(new Set(["unchanged"]));
    expect(write(root, [outputs([])[0]!])).toEqual({ "gen/index.ts": "unchanged" });
    expect(write(root, [outputs([])[1]!])).toEqual({
      "gen/types/index.ts": "unchanged",
      "gen/types/types/x.ts": "unchanged",
    });
    expect(tree(root, stamped)).toEqual(before);
  });
});

describe("what is in the way", () => {
  const one = (path = "a.ts", text = "new"): readonly OutputFiles[] => [
    { out: "gen", files: [{ path, text }, file("z.ts", "")] },
  ];
  const link = "a symbolic link of that name is in the way; remove it, or choose another folder with --out";

  test.each<readonly [string, (gen: string) => void, string, string]>([
    [
      "a link to a file",
      (gen) => symlinkSync("../target.ts", join(gen, "a.ts")),
      "a.ts",
      `cannot write 'ROOT/gen/a.ts': ${link}`,
    ],
    [
      "a link to nothing",
      (gen) => symlinkSync("nowhere", join(gen, "a.ts")),
      "a.ts",
      `cannot write 'ROOT/gen/a.ts': ${link}`,
    ],
    [
      "a link to itself",
      (gen) => symlinkSync("a.ts", join(gen, "a.ts")),
      "a.ts",
      "cannot write 'ROOT/gen/a.ts': too many symbolic links",
    ],
    [
      "a link to a pipe",
      (gen) => symlinkSync("../pipe", join(gen, "a.ts")),
      "a.ts",
      `cannot write 'ROOT/gen/a.ts': ${link}`,
    ],
    [
      "a folder",
      (gen) => mkdirSync(join(gen, "a.ts")),
      "a.ts",
      "cannot write 'ROOT/gen/a.ts': a folder of that name is in the way",
    ],
    [
      "a pipe",
      (gen) => execFileSync("mkfifo", [join(gen, "a.ts")]),
      "a.ts",
      "cannot write 'ROOT/gen/a.ts': a pipe, socket or device of that name is in the way",
    ],
    [
      "a file for a folder",
      (gen) => fill(gen, { b: "" }),
      "b/a.ts",
      "cannot make the folder 'ROOT/gen/b': a file of that name is in the way",
    ],
    [
      "a link for a folder",
      (gen) => symlinkSync("..", join(gen, "b")),
      "b/a.ts",
      "cannot write 'ROOT/gen/b/a.ts': the symbolic link 'ROOT/gen/b' is in the way; remove it, or choose another folder with --out",
    ],
    [
      "the system's limit",
      () => {},
      `${"n".repeat(300)}.ts`,
      `cannot write 'ROOT/gen/${"n".repeat(300)}.ts': its name is too long`,
    ],
    ["the file's own path", () => {}, "../a.ts", "cannot write the file '../a.ts': its path leaves the output folder"],
  ])("%s", (_, prepare, path, message) => {
    const root = scratch();
    fill(root, { "target.ts": "theirs", gen: null });
    execFileSync("mkfifo", [join(root, "pipe")]);
    prepare(join(root, "gen"));
    expect(refusal(root, one(path))).toBe(message);
    expect(refusal(root, one(path), { force: true })).toBe(message);
  });

  test("a link to what would be written is let be", () => {
    const root = scratch();
    fill(root, { "target.ts": "same", gen: null, "deep/a.ts": "same" });
    symlinkSync("../target.ts", join(root, "gen/a.ts"));
    symlinkSync("../deep", join(root, "gen/b"));
    expect(write(root, one("a.ts", "same"))).toMatchObject({ "gen/a.ts": "unchanged" });
    expect(write(root, one("b/a.ts", "same"))).toMatchObject({ "gen/b/a.ts": "unchanged" });
  });

  test.each<readonly [string, Readonly<Record<string, string>>, string, string]>([
    ["a file", { gen: "mine" }, "gen", "cannot make the folder 'ROOT/gen': a file of that name is in the way"],
    [
      "a file above it",
      { gen: "mine" },
      "gen/a/b",
      "cannot make the folder 'ROOT/gen': a file of that name is in the way",
    ],
  ])("for the output folder, %s", (_, files, out, message) => {
    const root = scratch();
    fill(root, files);
    expect(refusal(root, [{ out, files: [file("a.ts", "")] }])).toBe(message);
  });

  test("for the output folder, a link to nothing", () => {
    const root = scratch();
    symlinkSync("nowhere", join(root, "gen"));
    expect(refusal(root, one())).toBe("cannot make the folder 'ROOT/gen': a symbolic link of that name is in the way");
  });
});

describe("outputs in each other's way", () => {
  const out = (name: string, ...paths: readonly string[]) => ({
    out: name,
    files: paths.map((path) => file(path, "")),
  });

  test.each<readonly [string, readonly OutputFiles[], string]>([
    [
      "the same folder",
      [out("gen"), out("gen")],
      "two outputs go into 'ROOT/gen': each output needs a folder of its own",
    ],
    [
      "the same by a link",
      [out("gen"), out("link")],
      "'ROOT/gen' and 'ROOT/link' are the same folder: each output needs a folder of its own",
    ],
    [
      "the same by a link above",
      [out("gen/new"), out("link/new")],
      "'ROOT/gen/new' and 'ROOT/link/new' are the same folder: each output needs a folder of its own",
    ],
    [
      "the same file twice",
      [out("gen", "a.ts", "a.ts")],
      "cannot write 'ROOT/gen/a.ts' twice: two files of this run have that path",
    ],
    [
      "the same file by two outputs",
      [out("gen", "a/b.ts"), out("gen/a", "b.ts")],
      "cannot write 'ROOT/gen/a/b.ts' twice: two files of this run have that path",
    ],
    [
      "a file for a folder",
      [out("gen", "a", "a/b.ts")],
      "cannot write 'ROOT/gen/a': this run needs a folder of that name, 'ROOT/gen/a'",
    ],
    [
      "a file for an output",
      [out("gen", "a"), out("gen/a")],
      "cannot write 'ROOT/gen/a': this run needs a folder of that name, 'ROOT/gen/a'",
    ],
  ])("%s", (_, outputs, message) => {
    const root = scratch();
    fill(root, { gen: null });
    symlinkSync("gen", join(root, "link"));
    expect(refusal(root, outputs)).toBe(message);
  });

  test("names that differ in case only, where the disk does not tell them apart", () => {
    const root = scratch();
    fill(root, { gen: null });
    const outputs = [{ out: join(root, "gen"), files: [file("a.ts", ""), file("A.ts", "")] }];
    const blind = faultyDisk(undefined, {
      lstat: (path) => faultyDisk().lstat(path === join(root, "GEN") ? join(root, "gen") : path),
    });
    expect(() => planWrite(outputs, { force: false, disk: blind })).toThrow(/upper case from lower case/);
    const plan = planWrite(outputs, noForce);
    expect(plan.files.map(({ status }) => status)).toEqual(["new", "new"]);
  });
});

test("many writes in one turn are no reason for Node to warn", async () => {
  const warnings: string[] = [];
  const listener = ({ message }: Error) => void warnings.push(message);
  process.on("warning", listener);
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const turns = async () => {
    for (let left = 4; left > 0; left -= 1) await turn();
  };
  // What other tests hold is let go first.
  await turns();
  const room = process.getMaxListeners();
  const root = scratch();
  for (let count = 0; count < 30; count += 1) write(root, [{ out: "gen", files: [file("a.ts", `${count}`)] }]);
  await turns();
  process.off("warning", listener);
  expect(warnings).toEqual([]);
  expect([process.getMaxListeners(), process.listenerCount("SIGHUP")]).toEqual([room, 0]);
});

describe("another run", () => {
  const outputs = (root: string) => [{ out: join(root, "gen"), files: [file("a.ts", "2")] }];
  const lockOf = (root: string, owner: string) => fill(lockPath(join(root, "gen")), { [`owner-${owner}`]: "" });

  test("that does not end is waited for, and then told", () => {
    const root = scratch();
    lockOf(root, `${faultyDisk().self()}-0-abc`);
    const before = tree(root, stamped);
    const options = { force: false, patienceMs: 120 };
    expect(() => planWrite(outputs(root), options)).toThrow(
      `another run is writing into '${join(root, "gen")}' (process ${process.pid}) and did not end within 0.12 s; wait for it, or end it`,
    );
    expect(tree(root, stamped)).toEqual(before);
  });

  test("that ends is waited for, and then it is looked again", () => {
    const root = scratch();
    fill(root, { "gen/a.ts": ours("a.ts", "1") });
    let polls = 0;
    const other = `${faultyDisk().self()}-0-abc`;
    const disk = faultyDisk(undefined, {
      sleep() {
        polls += 1;
        if (polls < 3) return;
        writeFileSync(join(root, "gen/a.ts"), "a person's by now");
        execFileSync("rm", ["-r", lockPath(join(root, "gen"))]);
      },
    });
    const plan = planWrite(outputs(root), { force: false, disk });
    lockOf(root, other);
    expect(() => writePlan(plan)).toThrow("not marked as generated");
    expect(polls).toBe(3);
    expect(Object.keys(tree(root))).toEqual(["gen", "gen/a.ts"]);
  });

  // Only Linux tells when a process started.
  const reused = ["of a process id that is another's by now", (tag: string) => tag.replace(/\d+$/, "1"), 0] as const;
  test.each<readonly [string, (tag: string) => string, number]>([
    ...(existsSync("/proc/self/stat") ? [reused] : []),
    ["of a process that is gone", (tag: string) => tag.replace(/-\d+-/, "-4194304-"), 0],
    ["of another machine, when it has been silent for long", () => "00000000-1-1", 600],
    ["that was tampered with, when it has been silent for long", () => "", 600],
  ])("%s is taken over", (_, owner, seconds) => {
    const root = scratch();
    const tag = owner(faultyDisk().self());
    lockOf(root, tag === "" ? "" : `${tag}-0-abc`);
    const at = Date.now() / 1000 - seconds;
    utimesSync(lockPath(join(root, "gen")), at, at);
    writePlan(planWrite(outputs(root), { force: false, patienceMs: 100 }));
    expect(Object.keys(tree(root))).toEqual(["gen", "gen/a.ts"]);
  });

  test("of another machine is not taken over soon", () => {
    const root = scratch();
    lockOf(root, "00000000-1-1-0-abc");
    expect(() => planWrite(outputs(root), { force: false, patienceMs: 80 })).toThrow(
      /on another machine.*some minutes/,
    );
  });

  test("was killed, and a person put something in place since: that stays, and all else is as it was", () => {
    const root = scratch();
    fill(root, { "gen/a.ts": ours("a.ts", "1"), "gen/b.ts": ours("b.ts", "1"), "gen/e.ts": ours("e.ts", "1") });
    const before = tree(root);
    const files = ["a.ts", "b.ts", "c.ts", "d.ts"].map((path) => file(path, "2"));
    let isDead = false;
    const mortally =
      (act: (path: string, to: string) => void) =>
      (path: string, to = "") => {
        isDead ||= path.endsWith("journal");
        if (isDead) throw new Death();
        act(path, to);
      };
    const disk = faultyDisk(undefined, {
      ...mortal,
      unlink: mortally((path) => unlinkSync(path)),
      rename: mortally(renameSync),
      removeFolder: mortally((path) => rmdirSync(path)),
    });
    const outputs = [{ out: join(root, "gen"), files }];
    expect(() => writePlan(planWrite(outputs, { force: false, disk }))).toThrow(expect.any(Death));
    fill(root, { "gen/b.ts": "a person's", "gen/d.ts": "a person's", "gen/e.ts": "a person's" });
    const next = faultyDisk(undefined, { isAlive: mortal.isAlive! });
    expect(() => planWrite(outputs, { force: false, disk: next })).toThrow("gen/b.ts");
    const theirs = Object.fromEntries(["b", "d", "e"].map((name) => [`gen/${name}.ts`, "644 a person's"]));
    expect(tree(root)).toEqual({ ...before, ...theirs });
  });
});
