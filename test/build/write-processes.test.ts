// Writing is all or nothing for whole processes too: killed at any moment, several at once, on a disk that is full or read-only.

import type { ChildProcess } from "node:child_process";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { beforeAll, describe, expect, onTestFinished, test } from "vitest";

import { planWrite } from "../../src/build/write.js";
import { bundle } from "../support/child.js";
import { file, fill, ours, scratch, scratchForAll, tree } from "./faults.js";

/** Two states of two folders; each has files that the other has not. */
const states = {
  A: {
    gen: [file("index.ts", "A"), file("a.ts", "A"), file("runtime/a/x.ts", "A"), file("types/same.ts", "")],
    "gen/agent": [file("index.ts", "A"), file("runtime/a.ts", "A")],
  },
  B: {
    gen: [file("index.ts", "B, longer"), file("b.ts", "B"), file("types/same.ts", ""), file("types/b.ts", "B")],
    "gen/agent": [file("index.ts", "B, longer"), file("b.ts", "B")],
  },
};

const outputs = (root: string, state: keyof typeof states) =>
  Object.entries(states[state]).map(([out, files]) => ({ out: join(root, out), files }));

/** A program: argument 1 is what to write, in turn, 2 how many times, 3 a pause at each call that moves something, in milliseconds. */
const body = `
  import { writeSync } from "node:fs";
  const [turns, times, pause] = [JSON.parse(process.argv[2]), Number(process.argv[3]), Number(process.argv[4] ?? 0)];
  const slow = (name) => (...paths) => {
    writeSync(1, name + "\\n");
    all.realDisk.sleep(pause);
    all.realDisk[name](...paths);
  };
  const changes = ["rename", "link", "makeFolder", "removeFolder", "unlink"].map((name) => [name, slow(name)]);
  const disk = pause > 0 ? { ...all.realDisk, ...Object.fromEntries(changes) } : all.realDisk;
  writeSync(1, "start\\n");
  try {
    for (let index = 0; index < times; index += 1) {
      all.writePlan(all.planWrite(turns[index % turns.length], { force: false, disk, patienceMs: 30_000 }));
      if (index + 1 < times) await new Promise((resolve) => setTimeout(resolve));
    }
    writeSync(1, "end\\n");
  } catch (error) {
    writeSync(2, error.name + ": " + error.message + "\\n");
    process.exitCode = 2;
  }
`;

const folder = scratchForAll();
let program: string;
beforeAll(async () => {
  program = await bundle(["src/build/write.ts", "src/build/disk.ts"], body, folder);
  // Another user has to read it.
  chmodSync(folder, 0o755);
});

