// What can be wrong with an `.hx` file: code -> text. Where `hxtool -h`, which reads lines, and a reader of C or of the
// documentation would understand a file in different ways, that is a mistake, not a matter of taste.

import type { Diagnostic } from "../base/diagnostic.js";
import type { Span } from "../base/source.js";

/** Every mistake that there is; `at` is the user's own text. */
export const hxMessages = {
  // ---- what the line filters do ----
  "hx-nul": () => "a NUL cannot stand in an .hx file",
  "hx-carriage-return": () =>
    "a carriage return without a newline behind it is an end of line to some tools and none to others",
  "hx-last-line": () => "this last line has no newline: hxtool loses it",
  "hx-unclosed-block": () => "SRST without ERST: hxtool drops everything behind it",
  "hx-stray-erst": () => "ERST without SRST: hxtool drops everything behind it",
  "hx-marker-column": ({ at }) =>
    `${at} starts in the first column: one that is indented is none to the documentation's tool`,
  "hx-marker-line": ({ at }) =>
    `'${at}' is taken by hxtool for ${at!.slice(0, 4)}, which takes a line of its own${form(at!)}`,
  "hx-block-line": ({ at }) => `a line of documentation cannot begin with '${at}': the tools take it for a directive`,
  "hx-marker-inside": ({ at }) => `hxtool takes this line for ${at}, but what starts in front of it is not closed`,
  "hx-heading": ({ at }) => `${at} takes its text in parentheses, on a line of its own that starts in the first column`,
  // ---- tokens ----
  "hx-unexpected": ({ at, expected }) => `${expected} expected, but ${at}`,
  "hx-option-table": () => "this is a table of options (DEF), not of commands",
  "hx-unclosed-string": () => "this string has no closing quote on its line",
  "hx-unclosed-comment": () => "this comment is not closed",
  "hx-text": ({ at }) => at!,
  "hx-nested-too-deeply": ({ at }) => `tables nest deeper than ${at} levels`,
  "hx-too-many": ({ at }) => `${at} mistakes are enough: what follows is not read`,
  // ---- conditionals ----
  "hx-directive": ({ at }) => `'#${at}' is not read: a table takes conditionals alone`,
  "hx-condition": ({ at }) => at!,
  "hx-unclosed-conditional": ({ at, expected }) => `'#${at}' is not closed ${expected}`,
  "hx-stray-conditional": ({ at, expected }) => `'#${at}' ${expected}`,
  // ---- entries ----
  "hx-missing-field": ({ at }) => `this entry has no '.${at}' that is always there`,
  "hx-duplicate-field": ({ at }) => `'.${at}' is given twice`,
  "hx-field-value": ({ at, expected }) => `'.${at}' takes ${expected}`,
  "hx-args-type": ({ at }) => `in '.args_type', ${at}`,
  "hx-early-end": () => "an entry without fields ends the table: the monitor sees none behind it",
  "hx-no-end": () => "a table within an entry ends with '{ }'",
} as const satisfies Record<string, (parameters: Parameters) => string>;

/** The codes of an `.hx` file's mistakes. */
export type HxCode = keyof typeof hxMessages;

interface Parameters {
  readonly at?: string | undefined;
  readonly expected?: string | undefined;
}

const form = (marker: string) => (marker.startsWith("SRST") ? ", with nothing but '(label)' behind it" : "");

/** A mistake at a place. */
export function hxMistake(code: HxCode, place: Span, parameters: Parameters = {}): Diagnostic {
  return { code, severity: "error", message: hxMessages[code](parameters), span: place, notes: [] };
}
