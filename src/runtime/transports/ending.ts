// How links end: what went wrong, in words that a person understands, and how long this side waits for things to end
// by themselves.

import { QmpConnectionError } from "../errors.js";

/** How long a link that is being closed may take to send what was just written, in milliseconds. */
export const lingerMs = 200;

/** What the codes of the system and of Node mean here. A code that is not here has a message that will do. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  // Linux, of a unix socket: the listener's queue is full. QEMU serves one client, and lets one wait.
  EAGAIN: "busy with other clients",
  ECONNREFUSED: "nobody listens there",
  ECONNRESET: "the peer broke off",
  ENOENT: "no such socket (QEMU: -qmp unix:PATH,server=on,wait=off)",
  ENOTFOUND: "no such host",
  EPIPE: "the peer is gone",
  ERR_SSL_WRONG_VERSION_NUMBER: "no TLS there",
  ETIMEDOUT: "no answer",
};

/** An error of the platform as one of this client's, after a prefix; the original is its cause. One of ours stays. */
export function connectionError(cause: unknown, prefix = ""): QmpConnectionError {
  if (cause instanceof QmpConnectionError) return cause;
  const { code, message = cause } = Object(cause) as { readonly code?: string; readonly message?: string };
  return new QmpConnectionError(prefix + (code ? `${reasons[code] ?? message} (${code})` : String(message)), { cause });
}

/** Waits until some work is settled, either way, but no longer than a time in milliseconds. Gives whether it is. */
export function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms, false);
    const done = () => {
      clearTimeout(timer);
      resolve(true);
    };
    work.then(done, done);
  });
}
