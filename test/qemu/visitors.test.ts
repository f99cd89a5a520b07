// The server's visitors against those of the real QEMU: the same arguments, as the same text, are taken or refused by
// both, and both name the same member. What a handler refuses was taken by the visitor: errors are told apart by the
// visitors' forms. QEMU 7.2 has no command that takes `number`, `int8` or `int16`: these are in the unit's tests alone.

import { join } from "node:path";

import { expect, test } from "vitest";

import { InputError, Visitors } from "../../src/runtime/server/input.js";
import { JsonStream } from "../../src/runtime/server/json-stream.js";
import type { SchemaTable } from "../../src/runtime/table.js";
import { isSameName, qemuReply } from "./like-qemu-replies.js";
import { Talk } from "./like-qemu-talk.js";
import { bare, binary, describeQemu, start, temporaryFolder } from "./qemu.js";

/** Numbers of all kinds, and what is none. */
const numbers = [
  "0 -0 1 -1 127 128 -128 -129 255 256 32767 32768 -32769 65535 65536",
  "2147483647 2147483648 -2147483648 -2147483649 4294967295 4294967296",
  "9007199254740991 9007199254740993 9223372036854775807 9223372036854775808 18446744073709551615",
  "18446744073709551616 -9223372036854775808 -9223372036854775809",
  '1.0 1e3 1.5 -1.0 1e400 "5" true null [] {}',
]
  .join(" ")
  .split(" ");
/** One value of each kind of JSON. */
const kinds = ["0", "1.0", '"x"', '""', '"on"', "true", "null", "[]", "{}"];

