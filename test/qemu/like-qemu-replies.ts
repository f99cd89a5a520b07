// What a reply says, told alike for QEMU and for our server: success or error, the class, the echoed id as it is written,
// which check refused the request, and the member that it names. QEMU's words and ours differ; short patterns find both.

/** A check that refuses requests, in the order of QEMU's checks (`qapi/qmp-dispatch.c`, qmp_dispatch). */
interface Check {
  readonly check: string;
  /** What QEMU says; the group is what it names: a member, or a command. */
  readonly qemu: RegExp;
  /** What ours says. */
  readonly ours: RegExp;
}

const checks: readonly Check[] = [
  { check: "an object", qemu: /^QMP \w+ must .*JSON/, ours: /^a request is a JSON object$/ },
  { check: "'execute'", qemu: / lacks .*'(execute)'$/, ours: /^'(execute)' is missing$/ },
  { check: "a name", qemu: /^QMP .* '(.*)' must .*string$/s, ours: /^'(.*)' takes the name of a command/ },
  {
    check: "one name",
    qemu: /^QMP .* clashes /,
    ours: /^'execute' and 'exec-oob' exclude each other$/,
  },
  {
    check: "'arguments'",
    qemu: /^QMP .* 'arguments' must .*object$/,
    ours: /^'arguments' takes an object$/,
  },
  { check: "members", qemu: /^QMP .* '(.*)' .*unexpected$/s, ours: /^no member '(.*)': a request has /s },
  { check: "negotiation", qemu: /^Expecting cap/, ours: /^negotiate first: / },
  { check: "command", qemu: /command (.*) has not /s, ours: /^no command '(.*)'$/s },
  {
    check: "policy",
    qemu: /^\w+ command (.*) disabled /,
    ours: /^'(.*)' is \w+, and this server's policy refuses it$/,
  },
  {
    check: "out of band",
    qemu: /command (.*) does not .*OOB$/,
    ours: /^'(.*)' cannot be executed out of band$/,
  },
  { check: "missing", qemu: /^Par\w+ '(.*)' \w+ missing$/, ours: /^argument '(.*?)' is missing$/ },
  { check: "unexpected", qemu: /^Par\w+ '(.*)' \w+ unexpected$/s, ours: /^no argument '(.*?)': /s },
  { check: "value", qemu: /^Invalid .* type for '(.*)', /, ours: /^argument '(.*?)': expected / },
  { check: "value", qemu: /^Par\w+ '(.*)' expects u?int\d+(?:_t)?$/, ours: /^argument '(.*?)': expected / },
  { check: "value", qemu: /^Par\w+ '(.*)' does not accept /s, ours: /^argument '(.*?)': expected / },
  { check: "unsafe", qemu: /^$/, ours: /^argument '(.*?)' is -?\d+, which this server cannot take: / },
  {
    check: "policy",
    qemu: /^\w+ par\w+ (.*) disabled /,
    ours: /^argument '(.*?)' is \w+, which this server's policy rejects$/,
  },
  {
    check: "policy",
    qemu: /^\w+ value (.*) disabled /,
    ours: /^argument '.*?': "(.*)" is \w+, which this server's policy rejects$/,
  },
  {
    check: "negotiated",
    qemu: /^Cap.* already /,
    ours: /^capabilities are negotiated already$/,
  },
];

/** The words of our handlers that refuse what QEMU's do. */
export const refusedByHandler = "refused by the handler";

/** A reply. */
export interface Reply {
  /** As it came. */
  readonly line: string;
  /** The names of its members, in their order. */
  readonly shape: string;
  /** The text of what is returned. */
  readonly returned: string | undefined;
  readonly id: string | undefined;
  readonly class: string | undefined;
  /** Which check refused it; `JSON` and `handler` are the first and the last. */
  readonly check: string | undefined;
  /** What the error names. */
  readonly name: string | undefined;
}

