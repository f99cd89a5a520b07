// Speed and memory beside QEMU's own generator: whole processes, in alternation.
//
//   npm run bench -- --qemu TREE [--runs N] [--only ROW]
//
// TREE is a QEMU source tree (test/conformance/fetch-qemu.sh brings one). Ratios are medians of pairs that ran one
// after the other, so that what else the machine does hits both. Nothing here is asserted.

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { writeCopies } from "./copies.js";
import { median, printColumns, spread } from "./figures.js";

/** @typedef {{ seconds: number, cpu: number, kilobytes: number, status: number, stderr: string }} Run */
/** @typedef {(words: readonly string[]) => Promise<Run>} Meter */
/** @typedef {{ tree: string, release: string, schema: string, python: string, temporary: string, runs: number, meter: Meter }} Bench */

const here = fileURLToPath(new URL(".", import.meta.url));
const program = fileURLToPath(new URL("../../dist/bin/qapi-ts.cjs", import.meta.url));
const copyCounts = [1, 10, 50];
const usage = "usage: npm run bench -- --qemu TREE [--runs N] [--only generate|check|rebuild|start|memory|scale]";

/** @type {Readonly<Record<string, (bench: Bench) => Promise<void>>>} */
const rows = { generate, check, rebuild, start, memory, scale };

async function main() {
  const { tree, runs, only } = readOptions();
  const environment = { ...process.env };
  // Node 20 reads the file that it names at every start, which costs as much as a small schema.
  delete environment.NODE_EXTRA_CA_CERTS;
  // The interpreter itself: version managers put a script in front of it.
  const python = spawnSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).stdout.trim();
  const temporary = mkdtempSync(join(tmpdir(), "qapi-ts-bench-"));
  // What a run remembers goes with it.
  mkdirSync(join(temporary, "node_modules"));
  const { meter, stop } = startMeter(python, environment);
  try {
    const release = readFileSync(join(tree, "VERSION"), "utf8").trim();
    /** @type {Bench} */
    const bench = { tree, release, schema: join(tree, "qapi/qapi-schema.json"), python, temporary, runs, meter };
    printFacts(bench);
    for (const [name, row] of Object.entries(rows)) if (only === undefined || only === name) await row(bench);
  } finally {
    stop();
    rmSync(temporary, { recursive: true, force: true });
  }
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: { qemu: { type: "string" }, runs: { type: "string", default: "11" }, only: { type: "string" } },
    });
    const { qemu: tree, only } = values;
    const runs = Number(values.runs);
    if (tree === undefined || !existsSync(join(tree, "qapi/qapi-schema.json")))
      throw new Error("--qemu takes a QEMU source tree");
    if (!Number.isInteger(runs) || runs < 1) throw new Error("--runs takes a number, 1 or more");
    if (only !== undefined && !Object.hasOwn(rows, only))
      throw new Error(`--only takes one of ${Object.keys(rows).join(", ")}`);
    if (!existsSync(program)) throw new Error("nothing is built; npm run build");
    return { tree, runs, only };
  } catch (error) {
    console.error(`bench: ${/** @type {Error} */ (error).message}\n${usage}`);
    process.exit(2);
  }
}

// ---- rows ------------------------------------------------------------------------------------------------------------

/** @param {Bench} bench */
async function generate(bench) {
  const { schema, release, tree, python, temporary } = bench;
  const [ours, theirs] = [join(temporary, "ours"), join(temporary, "theirs")];
  const pairs = await alternate(
    bench,
    [process.execPath, program, "generate", schema, "--qemu", release, "--out", ours],
    [python, join(tree, "scripts/qapi-gen.py"), "-b", "-o", theirs, schema],
    () => [ours, theirs].forEach(clear),
  );
  printPairs("generate: whole schema, into empty folders", pairs);
  console.log(`  written: ours ${sizeOf(ours)}, Python ${sizeOf(theirs)}\n`);
}

/** @param {Bench} bench */
async function check(bench) {
  const { schema, release, tree, python } = bench;
  const pairs = await alternate(
    bench,
    [process.execPath, program, "check", schema, "--qemu", release],
    [python, join(here, "parse.py"), tree, schema],
  );
  printPairs("check: beside parse and check of Python's front end", pairs);
  console.log("");
}

