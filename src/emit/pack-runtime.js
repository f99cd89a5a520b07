// Writes the runtime's sources as data beside the emitter that copies them (embed.ts), as the disk is not there for it:
// `node src/emit/pack-runtime.js [FOLDER]`, into this folder where no other is named. Run by `npm run build`.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const runtime = join(here, "../runtime");
const target = process.argv[2] ?? here;

const paths = readdirSync(runtime, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".ts"))
  .sort();
const rows = paths.map((path) => {
  const text = readFileSync(join(runtime, path), "utf8").replaceAll("\r\n", "\n");
  return `  ${JSON.stringify(path)}: ${JSON.stringify(text)},\n`;
});

const types = `/** The files of \`src/runtime\`, by their paths in it. Written by pack-runtime.js. */
export const runtimeSources: Readonly<Record<string, string>>;
`;

/** Writes a file unless it is there already with that text. */
function write(name, text) {
  const path = join(target, name);
  if (!existsSync(path) || readFileSync(path, "utf8") !== text) writeFileSync(path, text);
}

mkdirSync(target, { recursive: true });
write("runtime-sources.js", `// Written by pack-runtime.js.\nexport const runtimeSources = {\n${rows.join("")}};\n`);
write("runtime-sources.d.ts", types);
