// What the scaffold does on the disk: whose the file is, who may read it, and what is left where it fails.

import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import type { Disk } from "../../src/build/disk.js";
import { realDisk } from "../../src/build/disk.js";
import { scaffoldFile } from "../../src/build/scaffold/scaffold-file.js";
import { scratch } from "./faults.js";
import { sample } from "./scaffold.js";

const schema = sample("hello-world");
const theirs = 'import type { Handlers } from "./gen/index.js";\n\nexport class Mine implements Handlers {}\n';

function scaffold(root: string, into: string, changes: Partial<Disk> = {}): Promise<unknown> {
  const disk = { ...realDisk, ...changes };
  return scaffoldFile({ schema, out: join(root, "gen"), into: join(root, into), write: true, disk });
}

const refusing = (code: string) => () => {
  throw Object.assign(new Error(code), { code, syscall: "link" });
};

describe("a person's file", () => {
  test.each([0o600, 0o640, 0o744])("of mode %o is never open to more", async (mode) => {
    const root = scratch();
    const path = join(root, "mine.ts");
    writeFileSync(path, theirs);
    chmodSync(path, mode);
    const seen: number[] = [];
    const look = () => {
      for (const name of readdirSync(root)) seen.push(lstatSync(join(root, name)).mode & 0o777 & ~mode);
    };
    await scaffold(root, "mine.ts", {
      write: (...given) => {
        realDisk.write(...given);
        look();
      },
      rename: (...given) => {
        look();
        renameSync(...given);
      },
    });
    expect(seen.length).toBe(4);
    expect(new Set(seen)).toEqual(new Set([0]));
    expect(lstatSync(path).mode & 0o777).toBe(mode);
    expect(readFileSync(path, "utf8")).toContain("helloWorld(");
  });

  // Only a superuser can give a file away.
  test.runIf(process.getuid?.() === 0)("stays its owner's", async () => {
    const root = scratch();
    const path = join(root, "mine.ts");
    writeFileSync(path, theirs);
    chownSync(path, 65_534, 65_533);
    await scaffold(root, "mine.ts");
    expect(readFileSync(path, "utf8")).toContain("helloWorld(");
    expect(lstatSync(path)).toMatchObject({ uid: 65_534, gid: 65_533 });
  });
});

test.each(["EXDEV", "ENOSPC"])(
  "where a new file cannot be put in place (%s), its folders are gone again",
  async (code) => {
    const root = scratch();
    await expect(scaffold(root, "src/deep/mine.ts", { link: refusing(code) })).rejects.toThrow(
      /^cannot write '.*mine\.ts': /,
    );
    expect(readdirSync(root)).toEqual([]);
  },
);

test("a new file is not put over one that appears, on a disk without links", async () => {
  const root = scratch();
  mkdirSync(join(root, "src"));
  const path = join(root, "src/mine.ts");
  const link = () => {
    writeFileSync(path, "a person's");
    refusing("EPERM")();
  };
  await expect(scaffold(root, "src/mine.ts", { link })).rejects.toThrow("made by somebody else");
  expect(readFileSync(path, "utf8")).toBe("a person's");
  expect(readdirSync(join(root, "src"))).toEqual(["mine.ts"]);
});
