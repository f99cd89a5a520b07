// `qapi-ts/runtime`: what generated clients stand on. No dependencies; a bundler keeps only what is used.

export { connect, openSession, QmpClient } from "./client.js";
export * from "./errors.js";
export type { AnyEvent, EventStreamOptions, Timestamp } from "./events.js";
export { EventStream } from "./events.js";
export type { ExecOptions, ExecResult, GuestAgentOptions } from "./guest-agent.js";
export { GuestAgentClient, openGuestAgent } from "./guest-agent.js";
export type { Feature } from "./introspection.js";
export type { JobOptions, JobResult } from "./jobs.js";
export { followJob, runJob } from "./jobs.js";
export { parse, stringify } from "./json.js";
export type { CallOptions, ConnectOptions, OutOfBandOptions, ReconnectOptions } from "./options.js";
export type { Greeting, Version } from "./protocol.js";
export type { Session } from "./session.js";
export type { SessionState } from "./states.js";
export type * from "./table.js";
export type { Link, LinkEvents, Transport } from "./transport.js";
export type { Address } from "./transports/address.js";
export type { Channel, IterableOptions } from "./transports/iterable.js";
export { fromFactory, fromIterable } from "./transports/iterable.js";
export type { TcpAddress, TlsOptions, UnixAddress } from "./transports/socket.js";
export type { SpawnOptions } from "./transports/spawn.js";
export { spawn, spawnQemu } from "./transports/spawn.js";
export { fromStream } from "./transports/stream.js";
export type * from "./typing.js";
export { conformanceProblems } from "./validate.js";
export type { Budgets, WaitOptions } from "./waiting.js";
