// The client beside others, against one real QEMU: whole processes, in alternation.
//
//   npm run bench:client -- --qemu TREE [--runs N] [--calls N] [--only ROW]
//
// TREE is the source tree of the installed QEMU's release, whose schema the client is generated from and whose Python
// library is one of the peers. Ratios are medians of runs that took turns. Nothing here is asserted.

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { rolldown } from "rolldown";

import { parse } from "../../dist/runtime/index.js";
import { installQemuQmp } from "../support/qemu-qmp.js";
import { connectBare } from "./client/bare.js";
import { median, printColumns, spread } from "./figures.js";

/** @typedef {{ seconds: number, cpuSeconds: number }} Run */
/** @typedef {{ kind: string, words: readonly string[] }} Contender */
/** @typedef {{ tree: string, runs: number, calls: number, temporary: string, client: string, peer: string, python: string, environment: NodeJS.ProcessEnv }} Bench */

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const program = here("../../dist/bin/qapi-ts.cjs");
const usage = "usage: npm run bench:client -- --qemu TREE [--runs N] [--calls N] [--only qemu|inflight|read|size]";

/** @type {Readonly<Record<string, (bench: Bench) => Promise<void>>>} */
const rows = { qemu, inflight, read, size };

async function main() {
  const { tree, runs, calls, only } = readOptions();
  const environment = { ...process.env };
  // Node 20 reads the file that it names at every start.
  delete environment.NODE_EXTRA_CA_CERTS;
  const python = spawnSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).stdout.trim();
  const temporary = mkdtempSync(join(tmpdir(), "qapi-ts-"));
  try {
    const client = await bundleClient(tree, temporary);
    /** @type {Bench} */
    const bench = { tree, runs, calls, temporary, client, peer: installQemuQmp(), python, environment };
    printFacts(bench);
    for (const [name, row] of Object.entries(rows)) if (only === undefined || only === name) await row(bench);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        qemu: { type: "string" },
        runs: { type: "string", default: "9" },
        calls: { type: "string", default: "10000" },
        only: { type: "string" },
      },
    });
    const { qemu: tree, only } = values;
    const [runs, calls] = [Number(values.runs), Number(values.calls)];
    if (tree === undefined || !existsSync(join(tree, "qapi/qapi-schema.json")))
      throw new Error("--qemu takes a QEMU source tree");
    if (!Number.isInteger(runs) || runs < 1) throw new Error("--runs takes a number, 1 or more");
    if (!Number.isInteger(calls) || calls < 1) throw new Error("--calls takes a number, 1 or more");
    if (only !== undefined && !Object.hasOwn(rows, only))
      throw new Error(`--only takes one of ${Object.keys(rows).join(", ")}`);
    if (!existsSync(program)) throw new Error("nothing is built; npm run build");
    return { tree, runs, calls, only };
  } catch (error) {
    console.error(`bench: ${/** @type {Error} */ (error).message}\n${usage}`);
    process.exit(2);
  }
}

// ---- rows ------------------------------------------------------------------------------------------------------------

/** One command at a time against a real QEMU. @param {Bench} bench */
async function qemu(bench) {
  const machine = await startQemu(bench.temporary, ["bare", "ours", "qemu-qmp", "python"]);
  try {
    const contender = contenders(bench, "query-status", bench.calls, 1);
    const measured = await takeTurns(bench, [
      contender("bare", machine.path("bare")),
      contender("ours", machine.path("ours")),
      contender("qemu-qmp", machine.path("qemu-qmp")),
      contender("python", machine.path("python")),
    ]);
    console.log(`qemu: query-status, one at a time, ${bench.calls} calls`);
    printContenders(measured, bench.calls, "bare");
    printRatio("rate beside the bare loop's (bar 0.90)", ratio(measured, "bare", "ours", "seconds"));
    printRatio("processor time beside the bare loop's (bar 1.3)", ratio(measured, "ours", "bare", "cpuSeconds"));
    printRatio("processor time beside Python's (bar 0.5)", ratio(measured, "ours", "python", "cpuSeconds"));
    console.log("");
  } finally {
    machine.stop();
  }
}

/** Sixty-four commands on their way, against a fast stand-in. @param {Bench} bench */
async function inflight(bench) {
  const path = join(bench.temporary, "s");
  const server = spawn(process.execPath, [here("client/server.js"), path], {
    stdio: ["ignore", "pipe", "inherit"],
    env: bench.environment,
  });
  try {
    await new Promise((resolve) => server.stdout.once("data", resolve));
    const calls = bench.calls * 4;
    const contender = contenders(bench, "query-status", calls, 64);
    const measured = await takeTurns(bench, [contender("minimal", path), contender("ours", path)]);
    console.log(`inflight: a stand-in server, 64 commands on their way, ${calls} calls`);
    printContenders(measured, calls, "minimal");
    printRatio("rate beside the minimal client's (bar 0.8)", ratio(measured, "minimal", "ours", "seconds"));
    console.log("");
  } finally {
    server.kill();
  }
}

