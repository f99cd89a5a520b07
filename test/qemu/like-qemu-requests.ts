// Requests by hand, for the comparison of our server with QEMU: arguments that are right, arguments that are wrong in ways
// that no schema tells, and requests that are wrong around the command. Nothing in here changes the machine in a way that
// a later request would notice, or lasts; right ones may still be refused by the machine as it is.

/** What a session begins with. */
export const negotiated = '{"execute":"qmp_capabilities"}';
/** The same, with out-of-band execution. */
export const withOob = '{"execute":"qmp_capabilities","arguments":{"enable":["oob"]}}';

/** Arguments by command, as texts. */
export const right: Readonly<Record<string, readonly string[]>> = {
  "query-name": ["{}"],
  "query-status": ["{}"],
  "query-version": ["{}"],
  "query-commands": ["{}"],
  "query-qmp-schema": ["{}"],
  "query-kvm": ["{}"],
  "query-uuid": ["{}"],
  "query-target": ["{}"],
  "query-block": ["{}"],
  "query-blockstats": ["{}", '{"query-nodes": true}'],
  "query-block-jobs": ["{}"],
  "query-named-block-nodes": ["{}", '{"flat": true}'],
  "query-block-exports": ["{}"],
  "query-jobs": ["{}"],
  "query-chardev": ["{}"],
  "query-chardev-backends": ["{}"],
  "query-cpus-fast": ["{}"],
  "query-cpu-definitions": ["{}"],
  "query-cpu-model-expansion": [
    '{"type": "static", "model": {"name": "qemu64"}}',
    '{"type": "full", "model": {"name": "max", "props": {"kvm": false, "level": 13}}}',
    '{"type": "full", "model": {"name": "nobody", "props": [1, 2.5, null]}}',
  ],
  "query-current-machine": ["{}"],
  "query-machines": ["{}"],
  "query-hotpluggable-cpus": ["{}"],
  "query-iothreads": ["{}"],
  "query-memdev": ["{}"],
  "query-memory-devices": ["{}"],
  "query-memory-size-summary": ["{}"],
  "query-mice": ["{}"],
  "query-migrate": ["{}"],
  "query-migrate-capabilities": ["{}"],
  "query-migrate-parameters": ["{}"],
  "query-pci": ["{}"],
  "query-replay": ["{}"],
  "query-rx-filter": ["{}", '{"name": "nobody"}'],
  "query-stats": ['{"target": "vm"}', '{"target": "vcpu", "vcpus": []}'],
  "query-stats-schemas": ["{}", '{"provider": "kvm"}'],
  "query-tpm": ["{}"],
  "query-tpm-models": ["{}"],
  "query-tpm-types": ["{}"],
  "query-vm-generation-id": ["{}"],
  "query-yank": ["{}"],
  "query-acpi-ospm-status": ["{}"],
  "query-balloon": ["{}"],
  "query-colo-status": ["{}"],
  "query-command-line-options": ['{"option": "boot-opts"}', '{"option": "nobody"}'],
  "query-dirty-rate": ["{}"],
  "query-dump": ["{}"],
  "query-dump-guest-memory-capability": ["{}"],
  "query-fdsets": ["{}"],
  "query-vcpu-dirty-limit": ["{}"],
  "x-debug-query-block-graph": ["{}"],
  "x-query-irq": ["{}"],
  "x-query-jit": ["{}"],
  "x-query-numa": ["{}"],
  "x-query-ramblock": ["{}"],
  "x-query-roms": ["{}"],
  "x-query-usb": ["{}"],
  "x-query-virtio": ["{}"],
  "x-query-virtio-queue-status": ['{"path": "/nobody", "queue": 65535}', '{"path": "/nobody", "queue": -0}'],
  "human-monitor-command": [
    '{"command-line": "info version"}',
    '{"command-line": ""}',
    '{"command-line": "info name", "cpu-index": 0}',
    "{'command-line': 'print 6*7'}",
    '{"command-line": "nobody \\u00e9\\u20ac\\ud83d\\ude00 \\"quoted\\""}',
  ],
  "qom-list": ['{"path": "/"}', '{"path": "/machine"}', '{"path": "/nobody"}', '{"path": ""}'],
  "qom-list-types": ['{"implements": "machine", "abstract": true}', '{"implements": "nobody"}'],
  "qom-list-properties": ['{"typename": "iothread"}', '{"typename": "nobody"}'],
  "qom-get": [
    '{"path": "/machine", "property": "type"}',
    '{"path": "/machine", "property": "smm"}',
    '{"path": "/machine/q35", "property": "MCFG"}',
    '{"path": "/machine", "property": "rtc-time"}',
    '{"path": "/nobody", "property": "p"}',
  ],
  "qom-set": [
    '{"path": "/machine", "property": "graphics", "value": true}',
    '{"path": "/nobody", "property": "p", "value": null}',
    '{"path": "/nobody", "property": "p", "value": [1.0, {"a": 18446744073709551616}]}',
  ],
  "device-list-properties": ['{"typename": "pcie-root-port"}', '{"typename": "nobody"}'],
  device_add: ['{"driver": "nobody"}', '{"driver": "nobody", "id": "d", "more": [1]}', '{"driver": 5}', "{}"],
  device_del: ['{"id": "nobody"}', '{"id": ""}'],
  "object-add": [
    '{"qom-type": "iothread", "id": "io0"}',
    '{"qom-type": "iothread", "id": "io0"}',
    '{"qom-type": "authz-list", "id": "au0", "policy": "deny", "rules": [{"match": "m", "policy": "allow"}]}',
    '{"qom-type": "rng-random", "id": "rng0", "filename": "/dev/null"}',
  ],
  "object-del": ['{"id": "io0"}', '{"id": "au0"}', '{"id": "rng0"}', '{"id": "nobody"}'],
  netdev_add: [
    '{"type": "hubport", "id": "hub0", "hubid": 7}',
    '{"type": "hubport", "id": "a b", "hubid": -2147483648}',
    '{"type": "none", "id": "n0"}',
  ],
  netdev_del: ['{"id": "hub0"}', '{"id": "nobody"}'],
  set_link: ['{"name": "nobody", "up": true}'],
  "chardev-add": [
    '{"id": "c0", "backend": {"type": "null", "data": {}}}',
    '{"id": "c0", "backend": {"type": "null", "data": {}}}',
    '{"id": "r0", "backend": {"type": "ringbuf", "data": {"size": 4096}}}',
    '{"id": "a b", "backend": {"type": "ringbuf", "data": {"size": 3}}}',
    '{"id": "p0", "backend": {"type": "file", "data": {"out": "/nobody/nowhere"}}}',
  ],
  "chardev-change": ['{"id": "c0", "backend": {"type": "null", "data": {}}}'],
  "chardev-send-break": ['{"id": "c0"}'],
  "ringbuf-write": ['{"device": "r0", "data": "a\\u00e9\\u0000\\u007f\\n"}', '{"device": "nobody", "data": ""}'],
  "ringbuf-read": ['{"device": "r0", "size": 100}', '{"device": "r0", "size": 100, "format": "base64"}'],
  "chardev-remove": ['{"id": "c0"}', '{"id": "r0"}', '{"id": "nobody"}'],
  "blockdev-add": [
    '{"driver": "null-co", "node-name": "n0", "size": 65536, "read-zeroes": true}',
    '{"driver": "null-co", "node-name": "n0"}',
    '{"driver": "raw", "file": "nobody"}',
    '{"driver": "raw", "node-name": "n1", "file": {"driver": "null-co", "size": 65536}, "size": 512}',
    '{"driver": "file", "filename": "/nobody/nowhere"}',
    '{"driver": "quorum", "vote-threshold": 1, "children": []}',
    '{"driver": "qcow2", "file": "n0", "backing": null}',
    '{"driver": "nbd", "server": {"type": "unix", "path": "/nobody"}}',
  ],
  block_resize: ['{"node-name": "n0", "size": 65536}', '{"size": -9223372036854775808, "node-name": "nobody"}'],
  "block-dirty-bitmap-add": [
    '{"node": "n0", "name": "b0", "granularity": 4096}',
    '{"node": "n0", "name": "b0"}',
    '{"node": "n0", "name": "b1", "disabled": true}',
  ],
  "block-dirty-bitmap-disable": ['{"node": "n0", "name": "b0"}'],
  "block-dirty-bitmap-enable": ['{"node": "n0", "name": "b0"}'],
  "block-dirty-bitmap-merge": ['{"node": "n0", "target": "b0", "bitmaps": ["b1", {"node": "n0", "name": "b1"}]}'],
  "block-dirty-bitmap-clear": ['{"node": "n0", "name": "b0"}'],
  "x-debug-block-dirty-bitmap-sha256": ['{"node": "n0", "name": "b0"}'],
  transaction: [
    '{"actions": []}',
    '{"actions": [{"type": "abort", "data": {}}]}',
    `{"actions": [{"type": "block-dirty-bitmap-add", "data": {"node": "n0", "name": "b2"}},
      {"type": "block-dirty-bitmap-clear", "data": {"node": "n0", "name": "b0"}}]}`,
    '{"actions": [{"type": "block-dirty-bitmap-remove", "data": {"node": "nobody", "name": "b0"}}]}',
    '{"actions": [], "properties": {"completion-mode": "grouped"}}',
  ],
  "block-dirty-bitmap-remove": ['{"node": "n0", "name": "b0"}', '{"node": "nobody", "name": "b0"}'],
  "block-set-write-threshold": ['{"node-name": "n0", "write-threshold": 0}'],
  "block-latency-histogram-set": ['{"id": "nobody", "boundaries": [1, 2, 18446744073709551615]}'],
  block_set_io_throttle: [
    '{"id": "nobody", "bps": 0, "bps_rd": 0, "bps_wr": 0, "iops": 0, "iops_rd": 0, "iops_wr": 0}',
  ],
  "blockdev-del": ['{"node-name": "n1"}', '{"node-name": "n0"}', '{"node-name": "nobody"}'],
  eject: ['{"id": "nobody"}'],
  "blockdev-open-tray": ['{"id": "nobody", "force": true}'],
  "block-commit": ['{"device": "nobody", "on-error": "report"}'],
  "block-stream": ['{"device": "nobody"}'],
  "block-job-set-speed": ['{"device": "nobody", "speed": 0}'],
  "block-job-cancel": ['{"device": "nobody"}'],
  "block-job-pause": ['{"device": "nobody"}'],
  "job-cancel": ['{"id": "nobody"}'],
  "job-dismiss": ['{"id": "nobody"}'],
  "nbd-server-stop": ["{}"],
  "block-export-del": ['{"id": "nobody", "mode": "safe"}'],
  balloon: ['{"value": 1048576}'],
  stop: ["{}", "{}"],
  system_wakeup: ["{}"],
  "send-key": [
    '{"keys": [{"type": "qcode", "data": "ctrl"}, {"type": "number", "data": 30}]}',
    '{"keys": [], "hold-time": 1}',
  ],
  "input-send-event": [
    '{"events": [{"type": "rel", "data": {"axis": "x", "value": -1}}]}',
    '{"events": [], "device": "nobody"}',
  ],
  screendump: ['{"filename": "/dev/null", "format": "png"}'],
  set_password: ['{"protocol": "vnc", "password": "x"}', '{"protocol": "spice", "password": "x", "connected": "keep"}'],
  expire_password: ['{"protocol": "vnc", "time": "never"}'],
  "migrate-set-capabilities": [
    '{"capabilities": []}',
    '{"capabilities": [{"capability": "xbzrle", "state": true}]}',
    '{"capabilities": [{"capability": "xbzrle", "state": false}]}',
  ],
  "migrate-set-parameters": [
    "{}",
    '{"max-bandwidth": 18446744073709551615}',
    '{"max-bandwidth": -1}',
    '{"max-cpu-throttle": 99, "tls-creds": "", "downtime-limit": 300}',
    '{"tls-creds": null, "max-bandwidth": 134217728}',
    '{"max-cpu-throttle": 255}',
  ],
  migrate_cancel: ["{}"],
  "migrate-incoming": ['{"uri": "tcp:localhost:0"}'],
  "migrate-continue": ['{"state": "pre-switchover"}'],
  "migrate-pause": ["{}"],
  "migrate-recover": ['{"uri": "unix:/nobody"}'],
  yank: ['{"instances": []}', '{"instances": [{"type": "migration"}, {"type": "chardev", "id": "nobody"}]}'],
  "announce-self": [
    '{"initial": 1, "max": 1, "rounds": 0, "step": 1}',
    '{"initial": 1, "max": 1, "rounds": 0, "step": 1, "interfaces": ["nobody"], "id": "a"}',
  ],
  "trace-event-get-state": ['{"name": "qmp*"}', '{"name": "nobody"}'],
  "trace-event-set-state": ['{"name": "nobody*", "enable": false, "ignore-unavailable": true}'],
  "watchdog-set-action": ['{"action": "none"}', '{"action": "reset"}'],
  "set-action": ["{}", '{"panic": "shutdown", "reboot": "reset"}'],
  "rtc-reset-reinjection": ["{}"],
  getfd: ['{"fdname": "0"}', '{"fdname": "nobody"}'],
  closefd: ['{"fdname": "nobody"}'],
  "add-fd": ["{}"],
  "remove-fd": ['{"fdset-id": 7}', '{"fdset-id": 9223372036854775807}'],
  pmemsave: ['{"val": 0, "size": 512, "filename": "/dev/null"}'],
  memsave: [
    '{"val": 0, "size": 512, "filename": "/dev/null"}',
    '{"val": -2130706432, "size": 1, "filename": "/dev/null", "cpu-index": 99}',
  ],
  "set-numa-node": ['{"type": "dist", "src": 0, "dst": 0, "val": 255}'],
  "x-exit-preconfig": ["{}"],
  "inject-nmi": ["{}"],
  add_client: ['{"protocol": "nobody", "fdname": "nobody"}'],
};

