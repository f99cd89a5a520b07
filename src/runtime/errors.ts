// Everything that a client of this runtime throws, as one small tree: `QmpFailure` is the root, so that one
// `instanceof` tells this client's errors from all others. A wait that the caller's own `signal` ends is rejected with
// that signal's reason, as everywhere on the platform.

/** What is known of the command that an error belongs to. */
export interface FailureContext {
  /** The command's name on the wire. */
  readonly command?: string | undefined;
  /** Its id on the wire; one that is alone at the peer has none. */
  readonly id?: string | undefined;
  readonly cause?: unknown;
}

/** The root of the tree: something that a client did could not be done. */
export abstract class QmpFailure extends Error {
  abstract override readonly name: string;
  /** The command that failed, by its name on the wire; absent if no command was at work. */
  readonly command: string | undefined;
  /** The command's id on the wire; absent if it was not sent, or was alone there, and so sent without. */
  readonly id: string | undefined;

  /** The message is that of the command, whose name stands in front of it, if one was at work. */
  constructor(message: string, { command, id, cause }: FailureContext = {}) {
    super(command === undefined ? message : `${command}: ${message}`, cause === undefined ? undefined : { cause });
    this.command = command;
    this.id = id;
  }
}

/** The classes of errors that QEMU answers with (`qapi/error.json`, QapiErrorClass); a newer one may have more. */
export type QmpErrorClass =
  "GenericError" | "CommandNotFound" | "DeviceNotActive" | "DeviceNotFound" | "KVMMissingCap" | (string & {});

/** The peer answered a command with an error. */
export class QmpError extends QmpFailure {
  override readonly name = "QmpError";
  /** The error's class, as it came. */
  readonly class: QmpErrorClass;
  /** The peer's own words. Not a stable interface: for people, not for programs. */
  readonly description: string;

  constructor(errorClass: string, description: string, context: FailureContext = {}) {
    super(description, context);
    this.class = errorClass;
    this.description = description;
  }
}

/** There is no connection, or there is none any more. */
export class QmpConnectionError extends QmpFailure {
  override readonly name = "QmpConnectionError";
}

/** The budgets of time that waits draw on. */
export type BudgetName = "connect" | "handshake" | "command" | "event" | "job";

/** A budget of time ran out. */
export class QmpTimeoutError extends QmpFailure {
  override readonly name = "QmpTimeoutError";
  /** Which one. */
  readonly budget: BudgetName;
  /** How much it was, in milliseconds. */
  readonly timeoutMs: number;

  constructor(budget: BudgetName, timeoutMs: number, message: string, context: FailureContext = {}) {
    super(message, context);
    this.budget = budget;
    this.timeoutMs = timeoutMs;
  }
}

/** The peer sent something that is not the protocol; the session is over. */
export class QmpProtocolError extends QmpFailure {
  override readonly name = "QmpProtocolError";
}

/** One thing that is wrong with a value. */
export interface Problem {
  /** Where, from the outermost value: `file.driver`, `keys[1].data`; empty for the value itself. */
  readonly path: string;
  readonly kind: "missing" | "unexpected" | "type" | "range" | "value";
  /** What is wrong, without the path. */
  readonly reason: string;
}

/** Arguments that the schema does not allow: nothing was sent. */
export class QmpArgumentError extends QmpFailure {
  override readonly name = "QmpArgumentError";
  /** Everything that is wrong, in the order of the schema; never empty. */
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], context: FailureContext = {}) {
    const [first, ...more] = problems;
    const where = first?.path ? `${first.path}: ` : "";
    const rest = more.length === 0 ? "" : ` (and ${more.length} more)`;
    super(`${where}${first?.reason ?? "wrong arguments"}${rest}`, context);
    this.problems = problems;
  }
}

/** An integer that a `number` cannot hold came where the generated types say `number`. Nothing was rounded. */
export class QmpUnsafeIntegerError extends QmpFailure {
  override readonly name = "QmpUnsafeIntegerError";
  /** Where it is in `value`: `stats.parent[0].size`; empty for the value itself. */
  readonly path: string;
  /** Its digits, as they came. */
  readonly text: string;
  /** The whole result, or the whole data of the event, with this integer and all others like it as `bigint`. */
  readonly value: unknown;

  constructor(path: string, text: string, value: unknown, message: string, context: FailureContext = {}) {
    super(message, context);
    this.path = path;
    this.text = text;
    this.value = value;
  }
}

/** Events came faster than a loop took them, and its buffer is full. */
export class QmpOverflowError extends QmpFailure {
  override readonly name = "QmpOverflowError";
}

/** A job came to its end without success. */
export class QmpJobError extends QmpFailure {
  override readonly name = "QmpJobError";
  readonly jobId: string;

  constructor(jobId: string, message: string, context: FailureContext = {}) {
    super(message, context);
    this.jobId = jobId;
  }
}
