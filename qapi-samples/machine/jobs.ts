// The Beachcomber's work: jobs that advance by the clock, and tell of it by events.

import { QmpError } from "qapi-ts/runtime";

import type { JobStatus, Served } from "../../generated/machine/index.js";

/** How jobs tell of themselves, and where the finds go. */
export interface Surroundings {
  readonly statusChanged: (data: Served.JobStatusChangeData) => void;
  readonly ended: (info: Served.JobInfo) => void;
  /** Puts grams into a node. Throws: QmpError if it is full. */
  readonly put: (node: string, grams: bigint) => void;
}

const ticks = 10;
const tickMs = 50;

class Job {
  readonly options: Served.JobOptions;
  status: JobStatus = "created";
  progress = 0;
  error: string | undefined;

  constructor(options: Served.JobOptions) {
    this.options = options;
  }

  get info(): Served.JobInfo {
    const { id, type } = this.options;
    const { status, progress, error } = this;
    return { id, type, status, "current-progress": progress, "total-progress": ticks, error };
  }
}

/** All jobs that are not gone. */
export class Jobs {
  readonly #jobs = new Map<string, Job>();
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  get list(): readonly Served.JobInfo[] {
    return [...this.#jobs.values()].map((job) => job.info);
  }

  start(options: Served.JobOptions): void {
    const { id } = options;
    if (this.#jobs.has(id)) throw new QmpError("GenericError", `there is a job '${id}' already`);
    const job = new Job(options);
    this.#jobs.set(id, job);
    this.#turn(job, "created");
    this.#turn(job, "running");
    this.#advance(job);
  }

  pause(id: string): void {
    const job = this.#find(id);
    if (job.status !== "running") throw new QmpError("GenericError", `job '${id}' is ${job.status}, not running`);
    this.#turn(job, "paused");
  }

  resume(id: string): void {
    const job = this.#find(id);
    if (job.status !== "paused") throw new QmpError("GenericError", `job '${id}' is ${job.status}, not paused`);
    this.#turn(job, "running");
    this.#advance(job);
  }

  cancel(id: string): void {
    const job = this.#find(id);
    if (!isAlive(job)) throw new QmpError("GenericError", `job '${id}' is ${job.status} already`);
    this.#end(job, "cancelled");
  }

  dismiss(id: string): void {
    const job = this.#find(id);
    if (isAlive(job)) throw new QmpError("GenericError", `job '${id}' is ${job.status}: cancel it first`);
    this.#jobs.delete(id);
    this.#turn(job, "null");
  }

  /** Forgets them all. */
  clear(): void {
    for (const job of this.#jobs.values()) job.status = "cancelled";
    this.#jobs.clear();
  }

  #find(id: string): Job {
    const job = this.#jobs.get(id);
    if (job === undefined) throw new QmpError("DeviceNotFound", `there is no job '${id}'`);
    return job;
  }

  /** Does a tenth of the work, a moment from now, and goes on until it is done or interrupted. */
  #advance(job: Job): void {
    setTimeout(() => {
      if (job.status !== "running") return;
      job.progress++;
      try {
        if (job.options.type === "comb") this.#around.put(job.options.into, 25n);
      } catch (error) {
        job.error = (error as QmpError).description;
        return this.#end(job, "failed");
      }
      if (job.progress < ticks) this.#advance(job);
      else this.#end(job, "concluded");
    }, tickMs).unref();
  }

  #end(job: Job, status: JobStatus): void {
    this.#turn(job, status);
    this.#around.ended(job.info);
    if (job.options["auto-dismiss"] ?? true) this.dismiss(job.options.id);
  }

  #turn(job: Job, status: JobStatus): void {
    job.status = status;
    this.#around.statusChanged({ id: job.options.id, status });
  }
}

function isAlive({ status }: Job): boolean {
  return status === "created" || status === "running" || status === "paused";
}