/** How long files have to be unchanged before a run goes by their times (src/build/record.ts), in milliseconds. */
const settling = 2_500;

/** The bar for a run that has nothing to do, and the aim: parts of the time that Python takes. */
const noOp = { bar: 0.08, aim: 0.05 };

/** @param {Bench} bench */
async function rebuild(bench) {
  const { schema, release, tree, python, temporary, meter } = bench;
  const ours = join(temporary, "ours");
  const words = [process.execPath, program, "generate", schema, "--qemu", release, "--out", ours];
  await succeed(meter, words);
  await new Promise((done) => setTimeout(done, settling));
  await succeed(meter, words);
  const before = timesOf(ours);
  const theirs = [python, join(tree, "scripts/qapi-gen.py"), "-b", "-o", join(temporary, "theirs"), schema];
  const pairs = await alternate(bench, words, theirs);
  printPairs(`rebuild: generate again, nothing changed; bar ${noOp.bar}, aim ${noOp.aim}`, pairs);
  console.log(`  time stamps that changed: ${changes(before, timesOf(ours))} of ${before.size}\n`);
  const checks = await alternate(bench, [...words, "--check"], theirs);
  printPairs("rebuild: the same with --check, which reads every file", checks);
  console.log("");
}

/** @param {Bench} bench */
async function start(bench) {
  const nothing = [process.execPath, "-e", "0"];
  console.log("start: beside node -e 0; bar 1.5");
  const table = [["", "median, ms", "min", "max", "ratio", "min", "max"]];
  for (const flag of ["--version", "--help"]) {
    const pairs = await alternate(bench, [process.execPath, program, flag], nothing);
    table.push([
      `qapi-ts ${flag}`,
      ...spread(pairs.map(([a]) => a.seconds * 1000)).map((value) => value.toFixed(1)),
      ...spread(pairs.map(([a, b]) => a.seconds / b.seconds)).map((value) => value.toFixed(2)),
    ]);
  }
  printColumns(table);
  console.log("");
}

/** @param {Bench} bench */
async function memory(bench) {
  const { schema, release, tree, python, temporary } = bench;
  const [ours, theirs] = [join(temporary, "ours"), join(temporary, "theirs")];
  const pairs = await alternate(
    { ...bench, runs: Math.min(bench.runs, 5) },
    [process.execPath, program, "generate", schema, "--qemu", release, "--out", ours],
    [python, join(tree, "scripts/qapi-gen.py"), "-b", "-o", theirs, schema],
    () => [ours, theirs].forEach(clear),
  );
  console.log("memory: peak resident set of generate, MiB");
  printColumns([
    ["", "median", "min", "max"],
    ["qapi-ts", ...spread(pairs.map(([a]) => a.kilobytes / 1024)).map((value) => value.toFixed(0))],
    ["Python", ...spread(pairs.map(([, b]) => b.kilobytes / 1024)).map((value) => value.toFixed(0))],
  ]);
  console.log("");
}

/** @param {Bench} bench */
async function scale(bench) {
  const { tree, release, temporary, meter } = bench;
  const runs = Math.min(bench.runs, 3);
  console.log(`scale: generate of so many copies with names of their own; medians of ${runs}`);
  const table = [["copies", "seconds", "growth", "MiB", "growth"]];
  /** @type {{ count: number, seconds: number, memory: number } | undefined} */
  let before;
  for (const count of copyCounts) {
    const folder = join(temporary, `copies-${count}`);
    const schema = writeCopies(join(tree, "qapi"), folder, count);
    const words = [process.execPath, program, "generate", schema, "--qemu", release, "--out", join(folder, "out")];
    const measured = [];
    for (let run = 0; run < runs; run++) {
      clear(join(folder, "out"));
      measured.push(await succeed(meter, words));
    }
    const seconds = median(measured.map((one) => one.seconds));
    const peak = median(measured.map((one) => one.kilobytes / 1024));
    const growth = (/** @type {number} */ now, /** @type {number} */ then) =>
      before === undefined ? "" : `${(now / then).toFixed(1)}x for ${count / before.count}x`;
    table.push([
      String(count),
      seconds.toFixed(2),
      growth(seconds, before?.seconds ?? 1),
      peak.toFixed(0),
      growth(peak, before?.memory ?? 1),
    ]);
    before = { count, seconds, memory: peak };
    clear(folder);
  }
  printColumns(table);
}

