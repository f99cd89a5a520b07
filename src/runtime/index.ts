// `qapi-ts/runtime`: what generated clients stand on. No dependencies; a bundler keeps only what is used.

export * from "./errors.js";
export type * from "./table.js";
export type { Link, LinkEvents, Transport } from "./transport.js";
