// The disk as a `Host`, as schemas are read from it. What else is read or written is the business of `build/` and `cli/`.

import { readFileSync } from "node:fs";

import type { Host } from "./base/host.js";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EISDIR: "it is a directory",
  EACCES: "permission denied",
  ENOTDIR: "a part of its path is no directory",
  ELOOP: "too many symbolic links",
  ENAMETOOLONG: "its name is too long",
};

/** Reads from the disk; UTF-8, strictly, with a byte order mark kept as a character. */
export const diskHost: Host = {
  read(path) {
    let bytes: Buffer;
    try {
      bytes = readFileSync(path);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      return { ok: false, reason: reasons[code ?? ""] ?? code ?? message };
    }
    const text = bytes.toString("utf8");
    // A replacement character is there when the bytes were wrong, or when the file holds one.
    if (text.includes("\ufffd") && !Buffer.from(text, "utf8").equals(bytes)) {
      return { ok: false, reason: "it is not UTF-8 text", notUtf8: true };
    }
    return { ok: true, text };
  },
};

/** A host that answers from memory: contents by path. */
export function memoryHost(files: Readonly<Record<string, string>>): Host {
  return {
    read(path) {
      const text = Object.hasOwn(files, path) ? files[path] : undefined;
      return text === undefined ? { ok: false, reason: "no such file" } : { ok: true, text };
    },
  };
}
