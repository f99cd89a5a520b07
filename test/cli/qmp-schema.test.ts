// `qapi-ts qmp --schema`: what is wrong is told before anything is sent.

import { describe, expect, test } from "vitest";

import { bad, folder, run } from "./run.js";
import { fine, qemu, qmp, returning, returningText, schema, withoutId } from "./stand-in.js";

describe("--schema", () => {
  test.each<[words: readonly string[], stderr: string]>([
    [["set-sped"], "set-sped: no such command in the schema (did you mean 'set-speed'?)\n"],
    [["frobnicate", "a=1"], "frobnicate: no such command in the schema\n"],
    [["toString"], "toString: no such command in the schema\n"],
    [
      ["set-speed", "speed=fast", "unit=gib", "limits=[0,256,-1,18446744073709551616]", "x=1"],
      'set-speed: speed: expected integer, got "fast"\n' +
        'set-speed: unit: expected one of "kib", "mib", got "gib"\n' +
        "set-speed: limits[1]: expected integer from 0 to 255, got 256\n" +
        "set-speed: limits[2]: expected integer from 0 to 255, got -1\n" +
        "set-speed: limits[3]: expected integer from 0 to 255, got 18446744073709551616\n" +
        "set-speed: x: no such member\n",
    ],
    [["set-speed"], "set-speed: speed: missing\n"],
    [
      ["set-speed", "speed=1e18"],
      "set-speed: speed: beyond 2^53 - 1 a number may have been rounded: write it with all its digits\n",
    ],
    [["add", "kind=file", "size=1"], 'add: path: missing\nadd: size: no such member where kind is "file"\n'],
    [["leave", "now=true"], "leave: now: no such member\n"],
    [["open", "b=1"], "open: a: missing\n"],
    [["--events", "SPED", "leave"], "SPED: no such event in the schema (did you mean 'SPEED'?)\n"],
    [["--undefine", "HAVE_IT", "optional"], "optional: no such command in the schema\n"],
  ])("%j is wrong, and nothing is sent", async (words, stderr) => {
    const cwd = folder({ "s.json": schema });
    const peer = await qemu(returning({}));
    expect(await qmp(["--socket", peer.address, "--schema", "s.json", ...words], "", cwd)).toEqual({
      status: 1,
      stdout: "",
      stderr,
    });
    expect(peer.count.opened).toBe(0);
  });

  test.each<[words: readonly string[], sent: string]>([
    [["name", "name=5"], '{"execute":"name","arguments":{"name":"5"}}'],
    [["set-speed", "speed=5", "limits=[1]"], '{"execute":"set-speed","arguments":{"speed":5,"limits":[1]}}'],
    [
      ["add", "kind=file", "path=7", "offset=18446744073709551615"],
      '{"execute":"add","arguments":{"kind":"file","path":"7","offset":18446744073709551615}}',
    ],
    [["add", "kind=null"], '{"execute":"add","arguments":{"kind":"null"}}'],
    [["open", "a=x", "whatever=1"], '{"execute":"open","arguments":{"a":"x","whatever":1}}'],
    [["--define", "HAVE_IT", "--qemu", "10.0", "optional"], '{"execute":"optional"}'],
    [["optional"], '{"execute":"optional"}'],
  ])("%j is right", async (words, sent) => {
    const cwd = folder({ "s.json": schema });
    const peer = await qemu(returning({}));
    expect(await qmp(["--socket", peer.address, "--schema", "s.json", ...words], "", cwd)).toEqual(
      fine('{"return":{}}\n'),
    );
    expect(peer.texts.map(withoutId)).toEqual([sent]);
  });

  test("it checks what is sent, and leaves alone what comes", async () => {
    const cwd = folder({
      "s.json": "{ 'struct': 'Count', 'data': { 'n': 'int' } }\n{ 'command': 'count', 'returns': 'Count' }",
    });
    const { address } = await qemu(returningText('{"n":9007199254740993,"m":[]}'));
    expect(await qmp(["--socket", address, "--schema", "s.json", "--return-value", "count"], "", cwd)).toEqual(
      fine('{"n":9007199254740993,"m":[]}\n'),
    );
  });

  test("a schema with mistakes, or none at all", async () => {
    const cwd = folder({ "s.json": bad });
    const wrong = await qmp(["--socket", "none", "--schema", "s.json", "x"], "", cwd);
    expect([wrong.status, wrong.stdout, wrong.stderr]).toEqual([1, "", expect.stringContaining("s.json:2:13: error[")]);
    const missing = await qmp(["--socket", "none", "--schema", "t.json", "x"], "", cwd);
    expect([missing.status, missing.stderr]).toEqual([2, expect.stringContaining("cannot read 't.json'")]);
  });
});

describe("no more is loaded than needed", () => {
  const cwd = () =>
    folder({
      "s.json": schema,
      "tell.cjs":
        'process.on("exit", () => console.error(Object.keys(require.cache).map((path) => path.replaceAll("\\\\", "/").replace(/.*\\/(?=dist\\/bin|node_modules)/, "")).join("\\n")));',
    });
  const loaded = (words: readonly string[]) => run(words, { cwd: cwd(), node: ["--require", "./tell.cjs"] }).stderr;

  test("the runtime by other verbs", () => {
    expect(loaded(["check", "s.json"])).toContain("dist/bin/check.cjs");
    expect(loaded(["check", "s.json"])).not.toContain("qmp");
  });

  test("the compiler without --schema; of the emitters the table alone with it", () => {
    const plain = loaded(["qmp", "--socket", "none", "name"]);
    expect(plain).toContain("dist/bin/qmp.cjs");
    expect(plain).not.toMatch(/dist\/bin\/(?:input|table)|node_modules/);
    const checked = loaded(["qmp", "--socket", "none", "--schema", "s.json", "name"]);
    expect(checked).toContain("dist/bin/table.cjs");
    expect(checked).not.toMatch(/dist\/bin\/(?:emitters|renderer|reference)|node_modules/);
  });
});
