// The preprocessor's conditionals of an `.hx` file: what a line says, which one closes which, and what holds between them.
//
// In: the directives of one list (a table's items, an entry's fields, the pieces of a text) in order. Out: conditions in C.

import type { Diagnostic } from "../base/diagnostic.js";
import type { SourceFile } from "../base/source.js";
import { span } from "../base/source.js";
import { hxMistake } from "./hx-messages.js";
import type { DirectiveNode } from "./hx-tree.js";
import type { HxDirective, HxDirectiveName } from "./hx.js";

const names: ReadonlySet<string> = new Set<HxDirectiveName>(["if", "ifdef", "ifndef", "elif", "else", "endif"]);

const isName = (name: string): name is HxDirectiveName => names.has(name);

/** A conditional that is open: its branches so far, as conditions of C; the last one is that which is read. */
export interface OpenConditional {
  readonly opener: DirectiveNode;
  readonly branches: readonly string[];
  readonly hasElse: boolean;
}

/** How many conditionals may be open at a place, and how many branches one may have; what holds there is a text of all. */
const most = 100;

/** What a directive says, without comments and on one line; undefined, and reported, where it says nothing that is read. */
export function readDirective(
  source: SourceFile,
  node: DirectiveNode,
  report: (mistake: Diagnostic) => void,
): HxDirective | undefined {
  const { name } = node;
  const text = node.text
    .replace(/\\[ \t]*\n[ \t]*/g, "")
    .replace(/\s+/g, " ")
    .trim();
  const place = span(source, node.start, Math.max(source.text.indexOf("\n", node.start), node.start + 1));
  const wrong = (at: string) => void report(hxMistake("hx-condition", place, { at }));
  if (!isName(name) || /^\w/.test(node.text)) {
    report(hxMistake("hx-directive", place, { at: /^\w*/.exec(name + node.text)![0] }));
    return undefined;
  }
  const condition = withoutComments(text);
  if (condition === undefined) return wrong("a comment behind a directive is closed on its line");
  if (/^(?:el)?if$/.test(name) && condition === "") return wrong(`'#${name}' needs a condition`);
  if (/^ifn?def$/.test(name) && !/^[A-Za-z_]\w*$/.test(condition)) return wrong(`'#${name}' needs one name`);
  return { kind: "directive", name, text };
}

/** Undefined where a comment is not closed. */
function withoutComments(text: string): string | undefined {
  const rest = text.replace(/\/\*.*?\*\/|\/\/.*/g, " ");
  return rest.includes("/*") ? undefined : rest.replace(/ +/g, " ").trim();
}

/** What is open behind a directive, of what is open in front of it; one that closes nothing is reported, and passed over. */
export function step(
  source: SourceFile,
  open: readonly OpenConditional[],
  { node, directive, report }: { node: DirectiveNode; directive: HxDirective; report: (mistake: Diagnostic) => void },
): readonly OpenConditional[] {
  const { name } = directive;
  const condition = withoutComments(directive.text)!;
  const last = open.at(-1);
  const why = refusal(name, open);
  if (why !== "") {
    const place = span(source, node.start, node.start + 1 + name.length);
    report(hxMistake("hx-stray-conditional", place, { at: name, expected: why }));
    return open;
  }
  if (name === "endif") return open.slice(0, -1);
  if (name === "if" || name === "ifdef" || name === "ifndef") {
    const first = { if: condition, ifdef: `defined(${condition})`, ifndef: `!defined(${condition})` }[name];
    return [...open, { opener: node, branches: [first], hasElse: false }];
  }
  const branches = [...last!.branches, name === "else" ? "" : condition];
  return [...open.slice(0, -1), { ...last!, branches, hasElse: name === "else" }];
}

/** Why a directive cannot follow those that are open; empty where it can. */
function refusal(name: HxDirectiveName, open: readonly OpenConditional[]): string {
  const last = open.at(-1);
  if (name.startsWith("if")) return open.length < most ? "" : `stands in ${most} others`;
  if (last === undefined) return "has no '#if' here";
  if (name === "endif") return "";
  if (last.hasElse) return "follows an '#else'";
  return last.branches.length < most ? "" : `follows ${most} branches`;
}

/** Reports what is still open at the end of a list. `where` says which end that is. */
export function reportOpen(
  source: SourceFile,
  open: readonly OpenConditional[],
  { where, report }: { where: string; report: (mistake: Diagnostic) => void },
): void {
  for (const { opener } of open) {
    const place = span(source, opener.start, opener.start + 1 + opener.name.length);
    report(hxMistake("hx-unclosed-conditional", place, { at: opener.name, expected: where }));
  }
}

/** What holds between conditionals, the outermost first, each as `#if` would have it. */
export function conditionsOf(open: readonly OpenConditional[]): readonly string[] {
  return open.map(({ branches }) => {
    const last = branches.at(-1)!;
    const earlier = branches.slice(0, -1).map(negated);
    if (last === "") return earlier.join(" && ");
    return earlier.length === 0 ? last : [...earlier, enclosed(last)].join(" && ");
  });
}

const isAtom = (condition: string) => /^!?(?:defined ?\( ?\w+ ?\)|\w+|\([^()]*\))$/.test(condition);
const enclosed = (condition: string) => (isAtom(condition) ? condition : `(${condition})`);
const negated = (condition: string) =>
  condition.startsWith("!") && isAtom(condition) ? condition.slice(1) : `!${enclosed(condition)}`;