// ---- measuring -------------------------------------------------------------------------------------------------------

/**
 * @param {string} python
 * @param {NodeJS.ProcessEnv} environment
 * @returns {{ meter: Meter, stop: () => void }}
 */
function startMeter(python, environment) {
  const child = spawn(python, [join(here, "meter.py")], { stdio: ["pipe", "pipe", "inherit"], env: environment });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async meter(words) {
      child.stdin.write(`${JSON.stringify(words)}\n`);
      const { value } = await lines.next();
      return JSON.parse(value);
    },
    stop: () => child.stdin.end(),
  };
}

/**
 * @param {Meter} meter
 * @param {readonly string[]} words
 */
async function succeed(meter, words) {
  const run = await meter(words);
  if (run.status === 0) return run;
  throw new Error(`'${words.join(" ")}' ended with ${run.status}: ${run.stderr}`);
}

/**
 * A B A B …, after one of each that does not count.
 *
 * @param {Pick<Bench, "meter" | "runs">} bench
 * @param {readonly string[]} ours
 * @param {readonly string[]} theirs
 * @param {() => void} prepare
 * @returns {Promise<readonly (readonly [Run, Run])[]>}
 */
async function alternate({ meter, runs }, ours, theirs, prepare = () => {}) {
  const pairs = [];
  for (let run = 0; run <= runs; run++) {
    prepare();
    pairs.push(/** @type {const} */ ([await succeed(meter, ours), await succeed(meter, theirs)]));
  }
  return pairs.slice(1);
}

// ---- printing --------------------------------------------------------------------------------------------------------

/** @param {Bench} bench */
function printFacts({ tree, release, python, runs }) {
  const version = spawnSync(python, ["--version"], { encoding: "utf8" }).stdout.trim();
  console.log(`QEMU ${release} in ${tree}`);
  console.log(`Node ${process.version}, ${version}, ${cpus().length} x ${cpus()[0]?.model ?? "unknown"}`);
  console.log(
    `NODE_EXTRA_CA_CERTS unset for the runs; load before: ${loadavg()
      .map((load) => load.toFixed(1))
      .join(" ")}`,
  );
  console.log(`${runs} pairs a row, after one that does not count\n`);
}

/**
 * @param {string} title
 * @param {readonly (readonly [Run, Run])[]} pairs
 */
function printPairs(title, pairs) {
  const milliseconds = (/** @type {readonly number[]} */ seconds) =>
    spread(seconds).map((value) => (value * 1000).toFixed(0));
  const ratios = (/** @type {readonly number[]} */ values) => spread(values).map((value) => value.toFixed(3));
  console.log(title);
  printColumns([
    ["", "median", "min", "max"],
    ["qapi-ts, ms", ...milliseconds(pairs.map(([a]) => a.seconds))],
    ["Python, ms", ...milliseconds(pairs.map(([, b]) => b.seconds))],
    ["ratio, time", ...ratios(pairs.map(([a, b]) => a.seconds / b.seconds))],
    ["ratio, processor", ...ratios(pairs.map(([a, b]) => a.cpu / b.cpu))],
  ]);
}

/** @param {string} folder */
function clear(folder) {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * The time stamps of a folder and all that is in it, by path.
 *
 * @param {string} folder
 * @returns {ReadonlyMap<string, string>}
 */
function timesOf(folder) {
  const paths = ["", ...readdirSync(folder, { recursive: true, encoding: "utf8" })];
  return new Map(
    paths.map((path) => {
      const { mtimeNs, ctimeNs } = statSync(join(folder, path), { bigint: true });
      return [path, `${mtimeNs} ${ctimeNs}`];
    }),
  );
}

/**
 * How many entries are not as they were, gone ones and new ones too.
 *
 * @param {ReadonlyMap<string, string>} before
 * @param {ReadonlyMap<string, string>} after
 */
function changes(before, after) {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).length;
}

/** @param {string} folder */
function sizeOf(folder) {
  const sizes = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => statSync(join(folder, path)))
    .filter((one) => one.isFile())
    .map((one) => one.size);
  return `${sizes.length} files, ${(sizes.reduce((sum, size) => sum + size, 0) / 1e6).toFixed(2)} MB`;
}

await main();