/** Commands, what is wrong with their arguments, and those. */
export const wrong: readonly (readonly [command: string, what: string, args: string])[] = [
  ["query-name", "an argument where none is taken", '{"a": 1}'],
  ["query-name", "a name that every object has", '{"toString": 1}'],
  ["query-name", "a name that changes prototypes", '{"__proto__": {}}'],
  ["query-name", "an empty name", '{"": 1}'],
  ["query-version", "the same of a command of our own", '{"constructor": null}'],
  ["human-monitor-command", "missing comes before unexpected", '{"bogus": 1}'],
  ["human-monitor-command", "a kind comes before unexpected", '{"bogus": 1, "command-line": 5}'],
  ["human-monitor-command", "an underscore", '{"command-line": "x", "cpu_index": 0}'],
  ["human-monitor-command", "another case", '{"Command-Line": "x"}'],
  ["human-monitor-command", "the schema's order, not the request's", '{"cpu-index": "x", "command-line": 5}'],
  ["human-monitor-command", "a number with a fraction of nothing", '{"command-line": "x", "cpu-index": 0.0}'],
  ["human-monitor-command", "a number with an exponent", '{"command-line": "x", "cpu-index": 1e2}'],
  ["human-monitor-command", "2^63", '{"command-line": "x", "cpu-index": 9223372036854775808}'],
  ["set_link", "a number for a boolean", '{"name": "x", "up": 1}'],
  ["set_link", "a word for a boolean", '{"name": "x", "up": "on"}'],
  ["set_link", "both are wrong", '{"up": 0, "name": 0}'],
  [
    "blockdev-add",
    "an inner object is first checked in full",
    '{"driver": "null-co", "cache": {"bogus": 1}, "read-only": "x"}',
  ],
  ["blockdev-add", "an earlier member comes first", '{"driver": "null-co", "cache": {"bogus": 1}, "node-name": 5}'],
  [
    "blockdev-add",
    "a member of the base before one of the branch",
    '{"driver": "file", "filename": 5, "read-only": "yes"}',
  ],
  ["blockdev-add", "a member of another branch", '{"driver": "file", "filename": "/nobody", "size": 1}'],
  ["blockdev-add", "null for an optional name", '{"driver": "null-co", "node-name": null}'],
  ["blockdev-add", "a tag that every object has", '{"driver": "toString"}'],
  ["blockdev-add", "a tag that changes prototypes", '{"driver": "__proto__"}'],
  ["blockdev-add", "an alternate of no kind that it has", '{"driver": "raw", "file": 5}'],
  ["blockdev-add", "null for an alternate without it", '{"driver": "raw", "file": null}'],
  ["blockdev-add", "an alternate whose branch lacks a member", '{"driver": "raw", "file": {"driver": "file"}}'],
  [
    "blockdev-add",
    "an alternate whose enumeration lacks a value",
    '{"driver": "qcow2", "file": "n", "overlap-check": "frob"}',
  ],
  ["blockdev-add", "true for one with null", '{"driver": "qcow2", "file": "n", "backing": true}'],
  ["blockdev-add", "an alternate in a list", '{"driver": "quorum", "vote-threshold": 1, "children": ["a", 5]}'],
  [
    "blockdev-add",
    "a path through a list",
    '{"driver": "quorum", "vote-threshold": 1, "children": [{"driver": "file", "filename": 1}]}',
  ],
  ["blockdev-add", "an object for a list", '{"driver": "quorum", "vote-threshold": 1, "children": {}}'],
  ["blockdev-add", "a union in a union", '{"driver": "nbd", "server": {"type": "inet", "host": "h", "path": "p"}}'],
  [
    "chardev-add",
    "deep in wrappers",
    '{"id": "x", "backend": {"type": "socket", "data": {"addr": {"type": "inet", "data": {"host": "h", "port": 5}}}}}',
  ],
  ["chardev-add", "a wrapper is mandatory, even of nothing", '{"id": "x", "backend": {"type": "null"}}'],
  ["chardev-add", "nothing means nothing", '{"id": "x", "backend": {"type": "null", "data": {"a": 1}}}'],
  [
    "object-add",
    "a list of small integers",
    '{"qom-type": "memory-backend-ram", "id": "m", "size": 4096, "host-nodes": [70000]}',
  ],
  [
    "object-add",
    "a list of integers and others",
    '{"qom-type": "memory-backend-ram", "id": "m", "size": 4096, "host-nodes": [1, "a"]}',
  ],
  ["object-add", "text for a size", '{"qom-type": "memory-backend-ram", "id": "m", "size": "1G"}'],
  ["object-add", "1.0 for a size", '{"qom-type": "memory-backend-ram", "id": "m", "size": 1.0}'],
  ["object-add", "2^64 for a size", '{"qom-type": "memory-backend-ram", "id": "m", "size": 18446744073709551616}'],
  ["netdev_add", "one below an int32", '{"type": "hubport", "id": "h", "hubid": -2147483649}'],
  ["migrate-set-parameters", "-1 for a uint8", '{"max-cpu-throttle": -1}'],
  ["migrate-set-parameters", "256 for a uint8", '{"max-cpu-throttle": 256}'],
  ["migrate-set-parameters", "2^64 for a uint8", '{"max-cpu-throttle": 18446744073709551616}'],
  ["migrate-set-parameters", "1e400", '{"max-bandwidth": 1e400}'],
  ["migrate-set-parameters", "neither text nor null", '{"tls-creds": 5}'],
  ["send-key", "an unknown key", '{"keys": [{"type": "qcode", "data": "a"}, {"type": "qcode", "data": "nosuch"}]}'],
  ["send-key", "no objects", '{"keys": [{"type": "qcode", "data": "a"}, 5]}'],
  ["transaction", "an action without data", '{"actions": [{"type": "abort"}]}'],
  ["transaction", "an unknown action", '{"actions": [{"type": "frob", "data": {}}]}'],
  ["transaction", "a list in a list", '{"actions": [[]]}'],
  ["set_password", "a branch's member in another", '{"protocol": "spice", "password": "p", "display": "d"}'],
  ["qom-set", "anything is taken, but has to be there", '{"path": "/", "property": "p"}'],
  ["qmp_capabilities", "its arguments are looked at although it is over", '{"enable": ["foo"]}'],
  ["qmp_capabilities", "the same", '{"enable": "oob"}'],
  ["qmp_capabilities", "the same", '{"bogus": 1}'],
  ["qmp_capabilities", "it is over", '{"enable": ["oob"]}'],
  ["qmp_capabilities", "it is over", "{}"],
];

