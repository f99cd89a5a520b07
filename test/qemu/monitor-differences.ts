// In what our monitor differs from QEMU's on the lines of `monitor-lines.ts`, and is meant to.

/** A line, and what both monitors say to it. */
export interface Compared {
  readonly line: string;
  readonly qemu: string;
  readonly ours: string;
}

/** A difference that is meant. */
export interface Difference {
  readonly what: string;
  readonly why: string;
  readonly covers: (compared: Compared) => boolean;
}

/** The line that is behind each message about arguments. */
const hint = /^Try "help .*" for more information\n/m;

/** All of them; each has to occur. */
export const differences: readonly Difference[] = [
  {
    what: "registers",
    why: "QEMU knows those of its processor; where there is none, each of them is unknown",
    covers: ({ line, ours }) => line === "p $eip" && ours.startsWith("unknown register\n"),
  },
  {
    what: "a hyphen that is a line's last character",
    why: "QEMU's message breaks off at the character that is not there, and loses its line end",
    covers: ({ line, qemu, ours }) => line === "eject -" && ours === qemu.replace("Try", "\nTry"),
  },
  {
    what: "why options are refused",
    why: "QEMU says it on its own standard error, where the user of the monitor does not see it; ours says it in the answer",
    covers: ({ qemu, ours }) =>
      hint.exec(qemu)?.index === 0 && ours.endsWith(qemu) && /^device_add: |^the id /.test(ours),
  },
  {
    what: "control characters of the line in messages",
    why: "QEMU sends them raw, and the terminal obeys; ours shows them as \\x1b",
    covers: ({ qemu, ours }) =>
      // oxlint-disable-next-line no-control-regex -- they are what is looked for
      ours === qemu.replace(/[\0-\x08\x0e-\x1f]/g, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, "0")}`),
  },
  {
    what: "characters of several bytes in messages",
    why: "QEMU prints the first byte of one, which is no text; ours prints the character",
    covers: ({ qemu, ours }) => qemu.includes("\ufffd") && ours.replace(/\P{ASCII}/u, "\ufffd") === qemu,
  },
  {
    what: "the list of what can be logged",
    why: "QEMU's `help log` shows it in place of the command's help; there is no such log here",
    covers: ({ line, ours }) => line === "help log" && ours.startsWith("log "),
  },
];

/** Why QEMU did not receive what ours did, by line. */
export const otherValues: ReadonlyMap<string, string> = new Map([
  [
    `ringbuf_write rb ${"\u00e9".repeat(600)}`,
    "a word ends behind 1023 bytes, and QEMU keeps half a character; ours drops it whole",
  ],
]);