function start(root: string, turns: readonly (keyof typeof states)[], more: readonly string[]): ChildProcess {
  const words = [program, JSON.stringify(turns.map((state) => outputs(root, state))), ...more];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

const ended = (child: ChildProcess) =>
  new Promise<{ readonly code: number | null; readonly signal: string | null }>((resolve) => {
    child.on("exit", (code, signal) => resolve({ code, signal }));
  });

const says = (child: ChildProcess, word: string) =>
  new Promise<void>((resolve) => {
    child.stdout!.on("data", (data: Buffer) => {
      if (data.toString().includes(word)) resolve();
    });
  });

/** The whole tree of each state, as a run alone leaves it. */
function wanted(): Readonly<Record<keyof typeof states, unknown>> {
  const of = (state: keyof typeof states) => {
    const root = scratch();
    const { status, stderr } = spawnSync(process.execPath, [program, JSON.stringify([outputs(root, state)]), "1"]);
    expect({ status, stderr: stderr.toString() }).toEqual({ status: 0, stderr: "" });
    return tree(root);
  };
  return { A: of("A"), B: of("B") };
}

test("killed at any moment, 30 times: the next run finds one state or the other", async () => {
  const want = wanted();
  const root = scratch();
  expect(await ended(start(root, ["A"], ["1"]))).toEqual({ code: 0, signal: null });
  let interrupted = 0;
  for (let round = 0; round < 30; round += 1) {
    const child = start(root, ["B", "A"], ["100000", "1"]);
    const exit = ended(child);
    await says(child, "start");
    await sleep(Math.random() * 100);
    child.kill("SIGKILL");
    expect((await exit).signal).toBe("SIGKILL");
    if (JSON.stringify(tree(root)).includes(".qapi-ts-")) interrupted += 1;
    planWrite(outputs(root, "A"), { force: false });
    expect([want.A, want.B]).toContainEqual(tree(root));
  }
  expect(interrupted).toBeGreaterThan(15);
});

test("two at once, many times over: each write is whole, and the last one stands", async () => {
  const want = wanted();
  const root = scratch();
  const ends = [start(root, ["A"], ["40"]), start(root, ["B"], ["40"]), start(root, ["B", "A"], ["40"])].map(ended);
  expect(await Promise.all(ends)).toEqual(ends.map(() => ({ code: 0, signal: null })));
  expect([want.A, want.B]).toContainEqual(tree(root));
});

test.each(["SIGTERM", "SIGINT"] as const)(
  "%s waits until the files are whole, and ends the process then",
  async (name) => {
    const want = wanted();
    const root = scratch();
    const child = start(root, ["A"], ["1", "20"]);
    const exit = ended(child);
    await says(child, "rename");
    child.kill(name);
    expect(await exit).toEqual({ code: null, signal: name });
    expect(tree(root)).toEqual(want.A);
  },
);

/** Whether something can be done here at all; most of it takes a superuser. */
function can(...command: readonly [string, ...string[]]): boolean {
  return spawnSync(command[0], command.slice(1)).status === 0;
}

const canMount = process.getuid?.() === 0 && can("unshare", "-m", "true");

// Without these, which take a superuser, the two below hold everywhere: files may not become larger, nothing may be written.
describe.runIf(canMount)("a disk of its own", () => {
  const mounted = (size: string) => {
    const root = scratch();
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", root]);
    onTestFinished(() => void execFileSync("umount", ["-l", root]));
    fill(root, { "gen/index.ts": ours("index.ts", "old"), "gen/gone.ts": ours("gone.ts", "") });
    return root;
  };
  const write = (root: string, text: string) => {
    const files = [file("index.ts", "new"), file("a.ts", "new"), file("runtime/big.ts", text)];
    const words = [program, JSON.stringify([[{ out: join(root, "gen"), files }]]), "1"];
    const { status, stderr } = spawnSync(process.execPath, words);
    return { status, stderr: stderr.toString().replaceAll(root, "ROOT") };
  };

  test("that is full", () => {
    const root = mounted("64k");
    const before = tree(root);
    expect(write(root, "x".repeat(100_000))).toEqual({
      status: 2,
      stderr: "UsageError: cannot write 'ROOT/gen/runtime/big.ts': no space left on the device\n",
    });
    expect(tree(root)).toEqual(before);
    expect(write(root, "small")).toEqual({ status: 0, stderr: "" });
  });

  test.each([5, 6, 7, 8, 9, 10])("that has room for %s files only", (count) => {
    const root = mounted(`64k,nr_inodes=${count}`);
    const before = tree(root);
    const { status, stderr } = write(root, "small");
    expect({ status, stderr }).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("no space left on the device"),
    });
    expect(tree(root)).toEqual(before);
  });

  test("that is read-only", () => {
    const root = mounted("64k");
    const before = tree(root);
    execFileSync("mount", ["-o", "remount,ro", root]);
    expect(write(root, "small")).toEqual({
      status: 2,
      stderr: "UsageError: cannot write into 'ROOT/gen': the file system is read-only\n",
    });
    expect(tree(root)).toEqual(before);
  });
});

