// Control lines on standard input: each is an event to emit, or `help`. A line that is wrong is told, and nothing more
// happens; the end of the input ends nothing.

import { createInterface } from "node:readline";

import { print } from "../output.js";
import { visible } from "../../base/visible.js";

/** What lines are for. */
export interface Control {
  /** Emits what a line says; gives what is wrong with it. */
  readonly emit: (line: string) => readonly string[];
  /** What there is to say, a line each. */
  readonly help: () => readonly string[];
}

/** Follows standard input until what this gives is called. */
export function followControl({ emit, help }: Control): () => void {
  const input = process.stdin;
  // It may be something that cannot be read, such as a folder.
  input.on("error", () => {});
  const lines = createInterface({ input, terminal: false });
  lines.on("line", (line) => {
    if (line.trim() === "") return;
    if (line.trim() === "help") return say("stdout", help());
    say("stderr", emit(line));
  });
  return () => {
    lines.close();
    input.destroy();
  };
}

function say(stream: "stdout" | "stderr", lines: readonly string[]): void {
  // Nobody may read any more: that is no reason to end.
  print(stream, lines.map((line) => `${visible(line)}\n`).join("")).catch(() => {});
}
