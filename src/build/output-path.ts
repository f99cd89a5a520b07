// Paths of files in an output folder: relative, with '/', and never out of it.

/** Why a path is no path inside an output folder, in a few words; undefined for one that is. */
export function pathFault(path: string): string | undefined {
  if (path === "") return "is empty";
  if (path.includes("\0")) return "has a NUL character";
  if (path.includes("\\")) return "has a backslash; folders are separated by '/'";
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return "is absolute";
  const parts = path.split("/");
  if (parts.includes("..")) return "leaves the output folder";
  return parts.some((part) => part === "" || part === ".") ? "has an empty part" : undefined;
}

/** The folders that a path leads through, outermost first: `a` and `a/b` of `a/b/c.ts`. */
export function foldersAbove(path: string): readonly string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
