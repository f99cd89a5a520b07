// What `qapi-ts qmp` prints: replies and events as JSON that loses nothing, and the human monitor's text.

import { stringify } from "../runtime/index.js";
import type { AnyEvent } from "../runtime/index.js";
import { UsageError } from "../base/usage-error.js";
import { visible } from "../base/visible.js";

/** In which form a reply is printed. */
export interface ReplyForm {
  /** Whether it is text of the human monitor. */
  readonly isMonitor: boolean;
  /** Whether the result alone is printed, and not the object around it. */
  readonly isBare: boolean;
  /** By how many blanks JSON is indented; undefined for one line. */
  readonly indent: number | undefined;
}

/** A result as it is printed; nothing where there was no reply. Throws: UsageError for one that is nested too deep. */
export function replyText(result: unknown, { isMonitor, isBare, indent }: ReplyForm): string {
  if (result === undefined) return "";
  if (isMonitor && typeof result === "string") return monitorText(result);
  return jsonText(isBare ? result : { return: result }, indent);
}

/** An event as it is printed. Throws: UsageError for one that is nested too deep. */
export function eventText({ event, data, timestamp }: AnyEvent, indent: number | undefined): string {
  return jsonText({ event, data, timestamp }, indent);
}

/** The monitor's lines, which end in CR LF, as text; what would steer a terminal is made visible. */
export function monitorText(text: string): string {
  const lines = text.replaceAll("\r\n", "\n").replace(/\n$/, "").split("\n");
  return text === "" ? "" : `${lines.map(visible).join("\n")}\n`;
}

function jsonText(value: unknown, indent: number | undefined): string {
  // In JSON all but ASCII can be escaped: so nothing that is printed steers a terminal or ends a line.
  const escaped = exactText(value, indent).replace(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `${escaped}\n`;
}

function exactText(value: unknown, indent: number | undefined): string {
  try {
    try {
      return stringify(value, indent);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      // QEMU prints doubles that are not finite as `inf` and `nan`, for which JSON has no words.
      return stringify(withoutInfinities(value), indent);
    }
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError("what came is nested too deep to be printed");
    throw error;
  }
}

/** A JSON value with null for every number that is not finite, as `JSON.stringify` has it. */
function withoutInfinities(value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutInfinities);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutInfinities(member)]));
}
