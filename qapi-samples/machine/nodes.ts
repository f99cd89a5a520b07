// The Beachcomber's buckets, crates and sieves: nodes that stand on each other.

import { QmpError } from "qapi-ts/runtime";

import type { Served } from "../../generated/machine/index.js";

interface Node {
  readonly name: string;
  readonly options: Served.NodeOptions;
  readonly children: readonly Node[];
  label: string | undefined;
  grams: bigint;
  capacity: bigint;
}

/** How many grams a litre of sand weighs. */
const gramsPerLitre = 1600n;

/** All nodes by name. */
export class Nodes {
  readonly #nodes = new Map<string, Node>();
  #count = 0;

  /** Adds a node, and those below that are defined in place; gives all that were added. */
  add(options: Served.NodeOptions): readonly Served.NodeId[] {
    const added: Node[] = [];
    try {
      this.#make(options, added);
    } catch (error) {
      for (const { name } of added) this.#nodes.delete(name);
      throw error;
    }
    return added.map(({ name, options: { driver } }) => ({ "node-name": name, driver }));
  }

  remove(name: string): void {
    const node = this.find(name);
    const user = [...this.#nodes.values()].find(({ children }) => children.includes(node));
    if (user !== undefined) throw new QmpError("GenericError", `'${name}' is in use by '${user.name}'`);
    this.#nodes.delete(name);
  }

  setLabel(name: string, label: string | null): void {
    this.find(name).label = label ?? undefined;
  }

  resize(name: string, capacity: bigint): void {
    const node = this.find(name);
    if (node.options.driver !== "crate") throw new QmpError("GenericError", `'${name}' is no crate`);
    if (capacity < node.grams) throw new QmpError("GenericError", `${node.grams} grams are in '${name}' already`);
    node.capacity = capacity;
  }

  /** Puts grams into a node; says whether it is full now. */
  put(name: string, grams: bigint): boolean {
    const node = this.find(name);
    if (node.grams + grams > node.capacity) throw new QmpError("GenericError", `'${name}' is full`);
    node.grams += grams;
    return node.grams + grams > node.capacity;
  }

  gramsIn(name: string): bigint {
    return this.find(name).grams;
  }

  list(rootsOnly: boolean): readonly Served.NodeInfo[] {
    const all = [...this.#nodes.values()];
    const below = new Set(rootsOnly ? all.flatMap(({ children }) => children) : []);
    return all.filter((node) => !below.has(node)).map(infoOf);
  }

  clear(): void {
    this.#nodes.clear();
  }

  find(name: string): Node {
    const node = this.#nodes.get(name);
    if (node === undefined) throw new QmpError("DeviceNotFound", `there is no node '${name}'`);
    return node;
  }

  #make(options: Served.NodeOptions, added: Node[]): Node {
    const name = options["node-name"] ?? `node${this.#count++}`;
    if (this.#nodes.has(name)) throw new QmpError("GenericError", `there is a node '${name}' already`);
    const children = referencesOf(options).map((ref) =>
      typeof ref === "string" ? this.find(ref) : this.#make(ref, added),
    );
    const node: Node = { name, options, children, label: undefined, grams: 0n, capacity: capacityOf(options) };
    this.#nodes.set(name, node);
    added.push(node);
    return node;
  }
}

function referencesOf(options: Served.NodeOptions): readonly Served.NodeRef[] {
  switch (options.driver) {
    case "sieve":
    case "magnet":
      return [options.below];
    case "locker":
      return [options.below, options.overflow].filter((one) => one !== undefined && one !== null);
    case "twin":
      return options.children;
    default:
      return [];
  }
}

function capacityOf(options: Served.NodeOptions): bigint {
  switch (options.driver) {
    case "bucket":
    case "sack":
      return BigInt(options.litres) * gramsPerLitre;
    case "crate":
      return options.capacity;
    case "sea":
      return 2n ** 64n - 1n;
    default:
      return 0n;
  }
}

function infoOf(node: Node): Served.NodeInfo {
  const { name, label, grams, children, capacity, options } = node;
  const summary = { "node-name": name, label, grams, children: children.map(infoOf) };
  switch (options.driver) {
    case "crate":
      return { ...summary, driver: "crate", free: capacity - grams };
    case "sieve":
    case "magnet":
      return { ...summary, driver: options.driver, clogged: false };
    default:
      return { ...summary, driver: options.driver };
  }
}