/** Reading a long reply. @param {Bench} bench */
async function read(bench) {
  const machine = await startQemu(bench.temporary, ["read"]);
  let text;
  try {
    text = await schemaReply(machine.path("read"));
  } finally {
    machine.stop();
  }
  const readers = { ours: () => parse(text), theirs: () => JSON.parse(text) };
  /** @type {{ ours: number[], theirs: number[] }} */
  const times = { ours: [], theirs: [] };
  for (let round = 0; round < 30 * bench.runs; round++) {
    const order = /** @type {const} */ (Math.random() < 0.5 ? ["ours", "theirs"] : ["theirs", "ours"]);
    for (const name of order) {
      globalThis.gc?.();
      const begin = process.hrtime.bigint();
      readers[name]();
      if (round >= 10) times[name].push(Number(process.hrtime.bigint() - begin) / 1e3);
    }
  }
  const pairs = times.ours.map((value, at) => value / times.theirs[at]);
  console.log(`read: a reply to query-qmp-schema, ${text.length} characters, in random order`);
  printColumns([
    ["", "median", "min", "max"],
    ["ours, µs", ...spread(times.ours).map((value) => value.toFixed(0))],
    ["JSON.parse, µs", ...spread(times.theirs).map((value) => value.toFixed(0))],
  ]);
  console.log(`  median beside JSON.parse's (bar 1.15): ${(median(times.ours) / median(times.theirs)).toFixed(3)}`);
  console.log(`  median of pairs: ${median(pairs).toFixed(3)}\n`);
}

/** What applications of three commands weigh. @param {Bench} bench */
async function size({ tree, temporary }) {
  const folder = join(temporary, "size");
  generateClient(tree, folder);
  console.log("size: applications of three commands, bundled and minified, bytes");
  const table = [["", "bytes", "gzip"]];
  for (const [name, text] of Object.entries(applications)) {
    const { bytes, zipped } = await bundledSize(join(folder, `${name}.ts`), text);
    table.push([name, String(bytes), String(zipped)]);
  }
  printColumns(table);
}

/** By what they are. */
const applications = {
  constants: `import { connect } from "qapi-ts/runtime";
import { cont, queryStatus, stop } from "./schema.js";
const qmp = await connect({ path: "/run/vm.qmp" });
await qmp.execute(stop);
console.log(await qmp.execute(queryStatus));
await qmp.execute(cont);
await qmp.close();`,
  "constants-block": `import { connect } from "qapi-ts/runtime";
import { blockdevAdd, deviceAdd, queryStatus } from "./schema.js";
const qmp = await connect({ path: "/run/vm.qmp" });
await qmp.execute(blockdevAdd, { driver: "file", filename: "/a", "node-name": "a" });
await qmp.execute(deviceAdd, { driver: "virtio-blk-pci", drive: "a" });
console.log(await qmp.execute(queryStatus));
await qmp.close();`,
  "whole-client": `import { Client } from "./client.js";
const qmp = await Client.connect({ path: "/run/vm.qmp" });
await qmp.stop();
console.log(await qmp.queryStatus());
await qmp.cont();
await qmp.close();`,
};

// ---- contenders ------------------------------------------------------------------------------------------------------

/**
 * @param {Bench} bench
 * @param {string} command
 * @param {number} calls
 * @param {number} depth
 * @returns {(kind: string, path: string) => Contender}
 */
function contenders({ tree, client, peer, python }, command, calls, depth) {
  return (kind, path) => {
    const how = [path, command, String(calls), String(depth)];
    if (kind === "python") return { kind, words: [python, here("client/peer.py"), tree, ...how] };
    const module = kind === "qemu-qmp" ? [peer] : kind === "ours" ? [client] : [];
    return { kind, words: [process.execPath, here("client/peer.js"), kind, ...how, ...module] };
  };
}

/**
 * A B C A B C …, after one of each that does not count; the order is another one each time.
 *
 * @param {Bench} bench
 * @param {readonly Contender[]} contenders
 * @returns {Promise<Map<string, Run[]>>}
 */
async function takeTurns({ runs, environment }, contenders) {
  /** @type {Map<string, Run[]>} */
  const measured = new Map(contenders.map(({ kind }) => [kind, []]));
  for (let turn = 0; turn <= runs; turn++) {
    const order = contenders.map((_, at) => contenders[(at + turn) % contenders.length]);
    for (const { kind, words } of order) {
      const run = await finished(words, environment);
      if (turn > 0) measured.get(kind)?.push(run);
    }
  }
  return measured;
}

/**
 * @param {readonly string[]} words
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Run>}
 */
async function finished([program = "", ...words], env) {
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "inherit"], env });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (/** @type {string} */ chunk) => (text += chunk));
  const status = await new Promise((resolve) => child.on("close", resolve));
  if (status !== 0) throw new Error(`'${[program, ...words].join(" ")}' ended with ${String(status)}`);
  return JSON.parse(text);
}