const name = '"driver": "null-co"';
/** Each is refused by its handler if the visitors take it, or does nothing that matters. */
const templates: readonly (readonly [command: string, template: string, values: readonly string[]])[] = [
  // Integers: uint8, size, int, int64, uint16, uint32, int32, uint64.
  ["migrate-set-parameters", '{"cpu-throttle-tailslow": true, "max-cpu-throttle": $}', numbers],
  ["migrate-set-parameters", '{"max-bandwidth": $}', numbers],
  ["block_resize", '{"node-name": "nobody", "size": $}', numbers],
  ["calc-dirty-rate", '{"calc-time": $, "sample-pages": 5}', numbers],
  ["x-query-virtio-queue-status", '{"path": "/nobody", "queue": $}', numbers],
  ["block-dirty-bitmap-add", '{"node": "nobody", "name": "n", "granularity": $}', numbers],
  ["netdev_add", '{"type": "hubport", "id": "a b", "hubid": $}', numbers],
  ["block-set-write-threshold", '{"node-name": "nobody", "write-threshold": $}', numbers],
  ["block-latency-histogram-set", '{"id": "nobody", "boundaries": [1, $]}', numbers],
  ["set-numa-node", '{"type": "node", "cpus": [$]}', numbers],
  // Other builtin types.
  ["query-named-block-nodes", '{"flat": $}', kinds],
  ["qom-list-types", '{"implements": "nobody", "abstract": $}', kinds],
  ["job-cancel", '{"id": $}', kinds],
  ["getfd", '{"fdname": $}', kinds],
  ["qom-set", '{"path": "/nobody", "property": "p", "value": $}', kinds],
  ["query-cpu-model-expansion", '{"type": "static", "model": {"name": "nobody", "props": $}}', kinds],
  // Enumerations.
  ["block-commit", '{"device": "nobody", "on-error": $}', [...kinds, '"report"', '"REPORT"', '"frob"', '"report "']],
  ["nbd-server-remove", '{"name": "nobody", "mode": $}', ['"safe"', '"Safe"', "null", "0"]],
  ["query-stats-schemas", '{"provider": $}', ['"nobody"', "5", "null"]],
  // Alternates.
  ["x-blockdev-set-iothread", '{"node-name": "nobody", "iothread": $}', kinds],
  ["migrate-set-parameters", '{"tls-creds": $}', kinds],
  ["block-dirty-bitmap-merge", '{"node": "nobody", "target": "t", "bitmaps": [$]}', kinds],
  [
    "block-dirty-bitmap-merge",
    '{"node": "nobody", "target": "t", "bitmaps": ["a", $]}',
    ['{"node": "a", "name": "b"}', '{"node": "a"}', '{"node": "a", "name": 5}', '{"node": "a", "name": "b", "c": 1}'],
  ],
  ["blockdev-add", '{"driver": "raw", "file": $}', [...kinds, '{"driver": "file"}', '{"driver": "nosuch"}']],
  [
    "blockdev-add",
    '{"driver": "qcow2", "file": "nobody", "overlap-check": $}',
    [...kinds, '"none"', '"frob"', '{"template": "all", "main-header": 1}', '{"template": "x"}', '{"frob": true}'],
  ],
  ["blockdev-add", '{"driver": "qcow2", "file": "nobody", "backing": $}', ["true", "5", '"nobody"', "null"]],
  [
    "blockdev-add",
    '{"driver": "quorum", "vote-threshold": 1, "children": $}',
    [...kinds, '["nobody"]', '["nobody", 5]'],
  ],
  // Unions.
  [
    "blockdev-add",
    "{$}",
    [
      "",
      '"driver": null',
      '"driver": 5',
      '"driver": "nosuch"',
      '"driver": "toString"',
      '"driver": "__proto__"',
      '"driver": "file"',
      '"driver": "file", "filename": 1',
      '"driver": "file", "filename": "/nobody/nowhere", "bogus": 1',
      '"driver": "file", "filename": "/nobody/nowhere", "size": 1',
      '"driver": "file", "filename": "/nobody/nowhere", "read-only": "yes"',
      '"driver": "file", "filename": 5, "read-only": "yes"',
      '"driver": "file", "filename": "/nobody/nowhere"',
      `${name}, "cache": {"direct": "x"}`,
      `${name}, "cache": {"bogus": 1}, "read-only": "x"`,
      `${name}, "cache": {"bogus": 1}, "node-name": 5`,
      `${name}, "node-name": null`,
      `${name}, "bogus": 1, "node-name": 5`,
      `${name}, "size": "x", "bogus": 1`,
      `${name}, "size": 1, "__proto__": 1`,
      `${name}, "constructor": 1`,
      `${name}, "latency-ns": 1.5`,
      '"driver": "blkdebug", "image": "nobody", "max-transfer": 2147483648',
      '"driver": "blkdebug", "image": "nobody", "max-transfer": -2147483648',
      '"driver": "blkdebug", "image": "nobody", "max-transfer": "1"',
      '"driver": "quorum", "vote-threshold": 1, "children": [{"driver": "file", "filename": 1}]',
      '"driver": "nbd", "server": {"type": "inet", "host": "h"}',
      '"driver": "nbd", "server": {"type": "inet", "host": "h", "port": 5}',
      '"driver": "nbd", "server": {"type": "inet", "path": "h"}',
      '"driver": "nbd", "server": {"type": "unix", "path": "/nobody", "host": "h"}',
      '"driver": "nbd", "server": {"type": "frob"}',
      '"driver": "nbd", "server": {"type": "inet", "host": "h", "port": "1", "to": 65536}',
    ],
  ],
  [
    "chardev-add",
    '{"id": "a b", "backend": $}',
    [
      ...kinds,
      '{"type": "null"}',
      '{"type": "null", "data": {}}',
      '{"type": "null", "data": {"bogus": 1}}',
      '{"type": "null", "data": {}, "more": 1}',
      '{"type": "frob", "data": {}}',
      '{"type": "socket", "data": {"addr": {"type": "inet", "data": {"host": "h"}}}}',
      '{"type": "socket", "data": {"addr": {"type": "inet", "data": {"host": "h", "port": 5}}}}',
      '{"type": "socket", "data": {"addr": {"type": "nosuch", "data": {"host": "h", "port": "5"}}}}',
      '{"type": "socket", "data": {"addr": {"type": "fd", "data": {"str": "x", "host": "h"}}}}',
    ],
  ],
  [
    "object-add",
    "{$}",
    [
      '"id": "x"',
      '"qom-type": "nosuch", "id": "x"',
      '"qom-type": "authz-list"',
      '"qom-type": "authz-list", "id": "a b", "rules": [{"match": "m"}]',
      '"qom-type": "authz-list", "id": "a b", "rules": [{"match": "m", "policy": "frob"}]',
      '"qom-type": "authz-list", "id": "a b", "rules": [{"match": "m", "policy": "deny", "format": 1}]',
      '"qom-type": "authz-list", "id": "a b", "policy": "deny", "rules": [{"match": "m", "policy": "deny"}, 5]',
      '"qom-type": "authz-list", "id": "a b", "frob": 1',
      '"qom-type": "iothread", "id": "a b", "poll-max-ns": "5"',
      '"qom-type": "iothread", "id": "a b", "poll-max-ns": 1.0, "bogus": 1',
      '"qom-type": "memory-backend-ram", "id": "a b"',
      '"qom-type": "memory-backend-ram", "id": "a b", "size": "1G"',
      '"qom-type": "memory-backend-ram", "id": "a b", "size": 4096, "host-nodes": [70000]',
      '"qom-type": "memory-backend-ram", "id": "a b", "size": 4096, "host-nodes": [1, "a"]',
      '"qom-type": "memory-backend-ram", "id": "a b", "size": 4096, "prealloc-threads": 4294967296',
      '"qom-type": "memory-backend-ram", "id": "a b", "size": 4096, "policy": "frob"',
    ],
  ],
  [
    "send-key",
    '{"keys": $}',
    [
      "null",
      "{}",
      "[5]",
      "[{}]",
      '[{"type": "number"}]',
      '[{"type": "number", "data": "5"}]',
      '[{"type": "number", "data": 1.0}]',
      '[{"type": "qcode", "data": "nosuch"}]',
      '[{"type": "qcode", "data": "a"}, {"type": "frob", "data": "a"}]',
      '[{"type": "qcode", "data": "a", "more": 1}]',
      '[{"type": "qcode", "data": "a"}], "hold-time": "x"',
      '[{"type": "qcode", "data": 1}], "hold-time": "x", "bogus": 1',
    ],
  ],
  [
    "query-stats",
    "{$}",
    ["", '"target": "vm"', '"target": "vm", "vcpus": []', '"target": "vcpu", "vcpus": [5]', '"target": 1'],
  ],
  ["display-reload", "{$}", ['"type": "frob"', '"type": "vnc", "tls-certs": 1', '"type": "vnc", "bogus": true']],
  ["set_password", "{$}", ['"protocol": "vnc"', '"protocol": "spice", "password": "p", "display": "d"']],
  [
    "transaction",
    '{"actions": $}',
    [
      "{}",
      "[[]]",
      '[{"type": "abort"}]',
      '[{"type": "abort", "data": {}}]',
      '[{"type": "abort", "data": {"a": 1}}]',
      '[{"type": "abort", "data": {}}], "properties": {"completion-mode": "frob"}',
      '[{"type": "abort", "data": {}}], "properties": {"completion-mode": "grouped", "x": 1}',
      '[{"type": "block-dirty-bitmap-add", "data": {"node": "n", "name": "b", "granularity": -1}}]',
    ],
  ],
  // Missing, unexpected, and what comes first.
  [
    "human-monitor-command",
    "{$}",
    [
      "",
      '"bogus": 1',
      '"command-line": "", "bogus": 1',
      '"command-line": 5, "bogus": 1',
      '"command-line": "", "cpu_index": 0',
      '"cpu-index": "x"',
      '"cpu-index": "x", "command-line": 5',
      '"command-line": "", "cpu-index": 1.0',
    ],
  ],
  [
    "set_link",
    "{$}",
    ['"name": "x", "up": 1', '"name": null, "up": 1', '"up": true', '"up": 1', '"name": "x", "up": true'],
  ],
  ["query-status", "{$}", ["", '"a": 1', '"__proto__": {}']],
  ["query-version", '{"constructor": $}', ["null"]],
  [
    "migrate-set-capabilities",
    '{"capabilities": [$]}',
    ['{"capability": "frob", "state": true}', '{"capability": "xbzrle", "state": 1}'],
  ],
  [
    "yank",
    '{"instances": [$]}',
    ['{"type": "migration"}', '{"type": "chardev"}', '{"type": "chardev", "id": "x", "node-name": "n"}'],
  ],
  ["announce-self", '{"initial": 1, "max": 1, "rounds": 0, "step": $}', ["1", '"1"', "1.0"]],
  [
    "announce-self",
    '{"initial": 1, "max": 1, "rounds": 0, "step": 1, "interfaces": $}',
    ["[]", '["x"]', "[5]", '"x"', "null"],
  ],
  // Not visited at all.
  ["device_add", "{$}", ['"driver": "nobody", "bogus": [1]', '"driver": 5', '"driver": "nobody", "id": "x", "bus": 5']],
];

