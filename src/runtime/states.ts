// The states of a session, and the moves that are allowed between them: one table, which the session asks before each
// move. A session is made in `connecting` and ends in `closed`, once and for good.

/** Where a session is. */
export type SessionState = keyof typeof moves;

/** The allowed moves. */
export const moves = {
  /** The transport is opening a link. */
  connecting: ["greeting", "waiting", "closing", "closed"],
  /** The link is open; the peer has yet to say who it is. */
  greeting: ["negotiating", "waiting", "closing", "closed"],
  /** Capabilities are being agreed on; with a guest agent, both sides are finding the same place in the stream. */
  negotiating: ["ready", "waiting", "closing", "closed"],
  /** Commands and events flow. */
  ready: ["waiting", "closing", "closed"],
  /** The link was lost, and the next attempt is due after a pause. Only with `reconnect`. */
  waiting: ["connecting", "closing", "closed"],
  /** This side is closing the link. */
  closing: ["closed"],
  /** Over. */
  closed: [],
} as const satisfies Record<string, readonly string[]>;

/** Whether a session may go from one state to another. */
export function isMove(from: SessionState, to: SessionState): boolean {
  return (moves[from] as readonly string[]).includes(to);
}