/** Two members that are wrong alike: which one is told, nobody promises. */
export const doubles: readonly (readonly [command: string, what: string, args: string])[] = [
  ["query-name", "two members too many", '{"frob": 1, "bogus": 1}'],
  ["query-name", "the same the other way round", '{"bogus": 1, "frob": 1}'],
  ["set_link", "two members too many behind what is right", '{"name": "x", "up": true, "zzz": 1, "aaa": 1, "mmm": 1}'],
];

/** The same around the command; `#` is an id of their own. */
export const doubleEnvelopes: readonly string[] = [
  '{"frob": 1, "bogus": 1, "execute": "query-name", "id": #}',
  '{"bogus": 1, "frob": 1, "execute": "query-name", "id": #}',
  '{"execute": 5, "arguments": 5, "id": #}',
  '{"arguments": 5, "execute": 5, "id": #}',
  '{"arguments": 5, "bogus": 1, "execute": "query-name", "id": #}',
];

/** Names of commands that are not there, as texts. */
export const names: readonly string[] = [
  '"nope"',
  '""',
  '" "',
  '"query-nam"',
  '"query_name"',
  '"Query-Name"',
  '"query-name "',
  '"query-name\\u0000"',
  '"toString"',
  '"__proto__"',
  '"constructor"',
  '"hasOwnProperty"',
  '"guest-ping"',
  '"STOP"',
  '"\\u00e9\\u20ac\\ud83d\\ude00"',
  "'it''s'",
  '"a\\"b\\\\c"',
  `"${"x".repeat(150)}"`,
];

