// How flags are spelled. It has a file of its own as verbs tell of flags, and the table of flags knows the verbs.

/** Flags that are spelled as another verb's flag of another meaning. */
const namesakes: Readonly<Record<string, string>> = { emitEvents: "--emit" };

/** How a flag is spelled on the command line: `returnValue` as `--return-value`. */
export function flagWord(name: string): string {
  return namesakes[name] ?? `--${name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;
}
