// Plausible strings and integers by the names of members: tables, of which the first row that fits counts. What a client
// under test does with a path, an address or a date should not fail for being none.
//
// In: a member's name, its place in the list that it is in, chance. Out: a value of no type yet but its JSON kind.

/** Where a value stands, as far as its look goes. */
export interface Look {
  /** The member's name, or the command's for a result that is no object; in small letters, words parted by `-`. */
  readonly name: string;
  /** The place of the object around it in a list; 0 outside of lists. */
  readonly index: number;
  /** A number from 0 up to, not including, `count`: the same whenever it is asked for. */
  draw(count: number, of?: string): number;
}

type Row<T> = readonly [names: RegExp, value: (look: Look) => T];

/** Names without dashes and underscores, and in small letters, so that `rd_bytes`, `rd-bytes` and `rdBytes` are one. */
export function lookName(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replaceAll("_", "-")
    .toLowerCase();
}

const numbered =
  (word: string) =>
  ({ index }: Look) =>
    `${word}${index}`;

const oneOf =
  (...words: readonly string[]) =>
  ({ draw }: Look) =>
    words[draw(words.length)]!;

const strings: readonly Row<string>[] = [
  [/uuid|guid/, ({ draw }) => uuid((count, of) => draw(count, of))],
  [/(?:^|-)(?:mac|macaddr|hwaddr)(?:-|$)|hardware-address/, ({ draw }) => `52:54:00:${octets(draw)}`],
  [/b64|base64|(?:^|-)(?:in|out|err)-data$/, oneOf("aGVsbG8=", "cWFwaQ==", "bW9jaw==")],
  [/^(?:human-monitor-command|hmp)$/, () => "This is a mock: it has no monitor.\r\n"],
  [/(?:^|-)(?:node|node-name)$/, numbered("node")],
  [/(?:^|-)(?:job|job-id)$/, numbered("job")],
  [/qom-path|(?:^|-)qdev$|canonical-path/, numbered("/machine/peripheral/disk")],
  [/^sys(?:fs)?-?path$|devpath/, numbered("/sys/devices/virtual/disk")],
  [/(?:^|-)(?:fd-?name|fd)$/, numbered("fd")],
  [/dir(?:ectory)?$|mountpoint/, numbered("/var/lib/qemu/dir")],
  [/(?:^|-)(?:path|file|filename|logfile|backing|socket|keyfile|image)$/, numbered("/var/lib/qemu/disk")],
  [
    /(?:^|-)(?:host|address|addr|ip|ip-address|server|listen|peer|gateway)$/,
    ({ index }) => `192.0.2.${1 + (index % 250)}`,
  ],
  [/(?:^|-)(?:port|service)$/, ({ draw }) => String(5900 + draw(100))],
  [/(?:^|-)(?:uri|url)$/, numbered("https://vm.example/")],
  [/(?:^|-)(?:device|drive|disk|alias)$/, numbered("disk")],
  [/(?:^|-)(?:nic|netdev|ifname|interface|bridge|br)$/, numbered("net")],
  [/(?:^|-)(?:bus|parent)$/, numbered("pci.")],
  [/(?:^|-)(?:drv|driver|format|fmt|fs|fstype)$/, oneOf("qcow2", "raw")],
  [/(?:^|-)(?:typename|qom-type|implements)$/, oneOf("virtio-blk-pci", "virtio-net-pci", "virtio-scsi-pci")],
  [/(?:^|-)(?:cpu-type|model|cpu-model)$/, oneOf("qemu64", "host", "max")],
  [/(?:^|-)(?:arch|machine)$/, oneOf("x86_64", "aarch64")],
  [/(?:^|-)(?:release|version|kernel-release)(?:-id)?$/, ({ draw }) => `${8 + draw(3)}.${draw(3)}.${draw(5)}`],
  [/(?:^|-)(?:user|username|owner|login)$/, oneOf("root", "qemu", "guest")],
  [/(?:^|-)(?:date|time|timestamp)$/, ({ draw }) => `2024-0${1 + draw(9)}-1${draw(10)}T12:00:00Z`],
  [/zone$/, oneOf("UTC", "CET")],
  [
    /desc(?:ription)?$|summary|help|text|message|comment|reason/,
    oneOf("as it should be", "made up", "nothing of note"),
  ],
  [/(?:^|-)(?:hash|digest|fingerprint|checksum)/, ({ draw }) => hex(draw, 32)],
  [/(?:^|-)(?:id|name|label)$/, numbered("dev")],
];

