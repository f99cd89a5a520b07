// Jobs: a command that starts one, followed to the job's end by its events (`qapi/job.json`, JobStatus and
// JOB_STATUS_CHANGE). What a job waits for is done on the way: completing a mirror, finalizing, dismissing.

import type { QmpClient } from "./client.js";
import { encodable } from "./client.js";
import { encode } from "./encode.js";
import { QmpArgumentError, QmpConnectionError, QmpError, QmpJobError } from "./errors.js";
import type { AnyEvent } from "./events.js";
import { isObject } from "./protocol.js";
import type { CommandMap, CommandRef, EventMap, SignatureOf } from "./typing.js";
import type { WaitOptions } from "./waiting.js";
import { Wait } from "./waiting.js";

/** What following a job takes. A wait that ends early leaves the job alone: `job-cancel` ends it. */
export interface JobOptions extends WaitOptions {
  /** Told of each state that the job enters, as it came. */
  readonly onStatus?: ((status: string) => void) | undefined;
  /** What to do with a job that is ready, as a mirror is in the end: complete it, or leave that to the caller. */
  readonly whenReady?: "complete" | "wait" | undefined;
}

/** A job that came to its end. */
export interface JobResult {
  readonly id: string;
  /** All states that it was seen in, in order. */
  readonly statuses: readonly string[];
}

/** The events of a job: its states, and for block jobs how it went, by `device`, which is the job's id. */
const jobEvents = ["JOB_STATUS_CHANGE", "BLOCK_JOB_COMPLETED", "BLOCK_JOB_CANCELLED"];

/**
 * Executes a command that starts a job and follows the job to its end: completes it when it is ready, finalizes it if it
 * waits for that, and dismisses it. The job's id is the argument `job-id`, or else `device`.
 *
 * Throws: QmpJobError if the job fails or is cancelled; QmpTimeoutError (budget `job`); whatever `execute` throws.
 */
export async function runJob<C extends CommandMap<C>, E extends EventMap<E>, const Ref extends CommandRef<C>>(
  client: QmpClient<C, E>,
  command: Ref,
  args: SignatureOf<C, Ref>["arguments"],
  options: JobOptions = {},
): Promise<JobResult> {
  const { "job-id": given, device } = args as Readonly<Record<string, unknown>>;
  const id = given ?? device;
  const type = encodable(client.session, command, args);
  if (typeof id !== "string") {
    const reason = "must be given: it is how the job is followed";
    throw new QmpArgumentError([{ path: "job-id", kind: "missing", reason }], { command: type.command });
  }
  const manual = (args as Readonly<Record<string, unknown>>)["auto-finalize"] === false;
  return follow(client, id, options, manual, () => client.session.execute(type, args, { signal: options.signal }));
}

/**
 * Follows a job that is there already to its end, as `runJob` does. One that waits to be finalized is left to wait.
 *
 * Throws: as `runJob` does; QmpJobError if there is no such job.
 */
export function followJob<C extends CommandMap<C>, E extends EventMap<E>>(
  client: QmpClient<C, E>,
  id: string,
  options: JobOptions = {},
): Promise<JobResult> {
  return follow(client, id, options, false, async (job) => {
    const found = await job.query();
    if (found === undefined) throw new QmpJobError(id, `there is no job ${JSON.stringify(id)}`);
    job.enter(String(found["status"]));
  });
}

async function follow<C extends CommandMap<C>, E extends EventMap<E>>(
  client: QmpClient<C, E>,
  id: string,
  options: JobOptions,
  finalize: boolean,
  start: (job: Job) => Promise<unknown>,
): Promise<JobResult> {
  const { session } = client;
  const missing = () => `job ${JSON.stringify(id)}: no end`;
  const wait = new Wait<void>(session.limits("job", options, missing));
  const execute = (name: string, args?: object) =>
    session.execute({ command: name, encode }, args, { signal: options.signal }, true);
  const job = new Job(id, options, finalize, execute, wait);
  const remove = session.hub.add(jobEvents, {
    take: (event) => job.take(event),
    fail: (error) => wait.reject(error),
    lose: (cause) => wait.reject(cause),
    end: (cause) => wait.reject(cause ?? new QmpConnectionError(`${missing()}: this side closed the session`)),
  });
  if (wait.done) remove();
  else wait.onDone = remove;
  if (!wait.done) start(job).catch((error: unknown) => wait.reject(error));
  await wait.promise;
  return { id, statuses: job.statuses };
}

type Execute = (name: string, args?: object) => Promise<unknown>;

/** A job that is being followed. */
class Job {
  readonly statuses: string[] = [];
  readonly #id: string;
  readonly #options: JobOptions;
  readonly #finalize: boolean;
  readonly #execute: Execute;
  readonly #wait: Wait<void>;
  /** What a block job's last event says of its failure. */
  #failure: string | undefined;

  constructor(id: string, options: JobOptions, finalize: boolean, execute: Execute, wait: Wait<void>) {
    this.#id = id;
    this.#options = options;
    this.#finalize = finalize;
    this.#execute = execute;
    this.#wait = wait;
  }

  take({ event, data }: AnyEvent): void {
    if (!isObject(data)) return;
    if (event === "JOB_STATUS_CHANGE") {
      if (data["id"] === this.#id) this.enter(String(data["status"]));
    } else if (data["device"] === this.#id) {
      if (event === "BLOCK_JOB_CANCELLED") this.#failure = "it was cancelled";
      else if (typeof data["error"] === "string") this.#failure = data["error"];
    }
  }

  /** Does what a state asks for. */
  enter(status: string): void {
    if (this.statuses.at(-1) === status) return;
    this.statuses.push(status);
    this.#do(async () => {
      this.#options.onStatus?.(status);
      const id = { id: this.#id };
      if (status === "ready" && this.#options.whenReady !== "wait") await this.#execute("job-complete", id);
      else if (status === "pending" && this.#finalize) await this.#execute("job-finalize", id);
      else if (status === "concluded") await this.#conclude();
      // One that nobody has to dismiss may be gone before anybody could ask.
      else if (status === "null" && !this.statuses.includes("concluded")) this.#settle(undefined);
    });
  }

  /** What `query-jobs` says of it; nothing if it is gone. */
  async query(): Promise<Readonly<Record<string, unknown>> | undefined> {
    const jobs = await this.#execute("query-jobs");
    return Array.isArray(jobs) ? jobs.filter(isObject).find(({ id }) => id === this.#id) : undefined;
  }

  /** Finds out how it went, and dismisses it if it is still there. */
  async #conclude(): Promise<void> {
    const found = await this.query();
    if (found !== undefined) {
      await this.#execute("job-dismiss", { id: this.#id }).catch((error: unknown) => {
        // It dismissed itself, or somebody else was faster.
        if (!(error instanceof QmpError)) throw error;
      });
    }
    this.#settle(found?.["error"]);
  }

  #settle(error: unknown): void {
    if (error === undefined && this.#failure === undefined && !this.statuses.includes("aborting")) {
      return this.#wait.resolve();
    }
    const why = typeof error === "string" ? error : (this.#failure ?? "it was aborted");
    this.#wait.reject(new QmpJobError(this.#id, `job ${JSON.stringify(this.#id)}: ${why}`));
  }

  #do(what: () => Promise<void>): void {
    what().catch((error: unknown) => this.#wait.reject(error));
  }
}
