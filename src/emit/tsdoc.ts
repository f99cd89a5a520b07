// TSDoc comments from the documentation of a schema.
//
// In: the texts of a doc comment, as `Doc` has them, and what else is to be said. Out: the content of one TSDoc comment,
// without delimiters. Facts: QEMU's manual, "Documentation comments" (sections, features, `qmp-example`); tsdoc.org.
// The body stands before all tags and not under `@remarks`: editors show it as text, and a tag's content as a footnote.

import type { Condition, Definition, Doc, DocSection, Feature } from "../schema/model.js";
import { beginsBlock, fence, labelled, markdown, type MarkdownOptions } from "./rest.js";
import { readDirective } from "./rest-directive.js";

export { markdown, type MarkdownOptions };

/** A text under the name of what it describes; `DocEntry` is one. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** What one comment is made of: texts as the schema has them (reStructuredText), not yet Markdown. */
export interface TsdocParts {
  /** What stands before everything else: a definition's `Doc.body`, or a member's `DocEntry.text`. */
  readonly summary: string;
  /** The summary's further lines are indented below a heading, as in `@name: text` entries. Default: false. */
  readonly hanging?: boolean;
  /** Everything under another heading, in order; `Doc.sections` fits. Examples, Since, Returns, Errors become tags. */
  readonly sections?: readonly Pick<DocSection, "tag" | "text">[];
  /** Parameters of the generated function, by their TypeScript names. */
  readonly params?: readonly NamedText[];
  /** Features without a tag of their own, with what the schema says about them. */
  readonly features?: readonly NamedText[];
  /** Why it is deprecated, empty when the schema gives no reason; undefined when it is not. */
  readonly deprecated?: string | undefined;
  /** Why it is unstable, in the same way. */
  readonly experimental?: string | undefined;
  /** What the build must define for this to exist. */
  readonly condition?: Condition | undefined;
  /** Paragraphs by the emitter, already Markdown, between the body and the condition. */
  readonly remarks?: readonly string[];
}

/** What members, values, branches and alternatives have in common. */
export interface Described {
  readonly name: string;
  readonly condition: Condition | undefined;
  readonly features?: readonly Feature[];
}

/** The parts of a definition's own comment; spread it to add or to leave out something. */
export function definitionParts(definition: Definition): TsdocParts {
  const { doc, condition, features } = definition;
  return { summary: doc?.body ?? "", sections: doc?.sections ?? [], condition, ...featureParts(doc, features) };
}

/** The parts of the comment of something inside a definition: a member, an enumeration's value, an alternative. */
export function memberParts(definition: Definition, member: Described): TsdocParts {
  const { doc } = definition;
  const text = doc?.members.find((entry) => entry.name === member.name)?.text ?? "";
  const parts = { condition: member.condition, ...featureParts(doc, member.features ?? []) };
  // Many values say no more than when they came.
  const since = /^\(?since:? ?(\d[\d.]*\d)\)?\.?$/i.exec(text.trim())?.[1];
  if (since !== undefined) return { summary: "", sections: [{ tag: "since", text: since }], ...parts };
  return { summary: text, hanging: true, ...parts };
}

/** Features of members are described in the definition's doc comment, all in one name space (manual, "Features"). */
function featureParts(doc: Doc | undefined, features: readonly Feature[]): Partial<TsdocParts> {
  if (features.length === 0) return {};
  const textOf = (name: string): string => doc?.features.find((entry) => entry.name === name)?.text ?? "";
  const has = (name: string): boolean => features.some((feature) => feature.name === name);
  return {
    deprecated: has("deprecated") ? textOf("deprecated") : undefined,
    experimental: has("unstable") ? textOf("unstable") : undefined,
    features: features
      .filter(({ name }) => name !== "deprecated" && name !== "unstable")
      .map(({ name }) => ({ name, text: textOf(name) })),
  };
}

/**
 * Composes the content of a TSDoc comment, without delimiters; empty when there is nothing to say. Order: body,
 * features, remarks, condition; `@param`, `@returns`, `@throws`, `@deprecated`, `@experimental`, `@since`, `@example`.
 */
export function tsdoc(parts: TsdocParts, options: MarkdownOptions): string {
  const prose: string[] = [];
  const tags: string[] = [];
  const late: string[] = [];
  const examples: Example[] = [];
  const hanging: MarkdownOptions = { link: options.link, hanging: true };
  const flat: MarkdownOptions = { link: options.link };
  addProse(parts.summary, prose, examples, parts.hanging === true ? hanging : flat);
  for (const { name, text } of parts.params ?? []) tags.push(tag(`@param ${name} -`, markdown(text, hanging)));
  for (const { tag: heading, text } of parts.sections ?? []) {
    if (heading === "returns") tags.push(tag("@returns", markdown(text, hanging)));
    else if (heading === "errors") tags.push(tag("@throws", unwrap(markdown(text, hanging))));
    else if (heading === "since") late.push(since(text, flat));
    else if (heading === "example" || heading === "examples") examples.push(...splitNumbered(text));
    else if (heading === "note" || heading === "notes") {
      prose.push(labelled(heading === "note" ? "Note" : "Notes", markdown(text, hanging).split("\n")).join("\n"));
    } else if (heading === "plain") {
      if (/^since:? \d[\d.]*\d$/i.test(text)) late.push(since(text.slice(5).replace(/^:/, ""), flat));
      else addProse(text, prose, examples, flat);
    }
  }
  if (parts.features !== undefined && parts.features.length > 0) prose.push(listFeatures(parts.features, hanging));
  prose.push(...(parts.remarks ?? []));
  if (parts.condition !== undefined) prose.push(`Only if ${conditionText(parts.condition)}.`);
  if (parts.deprecated !== undefined) tags.push(tag("@deprecated", markdown(parts.deprecated, hanging)));
  if (parts.experimental !== undefined) tags.push(tag("@experimental", markdown(parts.experimental, hanging)));
  tags.push(...late);
  for (const example of examples) tags.push(printExample(example, flat));
  const body = prose.filter((text) => text !== "").join("\n\n");
  const comment = body + (body === "" || tags.length === 0 ? "" : "\n\n") + tags.join("\n");
  return comment.includes("*/") ? comment.replaceAll("*/", "*\\/") : comment;
}