// The system's own refusal in the midst of a file, as that of a disk that is full; every shell can ask for it.
test.skipIf(process.platform === "win32")("files that may not become larger than 8 kB", () => {
  const root = scratch();
  fill(root, { "gen/index.ts": ours("index.ts", "old"), "gen/gone.ts": ours("gone.ts", "") });
  const before = tree(root);
  const write = (text: string) => {
    const files = [file("index.ts", "new"), file("a.ts", "new"), file("runtime/big.ts", text)];
    const words = [process.execPath, program, JSON.stringify([[{ out: join(root, "gen"), files }]]), "1"];
    const limited = ["-c", 'ulimit -f 16 && exec "$@"', "sh", ...words];
    const { status, stderr } = spawnSync("sh", limited);
    return { status, stderr: stderr.toString().replaceAll(root, "ROOT") };
  };
  expect(write("x".repeat(20_000))).toEqual({
    status: 2,
    stderr: "UsageError: cannot write 'ROOT/gen/runtime/big.ts': it is larger than files may be here\n",
  });
  expect(tree(root)).toEqual(before);
  expect(write("small")).toEqual({ status: 0, stderr: "" });
});

test.skipIf(process.env["QAPI_TS_MOUNTS"] !== "required")("disks can be mounted here", () => {
  expect(canMount).toBe(true);
});

describe("a folder in which one may not write", () => {
  const isRoot = process.getuid?.() === 0;
  const asOther = isRoot ? { uid: 65_534, gid: 65_534 } : {};
  const attempt = (root: string, path: string) => {
    const files = [{ path, text: ours(path, "new") }];
    const words = [program, JSON.stringify([[{ out: join(root, "gen"), files }]]), "1"];
    const { status, stderr } = spawnSync(process.execPath, words, asOther);
    return { status, stderr: stderr.toString().replaceAll(root, "ROOT") };
  };

  test.each([
    ["itself", "gen", "index.ts", "cannot write into 'ROOT/gen'"],
    ["below it", "gen/runtime", "runtime/x.ts", "cannot write 'ROOT/gen/runtime/x.ts'"],
    ["above it", ".", "index.ts", "cannot make the folder 'ROOT/gen'"],
  ])("%s", (_, locked, path, message) => {
    const root = scratch();
    chmodSync(root, 0o755);
    if (locked !== ".") {
      mkdirSync(join(root, "gen"), { mode: 0o777 });
      chmodSync(join(root, "gen"), 0o777);
      mkdirSync(join(root, locked), { recursive: true });
    }
    chmodSync(join(root, locked), 0o555);
    onTestFinished(() => chmodSync(join(root, locked), 0o755));
    const before = tree(root);
    expect(attempt(root, path)).toEqual({ status: 2, stderr: `UsageError: ${message}: permission denied\n` });
    expect(tree(root)).toEqual(before);
  });

  test("a file that one may not read", () => {
    const root = scratch();
    fill(root, { "gen/index.ts": "mine" });
    for (const path of [root, join(root, "gen")]) chmodSync(path, 0o777);
    chmodSync(join(root, "gen/index.ts"), 0o000);
    expect(attempt(root, "index.ts")).toEqual({
      status: 2,
      stderr: "UsageError: cannot write 'ROOT/gen/index.ts': permission denied\n",
    });
    chmodSync(join(root, "gen/index.ts"), 0o644);
    expect(readFileSync(join(root, "gen/index.ts"), "utf8")).toBe("mine");
  });

  // What another may replace he may not own: it becomes his, as for any program that replaces files whole.
  test.runIf(isRoot)("a file of another's in a folder of one's own keeps its mode", () => {
    const root = scratch();
    fill(root, { "gen/index.ts": ours("index.ts", "old") });
    for (const path of [root, join(root, "gen")]) chmodSync(path, 0o777);
    chmodSync(join(root, "gen/index.ts"), 0o664);
    writeFileSync(join(root, "gen/mine.ts"), "");
    expect(attempt(root, "index.ts")).toEqual({ status: 0, stderr: "" });
    expect(tree(root)).toMatchObject({ "gen/index.ts": `664 ${ours("index.ts", "new")}`, "gen/mine.ts": "644 " });
  });
});