/** Ids of all kinds; `$` in a request stands for one. */
export const ids: readonly string[] = [
  ..."0 -0 1 -1 42 1.0 1e3 0.1 -0.0 1.5e-7 5e-324 1e21 1e17 123456789012345678 9007199254740993".split(" "),
  ..."9223372036854775807 9223372036854775808 18446744073709551615 18446744073709551616".split(" "),
  ..."-9223372036854775808 -9223372036854775809 123456789012345678901234567890 1e400 -1e400".split(" "),
  ..."true false null [] {} [[]] [1,[2,{}],null] {'a':1}".split(" "),
  '"text"',
  "'single'",
  '""',
  '"\\u0041\\u00e9\\u20ac\\ud83d\\ude00"',
  '"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"',
  '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\\u007f"',
  '"\'"',
  '"\x7f"',
  '"\xc0\x80"',
  '"</script>"',
  '{"b": 1, "a": 2, "c": {"z": [], "y": {}}}',
  '{"10": 1, "9": 2}',
  '{"return": 1, "error": 2, "id": 3}',
  '{"__proto__": 1}',
  `"${"long ".repeat(400)}"`,
  `[${"1,".repeat(300)}1]`,
  `${"[".repeat(500)}${"]".repeat(500)}`,
];

/** Requests that are wrong around the command, or unusual, and fine; `#` is an id of their own. */
export const envelopes: readonly string[] = [
  // Not an object.
  ..."[] 42 \"x\" null true 1.5 1.0 1e5 18446744073709551616 [{}] [{'execute':'query-name'}]"
    .split(" ")
    .map((one) => `${one} `),
  // No command.
  "{}",
  '{"id": #}',
  '{"arguments": {}, "id": #}',
  '{"arguments": {}}',
  '{"Execute": "query-name", "id": #}',
  // Wrong kinds.
  ...["1", "null", '["a"]', "{}", "true", "1.0"].map((name) => `{"execute": ${name}, "id": #}`),
  ...["[]", "null", '"x"', "1", "1.0", "1e2", "true", "[{}]"].map(
    (args) => `{"execute": "query-name", "arguments": ${args}, "id": #}`,
  ),
  ...["1", "null", '"query-yank"', '"nope"', '""'].map((name) => `{"exec-oob": ${name}, "id": #}`),
  // More than there should be.
  ...["bogus", "event", "return", "error", "control", "", "toString", "__proto__", "Execute", "ID", "\\u0000"].map(
    (name) => `{"execute": "query-name", "${name}": 1, "id": #}`,
  ),
  '{"execute": "query-name", "arguments": {}, "\\u00e9\\ud83d\\ude00": 1, "id": #}',
  '{"execute": "query-name", "exec-oob": "query-yank", "id": #}',
  '{"execute": "query-yank", "exec-oob": "query-yank", "arguments": {}, "id": #}',
  // Which check comes first.
  '{"execute": "nope", "arguments": {"bogus": 1}, "id": #}',
  '{"execute": "nope", "arguments": 5, "id": #}',
  '{"execute": "set_link", "arguments": {"bogus": 1}, "more": 1, "id": #}',
  '{"exec-oob": "query-version", "arguments": {"bogus": 1}, "id": #}',
  '{"exec-oob": "nope", "arguments": {"bogus": 1}, "id": #}',
  '{"exec-oob": "yank", "arguments": {"bogus": 1}, "id": #}',
  '{"exec-oob": "yank", "arguments": {"instances": [{"type": "frob"}]}, "id": #}',
  '{"exec-oob": "qmp_capabilities", "id": #}',
  // Fine.
  '{"execute": "query-name", "id": #}',
  '{"id": #, "arguments": {}, "execute": "query-name"}',
  "{'execute': 'query-name', 'id': #}",
  '{"exec\\u0075te": "query\\u002dname", "\\u0069d": #}',
  '{"execute":"query-name","id":#}',
  '\t{\r\n"execute"\n:\t"query-name" , "id" : #\r\n}\r\n',
  '{"execute": "query-name"}',
];

