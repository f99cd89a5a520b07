// Standard input as text, whole or by lines.

import { systemReason, UsageError } from "../base/usage-error.js";

/** Reads standard input to its end. Throws: UsageError where it cannot be read, or is not UTF-8. */
export async function readStdin(): Promise<string> {
  const texts: string[] = [];
  for await (const text of stdinTexts()) texts.push(text);
  return texts.join("");
}

/** Reads lines of standard input as they come, without what ends them. Throws: UsageError as `readStdin` does. */
export async function* stdinLines(): AsyncGenerator<string, void> {
  // Pieces of a line that has no end yet.
  let pieces: string[] = [];
  for await (const text of stdinTexts()) {
    const [first = "", ...more] = text.split("\n");
    pieces.push(first);
    for (const next of more) {
      yield pieces.join("").replace(/\r$/, "");
      pieces = [next];
    }
  }
  const last = pieces.join("");
  if (last !== "") yield last;
}

async function* stdinTexts(): AsyncGenerator<string, void> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const decode = (chunk?: Uint8Array) => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new UsageError("standard input is not UTF-8");
    }
  };
  const chunks = (process.stdin as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { value, done } = await nextChunk(chunks);
      yield decode(done === true ? undefined : value);
      if (done === true) return;
    }
  } finally {
    // Lets go of standard input: nothing that still comes would be read.
    await chunks.return?.();
  }
}

async function nextChunk(chunks: AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array>> {
  try {
    return await chunks.next();
  } catch (error) {
    throw new UsageError(`cannot read standard input: ${systemReason(error) ?? (error as Error).message}`);
  }
}
