// `query-qmp-schema` of a server that was generated from a real schema: what the tree's own generator says, and what
// `introspect` says; less what has no handler.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { beforeAll, describe, expect, test } from "vitest";

import { compile, introspect } from "../../src/index.js";
import type { QmpServer } from "../../src/runtime/index.js";
import { generateClient } from "../support/qemu-client.js";
import { duplexPair, Talk } from "../support/talk.js";
import { describeTrees, roots } from "./trees.js";

const script = fileURLToPath(new URL("model.py", import.meta.url));

interface Module {
  readonly createServer: (handlers: object) => QmpServer;
}

interface Entry {
  readonly name: string;
  readonly "meta-type": string;
}

/** Handlers for whatever there is, as far as it is wanted. */
const everything = (isWanted: (method: string) => boolean): object =>
  new Proxy({}, { get: (_, name) => (typeof name === "string" && isWanted(name) ? () => ({}) : undefined) });

async function answerOf(server: QmpServer): Promise<readonly Entry[]> {
  const [near, far] = duplexPair();
  const talk = new Talk(near);
  server.serve(far);
  await talk.next();
  await talk.ask({ execute: "qmp_capabilities" });
  const { return: answer } = await talk.ask({ execute: "query-qmp-schema" });
  await server.close();
  return answer as readonly Entry[];
}

/** The names of all types that entries lead to, by looking at every string in them. */
function reachable(all: readonly Entry[], from: readonly Entry[]): ReadonlySet<Entry> {
  const byName = new Map(all.map((entry) => [entry.name, entry]));
  const reached = new Set(from);
  for (const entry of reached) {
    const {
      "arg-type": args,
      "ret-type": returns,
      "element-type": element,
    } = entry as unknown as Readonly<Record<string, unknown>>;
    const { members = [], variants = [] } = entry as { members?: { type?: string }[]; variants?: { type?: string }[] };
    for (const name of [args, returns, element, ...[...members, ...variants].map(({ type }) => type)]) {
      const type = byName.get(name as string);
      if (type !== undefined) reached.add(type);
    }
  }
  return reached;
}

describeTrees("a server's introspection", ({ release, path: tree }) => {
  describe(roots[0]!, () => {
    let reference: readonly Entry[];
    let module: Module;

    beforeAll(async () => {
      const path = join(tree, roots[0]!);
      const output = execFileSync("python3", ["-B", script, tree, path], { encoding: "utf8", maxBuffer: 1 << 28 });
      reference = JSON.parse(output.split("\0")[1]!) as readonly Entry[];
      expect(introspect(compile(path, { qemu: release }).schema!)).toEqual(reference);
      const folder = await generateClient(release, "qapi");
      module = (await import(pathToFileURL(join(folder, "server.ts")).href)) as Module;
    }, 120_000);

    const isOwn = (method: string) => method === "queryQmpSchema";

    test("is the tree's own, where everything has a handler", async () => {
      const server = module.createServer(everything((method) => !isOwn(method)));
      expect(await answerOf(server)).toEqual(reference);
    });

    test("is that, less the commands without one and the types that they alone lead to", async () => {
      const wanted = (method: string) => !isOwn(method) && !/^(?:block|query|x)/.test(method);
      const isServed = ({ name }: Entry) =>
        !/^(?:block|query|x)/.test(name) || ["query-commands", "query-version", "query-qmp-schema"].includes(name);
      const kept = reference.filter(
        (entry) => entry["meta-type"] === "event" || (entry["meta-type"] === "command" && isServed(entry)),
      );
      expect(kept.length).toBeLessThan(reference.length / 2);
      const reached = reachable(reference, kept);
      const answer = await answerOf(module.createServer(everything(wanted)));
      expect(answer).toEqual(reference.filter((entry) => reached.has(entry)));
      expect(answer.length).toBeLessThan(reference.length);
    });
  });
});