function tag(name: string, text: string): string {
  if (text === "") return name.replace(/ -$/, "");
  return beginsBlock(text) ? `${name}\n${text}` : `${name} ${text}`;
}

function since(text: string, options: MarkdownOptions): string {
  return tag("@since", markdown(text.replace(/\s+/g, " "), options));
}

/** A list of one item is no list. */
function unwrap(text: string): string {
  return text.startsWith("- ") && !/\n(?! {2}\S)/.test(text) ? text.slice(2).replaceAll("\n  ", "\n") : text;
}

function listFeatures(features: readonly NamedText[], options: MarkdownOptions): string {
  const items = features.map(({ name, text }) => {
    const shown = markdown(text, options).replaceAll("\n", "\n  ");
    return shown === "" ? `- \`${name}\`` : `- \`${name}\`: ${shown}`;
  });
  return `Features:\n\n${items.join("\n")}`;
}

/** A condition in words: `` `A` and not `B` `` (manual, "Configuring the schema"). */
export function conditionText(condition: Condition): string {
  if (typeof condition === "string") return `\`${condition}\``;
  if ("not" in condition) return `not ${nested(condition.not)}`;
  return "all" in condition ? condition.all.map(nested).join(" and ") : condition.any.map(nested).join(" or ");
}

function nested(condition: Condition): string {
  const isPlain = typeof condition === "string" || "not" in condition;
  return isPlain ? conditionText(condition) : `(${conditionText(condition)})`;
}

/** An example: its title, code if it is nothing but code, and text with code in it or about it. */
interface Example {
  readonly title: string;
  readonly fenced?: readonly string[];
  readonly text: string;
}

/** Adds a text to the body, but for the `qmp-example` directives in it, which become examples. */
function addProse(text: string, prose: string[], examples: Example[], options: MarkdownOptions): void {
  if (!text.includes(".. qmp-example::")) {
    prose.push(markdown(text, options));
    return;
  }
  const kept: string[] = [];
  const lines = text.split("\n");
  for (let at = 0; at < lines.length;) {
    if (!lines[at]!.startsWith(".. qmp-example::")) {
      kept.push(lines[at]!);
      at++;
      continue;
    }
    const end = blockEnd(lines, at);
    // A remark on the example goes with it.
    const remark = /^This example /.test(lines[end] ?? "") ? paragraphEnd(lines, end) : end;
    examples.push(readExample(lines.slice(at, end), lines.slice(end, remark).join("\n")));
    at = remark;
  }
  prose.push(markdown(kept.join("\n"), options));
}

function blockEnd(lines: readonly string[], at: number): number {
  let end = at + 1;
  while (end < lines.length && (lines[end] === "" || lines[end]!.startsWith(" "))) end++;
  return end;
}

function paragraphEnd(lines: readonly string[], at: number): number {
  let end = at;
  while (end < lines.length && lines[end] !== "") end++;
  return end;
}

function readExample(lines: readonly string[], remark: string): Example {
  const body = lines.slice(1);
  const indents = body.filter((line) => line !== "").map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents);
  const directive = readDirective(
    "qmp-example",
    lines[0]!.slice(16).trim(),
    body.map((line) => line.slice(indent)),
  );
  if (directive.kind === "nothing") return { title: "", text: "" };
  if (directive.kind === "code") return { title: directive.title, text: remark, fenced: directive.lines };
  return { title: directive.title, text: `${directive.lines.join("\n")}\n\n${remark}` };
}

/** The examples of an `Example:` section, which 7.2 numbers: each with its line as the title. */
function splitNumbered(text: string): readonly Example[] {
  if (!/^1\.(?:\s|$)/.test(text)) return [{ title: "", text }];
  const found = text.split(/^\d{1,2}\.(?=\s|$)/m).slice(1);
  return found.map((example) => {
    const end = example.indexOf("\n");
    return end < 0 ? { title: "", text: example } : { title: example.slice(0, end).trim(), text: example.slice(end) };
  });
}

/** An example behind its title; a single line before a block of code is as good as a title. */
function printExample(example: Example, options: MarkdownOptions): string {
  let title = markdown(example.title, options).replace(/[.:]$/, "");
  const code = fence(example.fenced ?? [], "").join("\n");
  let text = [code, markdown(example.text, options)].filter((part) => part !== "").join("\n\n");
  const lead = title === "" ? /^([^`\n][^\n]*):\n\n(?=```)/.exec(text) : null;
  if (lead !== null) {
    title = lead[1]!;
    text = text.slice(lead[0].length);
  }
  return `@example${title === "" ? "" : ` ${title}`}\n${text}`.trimEnd();
}
