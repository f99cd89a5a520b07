// The real QEMU and the real guest agent that the tests here talk to, and the client that is generated for their
// release. Where one of them is missing, a suite is skipped by name; with QAPI_TS_QEMU=required, as in CI, it runs, and
// fails.

import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer as listener } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";

import type { Client, createServer, schema } from "../../.cache/generated/qemu-7.2/index.js";
import type { Client as Agent } from "../../.cache/generated/qga-7.2/index.js";
import { generateClient, treeOf } from "../support/qemu-client.js";

export const binary = "qemu-system-x86_64";
export const release = "7.2";

/** Whether what is missing is a failure. */
export const isRequired = process.env["QAPI_TS_QEMU"] === "required";

/** What stands in the way of talking to a program of that release; nothing if all is there. */
function obstacle(program: string): string | undefined {
  const { stdout, error } = spawnSync(program, ["--version"], { encoding: "utf8" });
  if (error !== undefined) return `no ${program}`;
  if (!stdout.includes(` ${release}.`)) return `${program} is ${stdout.split("\n")[0]}, not ${release}`;
  return treeOf(release) === undefined ? `no tree; test/conformance/fetch-qemu.sh ${release} brings it` : undefined;
}

/** What was generated for the release. */
export interface Generated {
  readonly Client: typeof Client;
  readonly createServer: typeof createServer;
  readonly schema: typeof schema;
}

/** A suite against the real QEMU; `suite` is given what gives the generated code, once tests run. */
export function describeQemu(name: string, suite: (generated: () => Generated) => void): void {
  describeReal(name, binary, "qapi", suite);
}

/** A suite against the real guest agent. */
export function describeAgent(name: string, suite: (generated: () => { readonly Client: typeof Agent }) => void): void {
  describeReal(name, "qemu-ga", "qga", suite);
}

function describeReal<Module>(
  name: string,
  program: string,
  root: "qapi" | "qga",
  suite: (generated: () => Module) => void,
): void {
  const missing = obstacle(program);
  describeUnless(missing, name, () => {
    let module: Module | undefined;
    beforeAll(async () => {
      const folder = await generateClient(release, root);
      module = (await import(pathToFileURL(join(folder, "index.ts")).href)) as Module;
    }, 60_000);
    suite(() => module!);
  });
}

/** A suite that something may stand in the way of, in words: then it is skipped, or fails where it is required. */
export function describeUnless(missing: string | undefined, name: string, suite: () => void): void {
  if (missing !== undefined && !isRequired) return void test.skip(`${name}: ${missing}`);
  describe(name, () => {
    if (missing === undefined) return suite();
    test("runs", () => expect.fail(missing));
  });
}

/** What the type checker says about the tests that use the generated client; empty when all is well. */
export async function checkTypes(): Promise<string> {
  for (const root of ["qapi", "qga"] as const) await generateClient(release, root);
  const tsc = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));
  const { stdout } = spawnSync(process.execPath, [tsc, "-p", fileURLToPath(new URL(".", import.meta.url))], {
    encoding: "utf8",
  });
  return stdout;
}

/** A folder for sockets and disks, removed after the suite. */
export function temporaryFolder(): () => string {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "qapi-ts-qemu-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = listener();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a program that ends with the test at the latest. */
export function start(program: string, words: readonly string[]): ChildProcess {
  const child = spawn(program, words, { stdio: ["ignore", "ignore", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

/** Waits for a program's end; kills it if that takes too long, which is an error. */
export async function ended(child: ChildProcess, ms = 10_000): Promise<number | NodeJS.Signals> {
  const timer = setTimeout(() => child.kill("SIGKILL"), ms);
  if (child.exitCode === null && child.signalCode === null) await new Promise((resolve) => child.once("exit", resolve));
  clearTimeout(timer);
  return child.exitCode ?? child.signalCode!;
}

/** The words that start a machine without a board. */
export const bare = ["-machine", "none", "-nodefaults", "-display", "none"];
