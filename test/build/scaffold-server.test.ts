// A server made of what the scaffold made: real, over a stream, with arguments that the schema allows.

import { ts } from "ts-morph";
import { expect, onTestFinished, test } from "vitest";

import type { Handlers } from "../../generated/machine/index.js";
import { createServer, schema as table } from "../../generated/machine/index.js";
import { valueMaker } from "../../src/cli/mock/values.js";
import { wireText } from "../../src/runtime/server/wire-writer.js";
import { connect } from "../support/talk.js";
import { sample, scaffold } from "./scaffold.js";

test.each(["class", "object"] as const)(
  "%s: every command is answered with the error, and the developer is told",
  async (form) => {
    const { text, added } = await scaffold(undefined, { schema: sample("machine"), form, name: "made" });
    const reports: string[] = [];
    const server = createServer(await load(text, form), { onError: ({ message }) => reports.push(message) });
    onTestFinished(() => server.close());
    const talk = await connect(server);
    const make = valueMaker({ seed: "1", unwanted: new Set() });
    expect(added.length).toBeGreaterThan(20);
    for (const { command } of added) {
      const ref = table.commands[command]!.arguments;
      const args = ref === undefined ? {} : make(command, ref as () => never);
      const { error } = await talk.ask(`{"execute": "${command}", "arguments": ${wireText(args)}}`);
      expect(error).toEqual({ class: "GenericError", desc: `${command} is not implemented` });
      expect(reports.at(-1)).toBe(`the handler of '${command}' failed: ${command} is not implemented`);
    }
  },
);

/** The handlers of a text. */
async function load(text: string, form: "class" | "object"): Promise<Handlers> {
  const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 };
  const { outputText } = ts.transpileModule(text, { compilerOptions: options });
  const url = `data:text/javascript,${encodeURIComponent(outputText)}`;
  const { made } = (await import(/* @vite-ignore */ url)) as { readonly made: Handlers & (new () => Handlers) };
  return form === "class" ? new made() : made;
}
