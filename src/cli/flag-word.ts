// How flags are spelled. It has a file of its own as verbs tell of flags, and the table of flags knows the verbs.

/** How a flag is spelled on the command line: `returnValue` as `--return-value`. */
export function flagWord(name: string): string {
  return `--${name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;
}