/** The generated client of the release, in one file. @param {string} tree @param {string} temporary */
async function bundleClient(tree, temporary) {
  const folder = join(temporary, "generated");
  generateClient(tree, folder);
  const file = join(temporary, "client.mjs");
  const bundle = await rolldown({ ...bundling, input: join(folder, "client.ts") });
  await bundle.write({ file, format: "es" });
  await bundle.close();
  return file;
}

/** @type {import("rolldown").InputOptions} */
const bundling = {
  platform: "node",
  resolve: { alias: { "qapi-ts/runtime": here("../../dist/runtime/index.js") } },
  logLevel: "silent",
};

/** @param {string} tree @param {string} folder */
function generateClient(tree, folder) {
  const release = readFileSync(join(tree, "VERSION"), "utf8").trim();
  const words = ["generate", join(tree, "qapi/qapi-schema.json"), "--qemu", release, "--out", folder];
  const { status, stderr } = spawnSync(process.execPath, [program, ...words], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}

/** @param {string} file @param {string} text */
async function bundledSize(file, text) {
  writeFileSync(file, text);
  const bundle = await rolldown({ ...bundling, input: file });
  const { output } = await bundle.generate({ format: "es", minify: true });
  await bundle.close();
  const code = output.map((one) => (one.type === "chunk" ? one.code : "")).join("");
  const { gzipSync } = await import("node:zlib");
  return { bytes: Buffer.byteLength(code), zipped: gzipSync(code).length };
}

// ---- QEMU ------------------------------------------------------------------------------------------------------------

/**
 * One QEMU with a monitor for each name.
 *
 * @param {string} temporary
 * @param {readonly string[]} names
 */
async function startQemu(temporary, names) {
  const path = (/** @type {string} */ name) => join(temporary, `${name}.sock`);
  const monitors = names.flatMap((name) => ["-qmp", `unix:${path(name)},server=on,wait=off`]);
  const words = ["-machine", "none", "-nodefaults", "-display", "none", ...monitors];
  const child = spawn("qemu-system-x86_64", words, { stdio: ["ignore", "ignore", "inherit"] });
  const failed = new Promise((_, reject) => child.once("error", reject));
  for (const name of names) await Promise.race([failed, appeared(path(name))]);
  return { path, stop: () => child.kill() };
}

/** @param {string} path */
async function appeared(path) {
  for (let tries = 0; !existsSync(path); tries++) {
    if (tries > 500) throw new Error("QEMU did not start");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The text of a reply to query-qmp-schema, as it came. @param {string} path @returns {Promise<string>} */
async function schemaReply(path) {
  (await connectBare(path)).close();
  return new Promise((resolve) => {
    const socket = createConnection(path).setEncoding("utf8");
    let text = "";
    socket.write('{"execute": "qmp_capabilities"}{"execute": "query-qmp-schema"}');
    socket.on("data", (/** @type {string} */ chunk) => {
      text += chunk;
      const lines = text.split("\n");
      if (lines.length < 4) return;
      socket.destroy();
      resolve(lines[2]);
    });
  });
}

// ---- printing --------------------------------------------------------------------------------------------------------

/** @param {Bench} bench */
function printFacts({ tree, runs, python }) {
  const first = (/** @type {string} */ words) =>
    spawnSync("sh", ["-c", words], { encoding: "utf8" }).stdout.trim().split("\n")[0];
  console.log(`${first("qemu-system-x86_64 --version")}; the client from ${tree}`);
  console.log(
    `Node ${process.version}, ${first(`${python} --version`)}, ${cpus().length} x ${cpus()[0]?.model ?? "unknown"}`,
  );
  const load = loadavg().map((value) => value.toFixed(1));
  console.log(`NODE_EXTRA_CA_CERTS unset for the runs; load before: ${load.join(" ")}`);
  console.log(`${runs} runs of each, in turns, after one that does not count\n`);
}

/** @param {Map<string, Run[]>} measured @param {number} calls @param {string} base */
function printContenders(measured, calls, base) {
  printColumns([
    ["", "calls/s", "min", "max", "µs of processor a call", `rate beside ${base}`],
    ...[...measured].map(([kind, all]) => [
      kind,
      ...spread(all.map(({ seconds }) => calls / seconds)).map((value) => value.toFixed(0)),
      median(all.map(({ cpuSeconds }) => (cpuSeconds / calls) * 1e6)).toFixed(1),
      median(ratio(measured, base, kind, "seconds")).toFixed(3),
    ]),
  ]);
}

/**
 * Turn by turn.
 *
 * @param {Map<string, Run[]>} measured
 * @param {string} above
 * @param {string} below
 * @param {"seconds" | "cpuSeconds"} what
 */
function ratio(measured, above, below, what) {
  const divisors = measured.get(below) ?? [];
  return (measured.get(above) ?? []).map((run, turn) => run[what] / divisors[turn][what]);
}

/** @param {string} what @param {readonly number[]} values */
function printRatio(what, values) {
  const [middle, least, most] = spread(values).map((value) => value.toFixed(3));
  console.log(`  ${what}: ${middle} (${least} to ${most})`);
}

await main();