/**
 * Texts that are no request, and where reading goes on behind them: how many replies come, and of which kind. With
 * out-of-band execution, a byte that makes two mistakes, such as the last one of `]1}`, aborts QEMU 7.2 where seven
 * messages wait already (`monitor/qmp.c`, handle_qmp_command): none of these makes so many.
 */
export const texts: readonly string[] = [
  // Strings.
  ..."\\x41 \\a \\0 \\v \\U0041 \\ud83d \\ude00 \\ud83d\\ud83d \\ufdd0 \\uffff \\u12G4 \\u12 \\u"
    .split(" ")
    .map(inString),
  ..."\x01 \x1f a\xff b\xfe \x80 \xc3 \xe2\x82 \xed\xa0\x80 \xf4\x90\x80\x80 \xc0\x81 \xc3\xa9 \xc0\x80"
    .split(" ")
    .map(inString),
  ...["\t", "\n", "\r\n", "a\0b", "\\\t", "\x7f", "\\'", "'", "%s"].map(inString),
  // Numbers.
  ..."01 00 -01 +1 .5 5. 5.e1 0x10 1e 1e+ -a 1.5.5 0e5 -0e5 0E1 0.5e1 1E+5 Infinity -Infinity NaN 1n 1_0"
    .split(" ")
    .map(asValue),
  // Words.
  ..."nil nul nulll True TRUE tRue undefined inf a true1 %d ( ; = ` // /**/".split(" ").map(asValue),
  // Objects and lists.
  ..."[1,] [,1] [,] [1 2] [1,,2] [1;2] {'a':1,} {,'a':1} {'a'} {'a':} {'a' 1} {'a'::1} {'a':1 'b':2}"
    .split(" ")
    .map(asValue),
  "{'a':1,'a':2}",
  "{'a':1,'\\u0061':2}",
  "{'execute':'query-name','id':#,'id':#}",
  '{"execute":"query-name","id":{"a":{"b":1,"b":2}}}',
  '{"execute":"query-name","arguments":{"a":1,"a":1},"id":#}',
  ..."{a:1} {1:1} {null:1} {[]:1} {{}:1} {1.5:1} {:1} [} {] [}] {[}] [[}} {{]] []] {}} ][".split(" "),
  ..."] } , : ]] }} ,, ]}, A A]B A[B] A{} -] 01] {a:A}".split(" "),
  "A\n{}",
  '{"a":A\n{}',
  '{"execute":"query-name","id":01}{"execute":"query-name","id":#}',
  '{"execute":"query-name","id":"\\x"}{"execute":"query-name","id":#}',
  '{"execute":"query-name","id":"a\nb"}{"execute":"query-name","id":#}',
  '\xef\xbb\xbf{"execute":"query-name","id":#}',
  '// comment\n{"execute":"query-name","id":#}',
  '\xff{"execute":"query-name","id":#}',
  '{"execute":"query-na\xff{"execute":"query-name","id":#}',
  '{"execute":"query-na\x04{"execute":"query-name","id":#}',
  "{",
  "[[[[",
  '{"a":"unfinished',
  "tru",
  "42",
  '"a""b"nullnull{}[]1 2 ',
  "[".repeat(1025) + "]".repeat(1025),
  `{"execute":"query-name","id":${"[".repeat(1024)}${"]".repeat(1024)}}`,
  `{"execute":"query-name","id":${"[".repeat(1023)}${"]".repeat(1023)}}`,
];

