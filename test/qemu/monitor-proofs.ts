// How a real QEMU shows what its monitor received: in its answer, or in what became of the machine. From the values that
// our monitor received, each proof says what is to be seen there: so both are known to have received the same.

import type { HmpValues } from "../../src/runtime/index.js";
import type { Machine } from "./monitor-machine.js";

/** How QEMU shows what it received. */
export interface Proof {
  /** A line that is run behind it on all, whose answer is looked at instead. */
  readonly next?: string;
  /** Parts of QEMU's answer, of the values that ours received. */
  readonly answer?: (values: HmpValues, machine: Machine) => readonly string[];
  /** Something of the machine, as it is, and as it must be. */
  readonly look?: (machine: Machine, values: HmpValues) => unknown;
  readonly as?: (values: HmpValues, machine: Machine) => unknown;
}

export const text = (value: unknown) => String(value);

/** QEMU quotes a value in its answer. */
export const quotes = (key: string): Proof => ({ answer: (values) => [`'${text(values[key])}'`] });

/** QEMU has a value in its answer. */
export const says = (key: string): Proof => ({ answer: (values) => [text(values[key])] });

const hex = (value: unknown, digits = 1) => (value as bigint).toString(16).padStart(digits, "0");

/** What was written into the ring buffer is read out of it, over QMP. */
export const written: Proof = {
  look: (machine) => machine.qmp("ringbuf-read", { device: "rb", size: 4096 }),
  as: ({ data }) => data,
};

interface BlockInfo {
  readonly device: string;
  readonly inserted: Readonly<Record<string, unknown>> & {
    readonly image: { readonly "virtual-size": number; readonly snapshots?: readonly { readonly name: string }[] };
  };
}

export async function disk(machine: Machine): Promise<BlockInfo["inserted"]> {
  const all = (await machine.qmp("query-block")) as readonly BlockInfo[];
  return all.find(({ device }) => device === "d0")!.inserted;
}

/** The disk has the size, in whole sectors. */
export const resized: Proof = {
  look: async (machine) => BigInt((await disk(machine)).image["virtual-size"]),
  as: ({ size }) => (((size as bigint) + 511n) / 512n) * 512n,
};

/** The limits of the disk are what six integers say. */
export const throttled: Proof = {
  look: async (machine) => {
    const { bps, bps_rd, bps_wr, iops, iops_rd, iops_wr } = await disk(machine);
    return [bps, bps_rd, bps_wr, iops, iops_rd, iops_wr].map((one) => BigInt(one as number));
  },
  as: ({ bps, bps_rd, bps_wr, iops, iops_rd, iops_wr }) => [bps, bps_rd, bps_wr, iops, iops_rd, iops_wr],
};

/** A file has that much of the firmware. */
export const saved: Proof = {
  look: (machine, { filename }) => bytes(machine.file(text(filename))),
  as: ({ val, size }, machine) => bytes(machine.memory(val as bigint, Number(size))),
};

const bytes = (of: Uint8Array | undefined) => of && Buffer.from(of).toString("hex");

/** The checksum that System V's `sum` makes of memory. */
export const summed: Proof = {
  answer: ({ start, size }, machine) => {
    const sum = machine
      .memory(start as bigint, Number(size))
      .reduce((sum, byte) => ((((sum >> 1) | (sum << 15)) & 0xffff) + byte) & 0xffff, 0);
    return [`${text(sum).padStart(5, "0")}\n`];
  },
};

/** A dump begins with the address, and has as many numbers as were asked for, each as memory and format have it. */
export const dumped: Proof = {
  answer: ({ addr, count, format, size }, machine) => {
    const width = Number(size);
    const memory = Buffer.from(machine.memory(addr as bigint, Number(count) * width));
    const items = Array.from({ length: Number(count) }, (_, index) => {
      const value = memory.subarray(index * width, (index + 1) * width).reverse();
      return shownAs(text(format), BigInt(`0x${value.toString("hex")}`), width);
    });
    const perLine = width === 1 ? 8 : 16 / width;
    const lines = Array.from({ length: Math.ceil(items.length / perLine) }, (_, index) => {
      const at = hex((addr as bigint) + BigInt(index * perLine * width), 16);
      return `${at}:${items.slice(index * perLine, (index + 1) * perLine).join("")}\n`;
    });
    return [lines.join("")];
  },
};

