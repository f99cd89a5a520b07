// The life of a mock: it listens, answers, emits what it is told to, and ends, with everything closed.

import type { ClientSession, Listener } from "../../runtime/index.js";
import { QmpError, QmpFailure } from "../../runtime/index.js";
import type { ExitStatus } from "../verb-rows.js";
import { answersOf } from "./answers.js";
import { followControl } from "./control.js";
import { eventLines, readEvent, shutdownEvent } from "./events.js";
import type { Outcome } from "./outcome.js";
import { openUpstream, proxy, upstreamCommands, upstreamVersion } from "./proxy.js";
import type { RecordedEvent, Recording } from "./recording.js";
import { openRecorder } from "./recording.js";
import type { MockSchema } from "./schema.js";
import type { Answer, MockServer } from "./server.js";
import { mockServer } from "./server.js";
import type { MockSettings } from "./settings.js";
import type { MakeValue } from "./values.js";
import { print } from "../output.js";
import { UsageError } from "../../base/usage-error.js";
import { visible } from "../../base/visible.js";

/** What the user wants the mock to say. */
export interface Said {
  readonly replies: ReadonlyMap<string, readonly Outcome[]> | undefined;
  readonly recording: Recording | undefined;
  /** To be emitted whenever a client has negotiated. */
  readonly events: readonly RecordedEvent[];
}

/** All that a mock is made of. */
export interface Task {
  readonly mock: MockSchema;
  readonly settings: MockSettings;
  readonly make: MakeValue;
  readonly said: Said;
}

/** Serves until a signal comes, or `quit`. Throws: UsageError. */
export async function serve(task: Task): Promise<ExitStatus> {
  const life = new Life();
  const end = () => life.end();
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.once(signal, end);
  try {
    const { server, emit } = task.settings.record === undefined ? answering(task, life) : await recording(task, life);
    life.closing(() => server.close());
    const listener = await server.listen(task.settings.address);
    life.closing(followEvents(task, { server, emit }));
    await print("stdout", listeningText(task, listener));
    await life.over;
    if (life.failure !== undefined) throw life.failure;
    return 0;
  } catch (error) {
    if (life.signal.aborted && life.failure === undefined) return 0;
    throw error instanceof QmpFailure ? new UsageError(visible(error.message)) : error;
  } finally {
    await life.close();
    for (const signal of signals) process.off(signal, end);
  }
}

/** Lasts from the start to the end of a mock: knows why it ends, and what is to be closed then. */
class Life {
  /** Why it ends, if it should not. */
  failure: UsageError | undefined;
  readonly #control = new AbortController();
  readonly #closers: (() => unknown)[] = [];
  readonly over = new Promise<void>((resolve) => {
    this.signal.addEventListener("abort", () => resolve());
  });

  get signal(): AbortSignal {
    return this.#control.signal;
  }

  end(failure?: UsageError): void {
    this.failure ??= failure;
    this.#control.abort();
  }

  /** Has something closed at the end, before what was opened earlier. */
  closing(close: () => unknown): void {
    this.#closers.unshift(close);
  }

  async close(): Promise<void> {
    for (const close of this.#closers) await close();
  }
}

// ---- who answers -----------------------------------------------------------------------------------------------------

function answering({ mock, make, said }: Task, life: Life): MockServer {
  const { table, schema } = mock;
  const answers = answersOf({ ...said, schema, table, make });
  const later = afterReplies();
  const answer: Answer = (command, args) => {
    later.now();
    const { outcome, before, events } = answers(command, args);
    for (const event of before) made.emit(event);
    for (const event of events) later.add(() => made.emit(event));
    if ("class" in outcome) throw new QmpError(outcome.class, outcome.desc);
    if (command === "quit") {
      const isSaid = [...before, ...events].some(({ event }) => event === "SHUTDOWN");
      const shutdown = isSaid ? undefined : shutdownEvent(table, make);
      if (shutdown !== undefined) later.add(() => made.emit(shutdown));
      later.add(() => life.end());
    }
    return outcome.value;
  };
  const recorded = new Set(said.recording?.exchanges.map(({ command }) => command));
  const made = mockServer(mock, {
    answer,
    isAnswered: (command) => said.replies?.has(command) === true || recorded.has(command),
    others: [...recorded].filter((command) => !Object.hasOwn(table.commands, command)),
    takesAll: false,
    version: mock.version,
    onReady: greeter(said, (...event) => made.emit(...event)),
    onError,
  });
  return made;
}

async function recording({ mock, settings, said }: Task, life: Life): Promise<MockServer> {
  const { to, file } = settings.record!;
  const recorder = openRecorder(file);
  life.closing(() => recorder.close());
  const session = await openUpstream(to, mock, life.signal);
  life.closing(() => session.close());
  let made: MockServer | undefined;
  const answer = proxy({
    session,
    table: mock.table,
    recorder,
    emit: (event) => made?.emit(event),
    end: (why) => life.end(why),
  });
  const others = await upstreamCommands(session, mock.isAgent);
  const version = upstreamVersion(session) ?? mock.version;
  const onReady = greeter(said, (...event) => made?.emit(...event));
  made = mockServer(mock, { answer, isAnswered: () => true, others, takesAll: true, version, onReady, onError });
  return made;
}

/** Does things once the reply of the command that is being answered is written, and before the next command is answered. */
function afterReplies(): { readonly add: (what: () => void) => void; readonly now: () => void } {
  let owed: (() => void)[] = [];
  const now = () => {
    for (const what of owed.splice(0)) what();
  };
  return {
    add(what) {
      if (owed.length === 0) setImmediate(now);
      owed.push(what);
    },
    now,
  };
}

function onError(error: Error): void {
  print("stderr", `qapi-ts: ${visible(error.message)}\n`).catch(() => {});
}

// ---- what is emitted -------------------------------------------------------------------------------------------------

/** Sends a client that has negotiated what it is to be sent then; the first one, too, what a recording begins with. */
function greeter(said: Said, emit: MockServer["emit"]): (session: ClientSession) => void {
  let early = said.recording?.early ?? [];
  return (session) => {
    for (const event of [...early, ...said.events]) emit(event, session);
    early = [];
  };
}

/** Emits what control lines say, until what this gives is called. */
function followEvents({ mock: { table }, make }: Task, { emit }: MockServer): () => void {
  return followControl({
    help: () => ["NAME, or NAME and its data in JSON, emits one of these events:", ...eventLines(table)],
    emit(line) {
      const event = readEvent(line, table, make);
      if ("faults" in event) return event.faults;
      emit(event);
      return [];
    },
  });
}

// ---- what is said ----------------------------------------------------------------------------------------------------

function listeningText({ mock, settings }: Task, { address }: Listener): string {
  const where =
    "path" in address
      ? address.path
      : `${address.host.includes(":") ? `[${address.host}]` : address.host}:${address.port}`;
  const count = Object.keys(mock.table.commands).length;
  const what =
    settings.record === undefined
      ? `${count} command${count === 1 ? "" : "s"}`
      : `recording ${settings.record.name} to ${settings.record.file}`;
  const flags = mock.isAgent ? "--guest-agent " : "";
  const command = mock.isAgent ? "guest-info" : "query-commands";
  return `${visible(`listening at ${where}: ${what}; try: qapi-ts qmp ${flags}--socket ${shellWord(where)} ${command}`)}\n`;
}

/** A word as a shell takes it. */
function shellWord(word: string): string {
  return /^[\w./:@%+,[\]-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
