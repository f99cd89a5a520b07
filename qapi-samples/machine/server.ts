// The Beachcomber itself: handlers written by hand on the generated interface. What it does not have, such as sensors and
// an arm, has no handler, and so is not there for clients: neither in `query-commands` nor in `query-qmp-schema`.
//
//   npm run machine -- /tmp/comber.qmp

import type { QmpServer, ServerOptions } from "qapi-ts/runtime";
import { QmpError } from "qapi-ts/runtime";

import type { Context, Handlers, RunState, Served, ServedEvents } from "../../generated/machine/index.js";
import { createServer } from "../../generated/machine/index.js";
import { Jobs } from "./jobs.js";
import { Nodes } from "./nodes.js";

/** What the machine does beside answering. */
export interface Outside {
  /** Prints a line. */
  readonly print: (line: string) => void;
}

class Beachcomber implements Partial<Handlers> {
  readonly #outside: Outside;
  readonly #server: () => QmpServer<ServedEvents>;
  readonly #nodes = new Nodes();
  readonly #jobs: Jobs;
  #state: RunState = "running";

  constructor(outside: Outside, server: () => QmpServer<ServedEvents>) {
    this.#outside = outside;
    this.#server = server;
    this.#jobs = new Jobs({
      statusChanged: (data) => server().emit("JOB_STATUS_CHANGE", data),
      ended: (info) => server().emit("JOB_ENDED", info),
      put: (name, grams) => this.#put(name, grams),
    });
  }

  // ---- run state -----------------------------------------------------------------------------------------------------

  queryStatus(): Served.StatusInfo {
    const running = this.#state === "running";
    return { running, status: this.#state, battery: 0.75, walking: running };
  }

  stop({ emit }: Context): void {
    if (this.#state !== "running") return;
    this.#state = "paused";
    emit("STOP");
  }

  cont({ emit }: Context): void {
    if (this.#state === "running") return;
    this.#state = "running";
    emit("RESUME");
  }

  systemReset(): void {
    this.#jobs.clear();
    this.#nodes.clear();
    this.#state = "running";
  }

  quit({ emit }: Context): void {
    this.#state = "shutdown";
    emit("SHUTDOWN", { cause: "command" });
    // Not awaited: the reply to this command is part of what it waits for.
    void this.#server().close();
  }

  emergencyStop({ emit }: Context): Served.Position {
    if (this.#state === "running") emit("STOP");
    this.#state = "paused";
    return { x: -120, y: 4400 };
  }

  // ---- nodes ---------------------------------------------------------------------------------------------------------

  nodeAdd(options: Served.NodeOptions, { emit }: Context): void {
    for (const added of this.#nodes.add(options)) emit("NODE_ADDED", added);
  }

  nodeRemove(args: Served.NodeRemoveArguments): void {
    this.#nodes.remove(args["node-name"]);
  }

  nodeSetLabel({ "node-name": name, label }: Served.NodeSetLabelArguments): void {
    this.#nodes.setLabel(name, label);
  }

  nodeResize({ "node-name": name, capacity }: Served.NodeResizeArguments): void {
    this.#nodes.resize(name, capacity);
  }

  queryNodes(args: Served.QueryNodesArguments): readonly Served.NodeInfo[] {
    return this.#nodes.list(args["roots-only"] ?? false);
  }

  #put(name: string, grams: bigint): void {
    const isFull = this.#nodes.put(name, grams);
    if (isFull) this.#server().emit("NODE_FULL", { "node-name": name, grams: this.#nodes.gramsIn(name) });
  }

  // ---- jobs ----------------------------------------------------------------------------------------------------------

  jobStart(options: Served.JobOptions): void {
    if (this.#state !== "running") throw new QmpError("GenericError", `the machine is ${this.#state}`);
    if (options.type === "comb") this.#nodes.find(options.into);
    this.#jobs.start(options);
  }

  jobPause({ id }: Served.JobPauseArguments): void {
    this.#jobs.pause(id);
  }

  jobResume({ id }: Served.JobResumeArguments): void {
    this.#jobs.resume(id);
  }

  jobCancel({ id }: Served.JobCancelArguments): void {
    this.#jobs.cancel(id);
  }

  jobDismiss({ id }: Served.JobDismissArguments): void {
    this.#jobs.dismiss(id);
  }

  queryJobs(): readonly Served.JobInfo[] {
    return this.#jobs.list;
  }

  // ---- the rest ------------------------------------------------------------------------------------------------------

  helloWorld({ message }: Served.HelloWorldArguments): void {
    this.#outside.print(message ?? "Hello, world");
  }

  queryMemorySizeSummary(): Served.MemoryInfo {
    return { "base-memory": 4n * 2n ** 30n, "plugged-memory": 0 };
  }
}

/** A Beachcomber; it listens nowhere yet. */
export function createMachine(outside: Outside, options?: ServerOptions): QmpServer<ServedEvents> {
  const version = { major: 1, minor: 2, micro: 0, package: "Beachcomber" };
  const machine = new Beachcomber(outside, () => server);
  const server: QmpServer<ServedEvents> = createServer(machine, { version, ...options });
  return server;
}
