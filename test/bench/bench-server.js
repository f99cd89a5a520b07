// The server beside a bare one, for one client: whole processes, in alternation.
//
//   npm run bench:server [-- --runs N] [--calls N]
//
// Ratios are medians of pairs of runs that took turns. Nothing here is asserted.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { rolldown } from "rolldown";

import { median, printColumns, spread } from "./figures.js";

/** @typedef {{ kind: string, path: string, stop: () => void }} Served */

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const environment = { ...process.env };
// Node 20 reads the file that it names at every start.
delete environment.NODE_EXTRA_CA_CERTS;

async function main() {
  const { runs, calls } = readOptions();
  const temporary = mkdtempSync(join(tmpdir(), "qapi-ts-"));
  /** @type {Served[]} */
  const servers = [];
  try {
    const module = await bundle(temporary);
    servers.push(await start("bare", here("server/bare.js"), join(temporary, "bare")));
    servers.push(await start("ours", here("server/ours.js"), join(temporary, "ours"), module));
    console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model.trim()}; load before: ${loadText()}`);
    console.log(`${runs} runs of each, in turns, after one that does not count; checking is on\n`);
    for (const command of ["hello-world", "query-memory-size-summary"]) {
      for (const depth of [1, 64])
        await measure(servers, { command, depth, runs, calls: depth === 1 ? calls : calls * 5 });
    }
  } finally {
    for (const { stop } of servers) stop();
    rmSync(temporary, { recursive: true, force: true });
  }
}

function readOptions() {
  const usage = "usage: npm run bench:server [-- --runs N] [--calls N]";
  try {
    const { values } = parseArgs({
      options: { runs: { type: "string", default: "9" }, calls: { type: "string", default: "20000" } },
    });
    const [runs, calls] = [Number(values.runs), Number(values.calls)];
    if (!Number.isInteger(runs) || runs < 1) throw new Error("--runs takes a number, 1 or more");
    if (!Number.isInteger(calls) || calls < 1) throw new Error("--calls takes a number, 1 or more");
    return { runs, calls };
  } catch (error) {
    console.error(`bench: ${/** @type {Error} */ (error).message}\n${usage}`);
    process.exit(2);
  }
}

const loadText = () =>
  loadavg()
    .map((one) => one.toFixed(1))
    .join(" ");

/** @param {string} temporary */
async function bundle(temporary) {
  const file = join(temporary, "server.mjs");
  const build = await rolldown({
    input: here("../../generated/hello-world/server.ts"),
    platform: "node",
    resolve: { alias: { "qapi-ts/runtime": here("../../dist/runtime/index.js") } },
    logLevel: "silent",
  });
  await build.write({ file, format: "es" });
  await build.close();
  return file;
}

/** @param {string} kind @param {string} program @param {string} path @param {readonly string[]} more @returns {Promise<Served>} */
async function start(kind, program, path, ...more) {
  const child = spawn(process.execPath, [program, path, ...more], {
    stdio: ["ignore", "pipe", "inherit"],
    env: environment,
  });
  await new Promise((resolve, reject) => {
    child.stdout.once("data", resolve);
    child.once("exit", (status) => reject(new Error(`the server '${kind}' ended with ${String(status)}`)));
  });
  return { kind, path, stop: () => child.kill() };
}

/** @param {readonly Served[]} servers @param {{ command: string, depth: number, runs: number, calls: number }} what */
async function measure(servers, { command, depth, runs, calls }) {
  /** @type {Map<string, number[]>} */
  const rates = new Map(servers.map(({ kind }) => [kind, []]));
  for (let turn = 0; turn <= runs; turn++) {
    for (const { kind, path } of turn % 2 === 0 ? servers : [...servers].reverse()) {
      const rate = calls / (await load([path, command, String(calls), String(depth)]));
      if (turn > 0) rates.get(kind)?.push(rate);
    }
  }
  console.log(`${command}, ${depth} in flight, ${calls} calls`);
  const table = [["", "calls/s", "min", "max"]];
  for (const [kind, values] of rates) table.push([kind, ...spread(values).map((one) => one.toFixed(0))]);
  printColumns(table);
  const [bare = [], ours = []] = [rates.get("bare"), rates.get("ours")];
  const pairs = ours.map((rate, at) => rate / (bare[at] ?? NaN));
  const [, least, most] = spread(pairs);
  console.log(
    `  rate beside the bare server's (bar 0.75): ${median(pairs).toFixed(3)} (${least.toFixed(3)} to ${most.toFixed(3)})\n`,
  );
}

/** @param {readonly string[]} words @returns {Promise<number>} */
async function load(words) {
  const child = spawn(process.execPath, [here("server/load.js"), ...words], {
    stdio: ["ignore", "pipe", "inherit"],
    env: environment,
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (/** @type {string} */ chunk) => (text += chunk));
  const status = await new Promise((resolve) => child.on("close", resolve));
  if (status !== 0) throw new Error(`the load ended with ${String(status)}`);
  return JSON.parse(text).seconds;
}

await main();
