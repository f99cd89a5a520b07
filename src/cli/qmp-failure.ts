// Why there is no reply, in the words of the command line.

import type { QmpFailure } from "../runtime/index.js";
import { QmpTimeoutError } from "../runtime/index.js";
import { visible } from "../base/visible.js";

/** Why there is no reply, in one line; `more` is what else may be behind it that nobody greets. */
export function failureText(error: QmpFailure, more = ""): string {
  const text = visible(error.message);
  if (!(error instanceof QmpTimeoutError)) return text;
  const plain = text.replace(/ \(the \w+ budget\)$/, "");
  if (!plain.startsWith("no greeting")) return plain;
  return `${plain}: another client may be served there${more}`;
}