/** Reads a reply of QEMU's. `isOpen` says that its arguments are not visited, so that the handler has all the words. */
export function qemuReply(line: string, isOpen = false): Reply {
  const reply = read(line, (desc) => {
    if (/^JSON (?:parse error, |nesting depth |token )/.test(desc)) return { check: "JSON", name: undefined };
    return found(checks, "qemu", desc) ?? { check: "handler", name: undefined };
  });
  const isVisitors = reply.check === "missing" || reply.check === "unexpected" || reply.check === "value";
  return isOpen && isVisitors ? { ...reply, check: "handler", name: undefined } : reply;
}

/** Reads a reply of our server's. */
export function ourReply(line: string): Reply {
  return read(line, (desc) => {
    if (desc === refusedByHandler) return { check: "handler", name: undefined };
    return found(checks, "ours", desc) ?? { check: "JSON", name: undefined };
  });
}

function found(all: readonly Check[], side: "qemu" | "ours", desc: string): Pick<Reply, "check" | "name"> | undefined {
  for (const { check, [side]: pattern } of all) {
    const match = pattern.exec(desc);
    if (match !== null) return { check, name: match[1] };
  }
  return undefined;
}

function read(line: string, told: (desc: string) => Pick<Reply, "check" | "name">): Reply {
  const members = membersOf(line);
  const shape = [...members.keys()].join();
  const id = members.get("id");
  const returned = members.get("return");
  const error = members.get("error");
  if (error === undefined) return { line, shape, returned, id, class: undefined, check: undefined, name: undefined };
  const inner = membersOf(error);
  const [errorClass, desc] = [inner.get("class"), inner.get("desc")].map((text) => JSON.parse(text ?? '""') as string);
  return { line, shape: `${shape}: ${[...inner.keys()].join()}`, returned, id, class: errorClass, ...told(desc!) };
}

/** The members of an object as texts. Numbers need not be JSON: QEMU writes `inf`. */
function membersOf(text: string): ReadonlyMap<string, string> {
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+|\s+/g) ?? [];
  const members = new Map<string, string>();
  let depth = 0;
  let name = "";
  let value = "";
  for (const token of tokens) {
    if (/^[{[]$/.test(token) && ++depth === 1) continue;
    if (/^[}\]]$/.test(token)) depth--;
    const isEnd = depth === 0 || (depth === 1 && token === ",");
    if (isEnd && name !== "") {
      members.set(JSON.parse(name) as string, value.trim());
      name = "";
      value = "";
    } else if (depth === 1 && token === ":") {
      name = value.trim();
      value = "";
    } else if (!isEnd) value += token;
  }
  return members;
}

/** A text of JSON with the members of each object in an order of its own, everything else as it is. */
export function ordered(text: string): string {
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  let at = 0;
  const value = (): string => {
    const token = tokens[at++]!;
    if (token !== "{" && token !== "[") return token;
    const parts: string[] = [];
    for (const end = token === "{" ? "}" : "]"; tokens[at] !== end;) {
      if (tokens[at] === ",") at++;
      else if (token === "[") parts.push(value());
      else {
        const name = tokens[at]!;
        at += 2;
        parts.push(`${name}: ${value()}`);
      }
    }
    at++;
    return token === "{" ? `{${parts.toSorted().join(", ")}}` : `[${parts.join(", ")}]`;
  };
  return value();
}

/** In what two replies differ; nothing if they say the same. `whole` says whether what they return is compared. */
export function difference(qemu: Reply | undefined, ours: Reply | undefined, whole: boolean): string | undefined {
  if (qemu === undefined || ours === undefined) return qemu === ours ? undefined : "replies";
  for (const key of ["shape", "class", "check", "id"] as const) if (qemu[key] !== ours[key]) return key;
  if (!isSameName(qemu.name, ours.name)) return "name";
  return whole && qemu.returned !== ours.returned ? "returned" : undefined;
}

/** Whether both name the same member: QEMU does so in full, or alone, or not at all if it is in a list. */
export function isSameName(theirs: string | undefined, ours: string | undefined): boolean {
  if (ours === undefined || theirs === undefined) return ours === theirs;
  if (ours === theirs || theirs === ours.slice(ours.lastIndexOf(".") + 1)) return true;
  return theirs === "null" && ours.endsWith("]");
}
