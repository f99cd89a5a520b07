// A client over the test's table, and what tests do with promises.

import type { ConnectOptions, Transport } from "../../src/runtime/index.js";
import { openSession, QmpClient } from "../../src/runtime/index.js";
import type { Commands, Events } from "./table.js";
import { table } from "./table.js";

/** A typed client of the test's table. */
export type TestClient = QmpClient<Commands, Events>;

/** Connects one. */
export async function connectTo(peer: Transport, options: ConnectOptions = {}): Promise<TestClient> {
  return new QmpClient<Commands, Events>(await openSession(table, peer, { timeoutMs: 5_000, ...options }));
}

/** What a promise is rejected with. Throws if it is not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`not rejected, but resolved with ${String(value)}`);
}

/** Lets everything run that is due now: timers of no length and what follows from them. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setTimeout(resolve, 2));
}
