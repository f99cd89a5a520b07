// A monitor on a terminal: a prompt, history, completion by TAB. Ctrl-C gives up a command that runs, or clears the line;
// Ctrl-D ends. History is kept in memory alone, as QEMU's is: lines may have passwords in them.

import { clearLine, cursorTo } from "node:readline";
import type { Interface } from "node:readline/promises";
import { createInterface } from "node:readline/promises";

import type { ExitStatus } from "./verb-rows.js";
import type { LineResult, Talk } from "./monitor-line.js";
import { runLine } from "./monitor-line.js";
import { UsageError } from "../base/usage-error.js";
import { visible } from "../base/visible.js";

const prompt = "(qemu) ";

/** How many lines are kept. */
const historySize = 500;

/** A terminal on which lines are typed and run. */
interface Terminal {
  readonly talk: Talk;
  readonly lines: Interface;
  /** What waits for its turn. */
  readonly typed: string[];
  /** Gives up the line that runs. */
  running: AbortController | undefined;
  isPrompted: boolean;
  isOver: boolean;
}

/**
 * Runs lines that are typed until Ctrl-D, or until the peer has ended as a line asked it to. Throws: UsageError for a
 * connection that is lost.
 */
export function runTerminal(talk: Talk): Promise<ExitStatus> {
  const { stdin: input, stdout: output } = process;
  const completer = (line: string) => completion(talk, line);
  const lines = createInterface({ input, output, prompt, historySize, removeHistoryDuplicates: true, completer });
  const terminal: Terminal = { talk, lines, typed: [], running: undefined, isPrompted: false, isOver: false };
  return new Promise((resolve, reject) => {
    const end = (error?: unknown) => {
      if (terminal.isOver) return;
      terminal.isOver = true;
      lines.close();
      if (error === undefined) resolve(0);
      else reject(error);
    };
    lines.on("line", (line) => {
      terminal.typed.push(line);
      runTyped(terminal).then((isOver) => isOver && end(), end);
    });
    lines.on("SIGINT", () => interrupt(terminal));
    lines.on("close", () => {
      // Below the prompt.
      if (terminal.isPrompted) output.write("\n");
      end();
    });
    // Of a command that runs, `runLine` tells what became of it.
    void talk.session.closed.then((cause) => {
      if (terminal.running === undefined) end(new UsageError(visible(cause?.message ?? "the connection is lost")));
    });
    ask(terminal, false);
  });
}

/** Runs what was typed, unless that is being done; says whether the peer has ended. Throws: UsageError. */
async function runTyped(terminal: Terminal): Promise<boolean> {
  const { talk, lines, typed } = terminal;
  if (terminal.running !== undefined) return false;
  for (let line; !terminal.isOver && (line = typed.shift()) !== undefined;) {
    if (line.trim() === "") continue;
    terminal.running = new AbortController();
    terminal.isPrompted = false;
    // What is typed meanwhile has no prompt.
    lines.setPrompt("");
    const result = await outcome(talk, line, terminal.running.signal);
    terminal.running = undefined;
    if (terminal.isOver) return false;
    if (result.kind === "ended") return true;
    if (result.kind === "lost") throw new UsageError(result.reason);
    show(lines, result.kind === "printed" ? result.text : `${result.reason}\n`);
  }
  if (!terminal.isOver) ask(terminal, true);
  return false;
}

/** Ctrl-C: forgets what was typed, and gives up what runs. */
function interrupt(terminal: Terminal): void {
  terminal.typed.length = 0;
  clear(terminal.lines);
  process.stdout.write("^C\n");
  if (terminal.running === undefined) ask(terminal, false);
  else terminal.running.abort();
}

function ask(terminal: Terminal, isKept: boolean): void {
  terminal.isPrompted = true;
  terminal.lines.setPrompt(prompt);
  terminal.lines.prompt(isKept);
}

/** What a line came to; one that was given up is told of as text. */
async function outcome(talk: Talk, line: string, signal: AbortSignal): Promise<LineResult> {
  try {
    return await runLine(talk, line, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    return { kind: "printed", text: "given up; the command itself may go on\n" };
  }
}

/** What may stand at the cursor, and how much of the line is in its place; one that is alone is followed by a blank. */
async function completion({ monitor }: Talk, line: string): Promise<[string[], string]> {
  try {
    const { start, candidates } = await monitor.complete(line);
    const [first, ...others] = candidates.map(visible);
    if (first === undefined) return [[], line];
    return [others.length === 0 ? [`${first} `] : [first, ...others], line.slice(start)];
  } catch {
    // A peer that does not say what it has.
    return [[], line];
  }
}

/** Prints text above the line that is being typed. */
function show({ line }: Interface, text: string): void {
  const { stdout: output } = process;
  if (text !== "" && line !== "") {
    cursorTo(output, 0);
    clearLine(output, 0);
  }
  output.write(text);
}

/** Takes away what was typed. */
function clear(lines: Interface): void {
  lines.write(null, { ctrl: true, name: "e" });
  lines.write(null, { ctrl: true, name: "u" });
}