function inString(text: string): string {
  return `{"execute":"query-name","id":["${text}",#]}`;
}

function asValue(text: string): string {
  return `{"execute":"query-name","id":[${text},#]}`;
}

/** What clients say in one session from its beginning on, each turn once the last one is answered. */
export const sessions: Readonly<Record<string, readonly string[]>> = {
  "negotiation, without more": ['{"execute":"qmp_capabilities"}', '{"execute":"query-name","id":1}'],
  "commands before it": [
    '{"execute":"query-name","id":1}',
    '{"execute":"query-version"}',
    '{"execute":"quit","id":2}',
    '{"execute":"nope","id":3}',
    '{"execute":"","id":4}',
    '{"execute":"set_link","arguments":{"bogus":1},"id":5}',
    '{"execute":"qmp_capabilities","id":6}',
    '{"execute":"query-name","id":7}',
  ],
  "envelopes before it": [
    "[]",
    "{}",
    '{"execute":1,"id":1}',
    '{"execute":"query-name","bogus":1,"id":2}',
    '{"execute":"query-name","arguments":[],"id":3}',
    '{"exec-oob":"query-yank","id":4}',
    '{"exec-oob":1,"id":5}',
    '{"exec-oob":"qmp_capabilities","id":6}',
    '{"execute":"qmp_capabilities","exec-oob":"qmp_capabilities","id":7}',
    '{"execute":"qmp_capabilities","id":8}',
  ],
  "syntax before it": ["{'execute':01}", "]", "\x04", '{"a":1,"a":2}', "nil ", '{"execute":"qmp_capabilities","id":1}'],
  "wrong ones": [
    '{"execute":"qmp_capabilities","arguments":{"bogus":1},"id":1}',
    '{"execute":"qmp_capabilities","arguments":{"enable":["foo"]},"id":2}',
    '{"execute":"qmp_capabilities","arguments":{"enable":["oob","foo"]},"id":3}',
    '{"execute":"qmp_capabilities","arguments":{"enable":["OOB"]},"id":4}',
    '{"execute":"qmp_capabilities","arguments":{"enable":"oob"},"id":5}',
    '{"execute":"qmp_capabilities","arguments":{"enable":[1]},"id":6}',
    '{"execute":"qmp_capabilities","arguments":{"enable":null},"id":7}',
    '{"execute":"qmp_capabilities","arguments":{"enable":["oob"],"bogus":1},"id":8}',
    '{"execute":"qmp_capabilities","arguments":null,"id":9}',
    '{"execute":"query-name","id":10}',
    '{"exec-oob":"query-yank","id":11}',
    '{"execute":"qmp_capabilities","arguments":{"enable":[]},"id":12}',
    '{"execute":"query-name","id":13}',
    '{"exec-oob":"query-yank","id":14}',
  ],
  "a second one": [
    '{"execute":"qmp_capabilities","id":1}',
    '{"execute":"qmp_capabilities","id":2}',
    '{"execute":"qmp_capabilities","arguments":{"enable":["oob"]},"id":3}',
    '{"execute":"qmp_capabilities","arguments":{"enable":["foo"]},"id":4}',
    '{"exec-oob":"query-yank","id":5}',
  ],
  "with oob, twice": [
    '{"execute":"qmp_capabilities","arguments":{"enable":["oob","oob"]},"id":1}',
    '{"exec-oob":"query-yank","id":2}',
    '{"exec-oob":"query-yank"}',
    '{"execute":"query-yank","id":3}',
    '{"exec-oob":"query-name","id":4}',
    '{"execute":"qmp_capabilities","arguments":{},"id":5}',
    '{"exec-oob":"qmp_capabilities","arguments":{"enable":["oob"]},"id":6}',
    '{"exec-oob":"query-yank","id":7}',
  ],
  "all in one": [
    '{"execute":"qmp_capabilities","id":1}{"execute":"query-name","id":2}{"execute":"qmp_capabilities","id":3}',
    '{"execute":"query-name","id":4}',
  ],
  "oob at once": ['{"execute":"qmp_capabilities","arguments":{"enable":["oob"]}}\n{"exec-oob":"query-yank","id":1}'],
};

