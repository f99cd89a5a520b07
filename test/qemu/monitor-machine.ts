// A real QEMU whose human monitor is asked in both ways: by `human-monitor-command`, and by typing at a `-monitor` socket.
// It has what the lines of `monitor-lines.ts` speak of: two processors, a disk, a ring buffer, a display, a network.

import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { Client } from "../../.cache/generated/qemu-7.2/index.js";
import type { Generated } from "./qemu.js";
import { binary, ended } from "./qemu.js";

const words = [
  ["-machine", "pc", "-m", "16", "-smp", "2", "-S", "-display", "none", "-nodefaults", "-vga", "std"],
  ["-drive", "id=d0,if=none,file=d0.img,format=raw", "-chardev", "ringbuf,id=rb,size=4096"],
  ["-netdev", "user,id=u0", "-device", "virtio-balloon-pci", "-device", "virtio-serial-pci"],
  ["-qmp", "unix:qmp,server=on,wait=off", "-monitor", "unix:monitor,server=on,wait=off"],
].flat();

/** Where the machine's firmware lies, the memory whose content is known. */
const firmware = { start: 0xe0000, size: 0x20000 };

const prompt = "(qemu) ";

/** How a line is given to a machine. */
export type Way = "command" | "socket";

/** A machine, and one way to its monitor. */
export class Machine {
  readonly way: Way;
  readonly #folder: string;
  readonly #process: ChildProcess;
  readonly #client: Client;
  readonly #socket: Socket;
  #heard = "";
  #firmware: Uint8Array = new Uint8Array();

  private constructor(way: Way, folder: string, process: ChildProcess, client: Client, socket: Socket) {
    this.way = way;
    this.#folder = folder;
    this.#process = process;
    this.#client = client;
    this.#socket = socket;
    socket.setEncoding("utf8").on("data", (text) => (this.#heard += String(text)));
  }

  /** Starts one, with a folder of its own. */
  static async start(way: Way, around: string, { Client }: Generated): Promise<Machine> {
    const folder = join(around, way);
    mkdirSync(folder);
    writeFileSync(join(folder, "d0.img"), "");
    truncateSync(join(folder, "d0.img"), 2 ** 20);
    const process = spawn(binary, words, { cwd: folder, stdio: ["ignore", "ignore", "ignore"] });
    const client = await Client.connect({ path: join(folder, "qmp") }, { retry: true });
    const socket = connect(join(folder, "monitor"));
    const machine = new Machine(way, folder, process, client, socket);
    await machine.#prompted(0);
    await machine.line(`pmemsave ${firmware.start} ${firmware.size} "firmware"`);
    machine.#firmware = readFileSync(machine.path("firmware"));
    return machine;
  }

  /** Runs a line, and gives what the monitor prints, its lines ended by line feeds. */
  async line(line: string): Promise<string> {
    const text = this.way === "command" ? await this.#command(line) : await this.#typed(line);
    return text.replaceAll("\r\n", "\n");
  }

  /** Executes a QMP command. */
  qmp(command: string, args?: object): Promise<unknown> {
    return this.#client.executeRaw(command, args);
  }

  /** A file that a relative name of a line leads to. */
  path(name: string): string {
    return join(this.#folder, name);
  }

  /** A file's content; nothing if it is not there. */
  file(name: string): Uint8Array | undefined {
    return existsSync(this.path(name)) ? readFileSync(this.path(name)) : undefined;
  }

  /** What the firmware has at an address. */
  memory(address: bigint, size: number): Uint8Array {
    const start = Number(address) - firmware.start;
    return this.#firmware.subarray(start, start + size);
  }

  async stop(): Promise<void> {
    this.#socket.destroy();
    await this.#client.close();
    this.#process.kill("SIGKILL");
    await ended(this.#process);
  }

  async #command(line: string): Promise<string> {
    return (await this.#client.executeRaw("human-monitor-command", { "command-line": line })) as string;
  }

  /** The line is drawn anew with each character, and ends with the first line end; then comes what is printed, and a prompt. */
  async #typed(line: string): Promise<string> {
    const start = this.#heard.length;
    this.#socket.write(`${line}\n`);
    await this.#prompted(start);
    const heard = this.#heard.slice(start);
    return heard.slice(heard.indexOf("\r\n") + 2, -prompt.length);
  }

  async #prompted(start: number): Promise<void> {
    for (let tries = 0; tries < 5000; tries++) {
      const heard = this.#heard.slice(start);
      if (heard.endsWith(prompt) && (heard.includes("\r\n") || start === 0)) return;
      await sleep(2);
    }
    throw new Error(`no prompt; heard: ${JSON.stringify(this.#heard.slice(start))}`);
  }
}
