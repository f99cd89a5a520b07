// Arguments on their way out: held to the table, written exactly, and looked over for what QEMU's parser would refuse.
// Commands that take arguments name `encode` in their table; so a program whose commands take none does without it.

import { QmpArgumentError } from "./errors.js";
import { sendProblem, stringify } from "./json.js";
import { requestText } from "./protocol.js";
import type { CommandType } from "./table.js";
import { argumentProblems } from "./validate.js";

/** As long as ids are: for the length of a message whose id is not known yet. */
const someId = "q00000000-0000000000";

/**
 * Writes a command's arguments as JSON; `check` says whether they are held to the table.
 *
 * Throws: QmpArgumentError, also for what QEMU's parser would refuse; TypeError, RangeError for what has no JSON.
 */
export function encode(command: CommandType, args: unknown, check: boolean): string {
  const { command: name } = command;
  const problems = check ? argumentProblems(command, args) : [];
  if (problems.length > 0) throw new QmpArgumentError(problems, { command: name });
  const text = args === undefined ? "{}" : stringify(args);
  const reason = sendProblem(requestText(name, text, someId, true));
  if (reason !== undefined) throw new QmpArgumentError([{ path: "", kind: "value", reason }], { command: name });
  return text;
}
