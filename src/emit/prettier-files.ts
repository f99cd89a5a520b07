// Which files may configure prettier for an output file: looked for without loading prettier, since mostly there are none.

/** Every name under which prettier 3.10 finds a configuration of its own (its manual, "Configuration File"). */
const configNames = [
  ".prettierrc",
  ".prettierrc.json",
  ".prettierrc.yaml",
  ".prettierrc.yml",
  ".prettierrc.json5",
  ".prettierrc.js",
  ".prettierrc.ts",
  ".prettierrc.mjs",
  ".prettierrc.mts",
  ".prettierrc.cjs",
  ".prettierrc.cts",
  "prettier.config.js",
  "prettier.config.ts",
  "prettier.config.mjs",
  "prettier.config.mts",
  "prettier.config.cjs",
  "prettier.config.cts",
  ".prettierrc.toml",
] as const;

/** What the look for a configuration asks of the disk. */
export interface ConfigHost {
  exists(path: string): boolean;
  /** Reads a file that exists. */
  read(path: string): string;
}

/**
 * The files that may configure prettier for `path`, the nearest first: its own, package files that speak of it, and, where
 * there is one of these, `.editorconfig`, which it merges. `path` is absolute and need not exist.
 */
export function prettierFilesFor(path: string, host: ConfigHost): readonly string[] {
  const own: string[] = [];
  const editor: string[] = [];
  const normal = path.replaceAll("\\", "/");
  for (let end = normal.lastIndexOf("/"); end >= 0; end = end === 0 ? -1 : normal.lastIndexOf("/", end - 1)) {
    const folder = normal.slice(0, end + 1);
    own.push(...configNames.map((name) => folder + name).filter((file) => host.exists(file)));
    for (const name of ["package.json", "package.yaml"]) {
      if (host.exists(folder + name) && hasPrettierKey(host.read(folder + name))) own.push(folder + name);
    }
    if (host.exists(`${folder}.editorconfig`)) editor.push(`${folder}.editorconfig`);
  }
  return own.length === 0 ? [] : [...own, ...editor];
}

/** Whether a package file may hold a configuration; in doubt prettier itself finds out. */
function hasPrettierKey(text: string): boolean {
  return /^\s*"?prettier"?\s*:|[{,]\s*"prettier"\s*:/m.test(text);
}
