// How files of the output name each other: relative module specifiers that end in `.js`, whatever a project wants them to
// end in later (conventions.ts).

/** The path of the TypeScript file in the output that a specifier in another leads to; undefined where it leads elsewhere. */
export function targetOf(path: string, specifier: string | undefined): string | undefined {
  if (specifier === undefined || !/^\.\.?\/.*\.js$/.test(specifier)) return undefined;
  const folders = path.split("/").slice(0, -1);
  for (const step of specifier.split("/")) {
    if (step === ".." && folders.pop() === undefined) return undefined;
    if (step !== "." && step !== "..") folders.push(step);
  }
  return `${folders.join("/").slice(0, -".js".length)}.ts`;
}

/** The specifier by which a file of the output imports another. */
export function specifierFrom(path: string, target: string): string {
  const from = path.split("/").slice(0, -1);
  const to = target.split("/");
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++;
  const up = "../".repeat(from.length - shared);
  return `${up === "" ? "./" : up}${to.slice(shared).join("/").replace(/\.ts$/, ".js")}`;
}
