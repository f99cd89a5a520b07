// The story of one declaration, in order: what there is to paste into QEMU, then the same command in a server, in QMP and
// in the human monitor; and the part of docs/hmp.md that tells it, followed word for word.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { Client, createServer, hmp } from "../../generated/hello-world/index.js";
import { Monitor } from "../../src/runtime/index.js";
import { environment, folder, root, run } from "../cli/run.js";
import { blocks, pageCommands } from "./story-page.js";

const schema = "qapi-samples/hello-world/qapi-schema.json";

function emit(qemu: string): (file: string) => string {
  const out = folder();
  expect(run(["generate", schema, "--emit", "hx,c", "--qemu", qemu, "--out", out])).toMatchObject({ status: 0 });
  return (file) => readFileSync(join(out, file), "utf8");
}

describe("one declaration", () => {
  test("is the sample's", () => {
    const text = readFileSync(join(root, "qapi-samples/hello-world/misc.json"), "utf8");
    expect(text).toContain("\n{ 'command': 'hello-world', 'data': { '*message': 'str' } }\n");
  });

  test("gives a table entry with its documentation", () => {
    expect(emit("7.2")("hmp-commands.hx")).toContain(`
    {
        .name       = "hello-world",
        .args_type  = "message:s?",
        .params     = "[message]",
        .help       = "Have the monitor print a friendly greeting",
        .cmd        = hmp_hello_world,
    },

SRST
\`\`hello-world\`\` [*message*]
  Have the monitor print a friendly greeting.
ERST
`);
  });

  test.each([
    ["7.2", "bool has_message, const char *message", "message != NULL, message"],
    ["8.0", "const char *message", "message"],
    ["10.0", "const char *message", "message"],
  ])("gives the C of QEMU %s", (qemu, parameters, passed) => {
    const file = emit(qemu);
    expect(file("hmp-cmds.h")).toContain("\nvoid hmp_hello_world(Monitor *mon, const QDict *qdict);\n");
    expect(file("hmp-cmds.c")).toContain(`
void hmp_hello_world(Monitor *mon, const QDict *qdict)
{
    Error *err = NULL;
    const char *message = qdict_get_try_str(qdict, "message");

    qmp_hello_world(${passed}, &err);
    hmp_handle_error(mon, err);
}
`);
    expect(file("qmp-cmds.h")).toContain(`\nvoid qmp_hello_world(${parameters}, Error **errp);\n`);
    expect(file("qmp-cmds.c")).toContain(`\nvoid qmp_hello_world(${parameters}, Error **errp)\n{\n`);
  });

  test("is a command of a server, in QMP and in its monitor", async () => {
    const printed: string[] = [];
    await using server = createServer({
      helloWorld: ({ message = "Hello, world" }) => void printed.push(message),
      queryMemorySizeSummary: () => ({ "base-memory": 4294967296n, "plugged-memory": 0n }),
    });
    const path = join(folder(), "hello.qmp");
    await server.listen({ path });
    await using client = await Client.connect({ path });

    const list = (await client.executeRaw("query-commands")) as readonly { readonly name: string }[];
    expect(list.map(({ name }) => name)).toContain("hello-world");
    await client.helloWorld({ message: "We love qemu" });
    await client.helloWorld();
    expect(printed).toEqual(["We love qemu", "Hello, world"]);

    const throughQmp = async (line: string) =>
      String(await client.executeRaw("human-monitor-command", { "command-line": line })).replaceAll("\r\n", "\n");
    const overTheClient = new Monitor(hmp, client);
    for (const type of [
      (line: string) => server.monitor.run(line),
      throughQmp,
      (line: string) => overTheClient.run(line),
    ]) {
      printed.length = 0;
      expect(await type("help")).toMatch(/^hello-world \[message\] -- Have the monitor print a friendly greeting$/m);
      expect(await type('hello-world "We love qemu"')).toBe("");
      expect(await type("hello-world")).toBe("");
      expect(printed).toEqual(["We love qemu", "Hello, world"]);
      expect(await type("info memory_size_summary")).toBe("base memory: 4294967296\nplugged memory: 0\n");
      expect(await type("hello-world We love qemu")).toMatch(/^hello-world: extraneous characters/);
    }
  });
});

describe("the page that tells it, word for word", () => {
  const commands = pageCommands();
  const machine = /^npm run machine -- (\S+)$/m.exec(blocks("sh").join("\n"));
  let here = "";
  let child: ReturnType<typeof spawn> | undefined;
  let heard = "";
  // The page's own paths would be everybody's.
  const placed = (text: string) => text.replaceAll("/tmp/", `${here}/`);

  beforeAll(async () => {
    here = spawnSync("mktemp", ["-d"], { encoding: "utf8" }).stdout.trim();
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    expect(scripts["machine"]).toMatch(/ && node qapi-samples\/machine\/run\.js$/);
    child = spawn(process.execPath, ["qapi-samples/machine/run.js", placed(machine![1]!)], { cwd: root });
    child.stdout!.on("data", (chunk: Buffer) => (heard += chunk.toString()));
    while (!heard.includes("listens at")) await once(child.stdout!, "data");
  });
  afterAll(() => {
    child?.kill();
    spawnSync("rm", ["-rf", here]);
  });

  test("has its commands", () => {
    expect(machine).not.toBeNull();
    expect(commands.length).toBeGreaterThanOrEqual(6);
  });

  test.each(commands.map((one, index) => [index + 1, one] as const))("step %i", async (_, { command, printed }) => {
    const ran = spawnSync("bash", ["-c", placed(command)], { cwd: root, env: environment(), encoding: "utf8" });
    expect(ran.stdout + ran.stderr).toBe(placed(printed));
    expect(ran.status).toBe(0);
  });

  test("what the machine is told to print", async () => {
    for (const said of blocks("text")) await expect.poll(() => heard, { timeout: 5_000 }).toContain(said);
  });
});