/** Requests that come in one piece, with mistakes among them. */
export const bursts: Readonly<Record<string, string>> = {
  "thirty in a row": Array.from({ length: 30 }, (_, id) => `{"execute":"query-name","id":${id}}`).join(""),
  "errors of all checks": [
    '{"execute":"query-name","id":"a"}',
    '{"execute":"nope","id":"b"}',
    "[]",
    '{"execute":"query-name","arguments":{"x":1},"id":"c"}',
    '{"execute":"query-name","id":01}',
    '{"execute":"device_del","arguments":{"id":"nobody"},"id":"d"}',
    '{"execute":5,"id":"e"}',
    '{"execute":"query-status","id":"f"}',
    '{"execute":"query-name","more":1,"id":"g"}',
    "]",
    '{"execute":"query-version"}',
    '{"a":1,"a":2}',
    '{"execute":"query-name","id":"h"}',
  ].join("\r\n"),
  "commands of several kinds": [
    '{"execute":"query-name","id":1}{"execute":"query-status","id":2}',
    '{"execute":"qmp_capabilities","id":3}{"exec-oob":"query-yank","id":4}{"execute":"query-yank","id":5}',
    '{"execute":"device_del","arguments":{"id":"nobody"},"id":6}{"execute":"query-kvm","id":7}',
  ].join(" "),
  "the same id for all": '{"execute":"query-name","id":1}{"execute":"nope","id":1}{"execute":"query-status","id":1}',
  "none for some": '{"execute":"query-name"}{"execute":"nope"}{"execute":"query-kvm","id":null}{"execute":"query-kvm"}',
};