/** A string for a member. */
export function textFor(look: Look): string {
  const row = strings.find(([names]) => names.test(look.name));
  return row === undefined ? `${look.name.replace(/[^a-z0-9]+/g, "-")}${look.index}` : row[1](look);
}

const mebibyte = 2 ** 20;

const integers: readonly Row<number>[] = [
  [/(?:^|-)(?:fd|errno|exitcode|exit-code|ret|removing|refcount)$/, ({ draw }) => draw(3)],
  [/percent|percentage/, ({ draw }) => draw(101)],
  [/(?:^|-)port$/, ({ draw }) => 5900 + draw(100)],
  [/(?:^|-)(?:pid|tid|thread-id)$/, ({ draw, index }) => 1000 + draw(30_000) + index],
  [/(?:^|-)vlan|mtu/, () => 1500],
  [/(?:^|-)prefix$/, () => 24],
  [/align|block-?size|sector-?size|page-?size|cluster-?size/, ({ draw }) => 512 * 2 ** draw(4)],
  [/(?:^|-)(?:ns|nsec|nanoseconds|microseconds)$/, ({ draw }) => draw(1_000_000)],
  [/guest-get-time/, ({ draw }) => 1_700_000_000_000_000_000 + draw(1_000_000) * 1_000_000_000],
  [/(?:^|-)(?:ms|milliseconds|time-ms|total-time|setup-time|downtime|irtt)$/, ({ draw }) => draw(10_000)],
  [/(?:^|-)offset$/, ({ draw }) => 4096 * draw(1024)],
  [/(?:^|-)index$/, ({ index }) => index],
  [/(?:^|-)(?:sec|secs|seconds|date-sec|time)$/, ({ draw }) => 1_700_000_000 + draw(10_000_000)],
  [/size|bytes|length|(?:^|-)len$|memory|(?:^|-)mem(?:-|$)|total|remaining|transferred|capacity|actual/, big],
  [/base|phys|gpa|(?:^|-)addr(?:ess)?$/, big],
  [/(?:^|-)(?:idx|slot|id|core-id|node-id|node|number|nr|unit|queue|head)$/, ({ index }) => index],
  [/(?:^|-)(?:bus|device|function|channel|target|lun|domain)$/, ({ index }) => index],
  [/(?:^|-)(?:major|minor|micro)$/, ({ draw }) => draw(10)],
];

function big({ draw }: Look): number {
  return mebibyte * (1 + draw(65_536));
}

/** An integer for a member, whatever the range of its type; never negative. */
export function integerFor(look: Look): number {
  const row = integers.find(([names]) => names.test(look.name));
  return row === undefined ? look.draw(100) : row[1](look);
}

/** Names of members that tell of a failure: in a machine that is well they are absent. */
export const isOfFailure = (name: string) => /(?:^|-)error(?:-|$)|blocked|(?:^|-)fail/.test(name);

function uuid(draw: Look["draw"]): string {
  const digits = hex(draw, 32);
  // Version 4, variant 1 (RFC 9562).
  const parts = [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(13, 16)}`, `a${digits.slice(17, 20)}`];
  return [...parts, digits.slice(20)].join("-");
}

function octets(draw: Look["draw"]): string {
  return [...hex(draw, 6)].map((digit, at) => (at === 2 || at === 4 ? `:${digit}` : digit)).join("");
}

function hex(draw: Look["draw"], length: number): string {
  return Array.from({ length }, (_, at) => draw(16, `digit ${at}`).toString(16)).join("");
}