function shownAs(format: string, value: bigint, size: number): string {
  const digits = { 1: 3, 2: 5, 4: 10, 8: 20 }[size]!;
  switch (format) {
    case "x":
      return ` 0x${hex(value, size * 2)}`;
    case "o":
      return ` 0${value.toString(8).padStart(Math.ceil((size * 8) / 3), "0")}`;
    case "d":
      return ` ${text(BigInt.asIntN(size * 8, value)).padStart(digits)}`;
    case "u":
      return ` ${text(value).padStart(digits)}`;
    default:
      return ` '${value >= 0x20n && value < 0x7fn ? String.fromCharCode(Number(value)) : `\\x${hex(value, 2)}`}'`;
  }
}

/** As many instructions as were asked for, the first at the address. */
export const disassembled: Proof = {
  answer: ({ addr }) => [`0x${hex(addr, 8)}: `],
};

/** A port's number and width. */
export const portRead: Proof = {
  answer: ({ addr, index, size }) => {
    const letter = { 1: "b", 2: "w", 4: "l" }[Number(size ?? 4)]!;
    return [`port${letter}[0x${hex((addr as bigint) + (index === undefined ? 0n : 1n), 4)}] = `];
  },
};

/** A byte that was written to the memory of the clock is read back. */
export const portWritten = (index: string): Proof => ({
  next: `i/b 0x70 . ${index}`,
  answer: ({ val }) => [` = 0x${hex((val as bigint) & 0xffn, 2)}\n`],
});

export const physical: Proof = { answer: ({ addr }) => [`gpa: 0x${hex(addr)}\n`] };
export const hosted: Proof = { answer: ({ addr }) => [`for 0x${hex(addr)} `] };

export const property = (path: string, name: string, as: NonNullable<Proof["as"]>): Proof => ({
  look: (machine) => machine.qmp("qom-get", { path, property: name }),
  as,
});

/** The device that was added has a property's value. */
export const device = (name: string, as: NonNullable<Proof["as"]>): Proof => ({
  look: (machine, { id }) => machine.qmp("qom-get", { path: `/machine/peripheral/${text(id)}`, property: name }),
  as,
});

export const identity: Proof = {
  look: (machine, { path }) => machine.qmp("qom-get", { path, property: "identity" }),
  as: ({ value }) => value,
};

export const setParameter: Proof = {
  look: async (machine, { parameter }) => {
    const all = (await machine.qmp("query-migrate-parameters")) as Readonly<Record<string, unknown>>;
    return text(all[text(parameter)]);
  },
  as: ({ value }) => value,
};

export const setCapability: Proof = {
  look: async (machine, { capability }) => {
    const all = (await machine.qmp("query-migrate-capabilities")) as readonly Readonly<Record<string, unknown>>[];
    return all.find((one) => one["capability"] === capability)!["state"];
  },
  as: ({ state }) => state,
};

export const traced: Proof = {
  look: async (machine, { name }) => {
    const states = (await machine.qmp("trace-event-get-state", { name })) as readonly { readonly state: string }[];
    return states[0]!.state === "enabled";
  },
  as: ({ option }) => option,
};

export const pictured: Proof = {
  look: (machine, { filename }) =>
    Buffer.from(machine.file(text(filename)) ?? [])
      .subarray(0, 3)
      .toString("latin1"),
  as: ({ format }) => (format === "png" ? "\x89PN" : "P6\n"),
};

/** The first of some keys that there is not. */
export const unknownKey: Proof = {
  answer: ({ keys }) => {
    const unknown = text(keys)
      .split("-")
      .find((key) => !["a", "b"].includes(key));
    return [`: ${unknown}\n`];
  },
};

/** The name of the newest snapshot. */
export async function snapshotNames(machine: Machine): Promise<string | undefined> {
  return (await disk(machine)).image.snapshots?.at(-1)?.name;
}