/** What is cut at every byte. */
export const pieces: readonly string[] = [
  '{"execute":"query-name","id":"\\u00e9\xc3\xa9\\ud83d\\ude00"}',
  "{'execute':'set_link','arguments':{'name':1.50e1,'up':true},'id':-12}",
  '{"execute":"query-name","id":01}{"execute":"query-kvm","id":[true,null]}',
];

/** A command that keeps QEMU busy for some 20 ms. */
export const slow = { command: "pmemsave", args: '{"val":0,"size":33554432,"filename":"/dev/null"}' };

function slowly(id: number): string {
  return `{"execute":"${slow.command}","arguments":${slow.args},"id":${id}}`;
}

const urgent = '{"exec-oob":"query-yank","id":"urgent"}';

function behind(count: number): string {
  return Array.from({ length: count }, (_, id) => slowly(id)).join("") + urgent;
}

/**
 * What is said with out-of-band execution, and the id of the first reply: what is urgent overtakes those that wait, if it
 * is read while they do, and eight may wait.
 */
export const overtaking: Readonly<Record<string, readonly [first: string, said: string]>> = {
  "behind one": ['"urgent"', behind(1)],
  "behind seven": ['"urgent"', behind(7)],
  "behind one that runs, and seven that wait": ['"urgent"', behind(8)],
  "behind one that runs, and eight that wait": ["0", behind(9)],
  "behind one more": ["0", behind(10)],
  "behind forty": ["0", behind(40)],
  "among others": ['"urgent"', `${behind(2)}${urgent}${slowly(2)}${urgent}`],
  "before the first": ['"urgent"', `${urgent}${behind(1)}`],
  "the same command in band": ["0", `${slowly(0)}{"execute":"query-yank","id":1}{"execute":"query-name","id":2}`],
  "mistakes wait, but those of what is urgent do not": [
    "3",
    [
      slowly(0),
      "]",
      '{"execute":"nope","id":1}',
      '{"execute":"query-yank","exec-oob":"query-yank","id":2}',
      '{"exec-oob":"nope","id":3}',
      '{"exec-oob":5,"id":4}',
      '{"exec-oob":"query-name","id":5}',
      '{"exec-oob":"query-yank","arguments":{"bogus":1},"id":6}',
      '{"exec-oob":"query-yank","bogus":1,"id":7}',
      '{"id":8}',
      urgent,
    ].join(""),
  ],
};

/** What a policy against all that is deprecated or unstable refuses, or not. */
export const policed: readonly (readonly [command: string, args: string])[] = [
  ["query-name", "{}"],
  ["nope", "{}"],
  // Commands: before their arguments are looked at.
  ["drive-backup", '{"device": "nobody", "target": "/nobody", "sync": "full"}'],
  ["drive-backup", '{"bogus": 1}'],
  ["nbd-server-add", "{}"],
  ["x-query-roms", "{}"],
  ["x-query-irq", '{"bogus": 1}'],
  // Members: before their values are looked at, and after what comes before.
  ["eject", '{"id": "nobody"}'],
  ["eject", '{"device": "nobody"}'],
  ["eject", '{"device": 5}'],
  ["eject", '{"device": null, "id": 5}'],
  ["eject", '{"id": 5, "bogus": 1}'],
  ["block-commit", '{"device": "nobody", "base": "b", "top": "t"}'],
  ["block-commit", '{"base": "b"}'],
  ["migrate-set-parameters", '{"x-checkpoint-delay": 5}'],
  ["migrate-set-parameters", '{"x-checkpoint-delay": 5, "max-cpu-throttle": 300}'],
  ["migrate-set-parameters", '{"x-checkpoint-delay": "5", "compress-level": "x"}'],
  ["blockdev-add", '{"driver": "nbd", "server": {"type": "unix", "path": "/nobody"}, "x-dirty-bitmap": "b"}'],
  [
    "blockdev-add",
    '{"driver": "raw", "file": {"driver": "file", "filename": "/nobody", "x-check-cache-dropped": true}}',
  ],
  ["object-add", '{"qom-type": "throttle-group", "id": "a b", "x-iops-total": 1}'],
  ["object-add", '{"qom-type": "rng-random", "id": "a b", "filename": "/nobody", "opened": true}'],
  [
    "block_set_io_throttle",
    '{"device": "d", "bps": 0, "bps_rd": 0, "bps_wr": 0, "iops": 0, "iops_rd": 0, "iops_wr": 0}',
  ],
  // Values.
  ["migrate-set-capabilities", '{"capabilities": [{"capability": "x-colo", "state": false}]}'],
  ["migrate-set-capabilities", '{"capabilities": [{"capability": "x-ignore-shared", "state": 5}]}'],
  ["transaction", '{"actions": [{"type": "drive-backup", "data": {"bogus": 1}}]}'],
  ["object-add", '{"qom-type": "x-remote-object", "id": "a b", "fd": "f", "devid": "d"}'],
];
