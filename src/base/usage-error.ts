// What a user did wrong on the command line or with files, each with the way out.

/** Wrong use, or a file that cannot be read or written: what is wrong is shown as it is, and the exit status is 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** Each thing that is wrong; `message` has a line, or some, for each. */
  readonly problems: readonly string[];

  constructor(...problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "no space left on the device",
  EFBIG: "it is larger than files may be here",
  EDQUOT: "the disk quota is used up",
  ENOTDIR: "a part of its path is no folder",
  EISDIR: "it is a folder",
  EEXIST: "a file of that name is in the way",
  ENOENT: "no such file or folder",
  ENAMETOOLONG: "its name is too long",
  ELOOP: "too many symbolic links",
};

/** Why the system refused, in a few words; undefined for what is no error of the system. */
export function systemReason(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || !("syscall" in error)) return undefined;
  return reasons[String(error.code)] ?? String(error.code);
}

/** The first line of an error's message; many a library goes on with a picture of the source. */
export function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0]!;
}