/** The member that QEMU's visitor refuses; nothing if it takes the arguments. */
async function refusedByQemu(talk: Talk, command: string, args: string): Promise<string | undefined> {
  await talk.say(`{"execute": "${command}", "arguments": ${args}}`);
  // The arguments of such a command are not visited: what is said of them is its handler's.
  const { check, name, class: errorClass, line } = qemuReply(await talk.next(), command === "device_add");
  if (errorClass === "CommandNotFound") throw new Error(line);
  return check === "missing" || check === "unexpected" || check === "value" ? name : undefined;
}

function read(text: string): Record<string, unknown> {
  const stream = new JsonStream();
  stream.push(text);
  const next = stream.next();
  if (next === undefined || !("value" in next)) throw new Error(`not read: ${text}`);
  return next.value as Record<string, unknown>;
}

describeQemu("the server's visitors", (generated) => {
  const folder = temporaryFolder();

  test("take and refuse what QEMU's do, and name the same member", async () => {
    const path = join(folder(), "visitors.sock");
    start(binary, [...bare, "-qmp", `unix:${path},server=on,wait=off`]);
    const talk = await Talk.open(path);
    await talk.say('{"execute": "qmp_capabilities"}');
    for (let skipped = 0; skipped < 2; skipped++) await talk.next();
    const visitors = new Visitors({}, { deprecated: "accept", unstable: "accept" });
    const commands: SchemaTable["commands"] = generated().schema.commands;
    const different: string[] = [];
    const counts = { pairs: 0, taken: 0, refused: 0, unsafe: 0 };
    for (const [command, template, values] of templates) {
      for (const value of values) {
        const text = template.replace("$", () => value);
        const theirs = await refusedByQemu(talk, command, text);
        let ours: string | undefined;
        let isUnsafe = false;
        try {
          visitors.arguments(commands[command]!, read(text));
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          // QEMU takes it: the types that were generated cannot hold it.
          isUnsafe = error.kind === "range" && / --int(?:64)? bigint /.test(error.message);
          if (!isUnsafe) ours = error.path;
        }
        counts.pairs++;
        counts[isUnsafe ? "unsafe" : theirs === undefined ? "taken" : "refused"]++;
        if (!isSameName(theirs, ours)) different.push(`${command} ${text}: ${ours}, QEMU: ${theirs}`);
      }
    }
    talk.close();
    expect(different).toEqual([]);
    expect(counts.pairs).toBeGreaterThan(500);
    expect(counts.taken).toBeGreaterThan(150);
    expect(counts.refused).toBeGreaterThan(250);
  });
});
