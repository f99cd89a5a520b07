// TSDoc comments from the documentation of a schema.
//
// In: the texts of a doc comment, as `Doc` has them, and what else is to be said. Out: the content of one TSDoc comment,
// without delimiters. Facts: QEMU's manual, "Documentation comments" (sections, features, `qmp-example`); tsdoc.org.
// The body stands before all tags and not under `@remarks`: editors show it as text, and a tag's content as a footnote.

import { conditionInWords } from "../schema/conditions.js";
import type { Condition, Definition, Doc, DocSection, DocTag, Feature } from "../schema/model.js";
import { markdown, safe, toMarkdown, type MarkdownOptions } from "./rest.js";
import { readDirective, type Directive } from "./rest-directive.js";
import { beginsBlock, dedent, fence, hang, indentedEnd, labelled } from "./rest-lines.js";

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
  if (isSummaryOnly(parts)) return toMarkdown(parts.summary, options, parts.hanging === true);
  const comment: Comment = { options, body: "", tags: "", late: "", examples: [] };
  addProse(comment, parts.summary, parts.hanging === true);
  if (parts.params !== undefined) for (const { name, text } of parts.params) addTag(comment, `@param ${name}`, text);
  if (parts.sections !== undefined) for (const { tag, text } of parts.sections) addSection(comment, tag, text);
  if (parts.features !== undefined && parts.features.length > 0)
    addBody(comment, listFeatures(parts.features, options));
  if (parts.remarks !== undefined) for (const remark of parts.remarks) addBody(comment, safe(remark));
  if (parts.condition !== undefined) addBody(comment, `Only if ${conditionText(parts.condition)}.`);
  if (parts.deprecated !== undefined) addTag(comment, "@deprecated", parts.deprecated);
  if (parts.experimental !== undefined) addTag(comment, "@experimental", parts.experimental);
  comment.tags += comment.late;
  for (const example of comment.examples) comment.tags += printExample(example, options);
  const { body, tags } = comment;
  return safe(body === "" ? tags.slice(1) : body + (tags === "" ? "" : `\n${tags}`));
}

/** Members' comments, four of five, hold one text that has no examples in it. */
function isSummaryOnly(parts: TsdocParts): boolean {
  const { params, sections, features, remarks, condition, deprecated, experimental } = parts;
  const others = params ?? sections ?? features ?? remarks ?? condition ?? deprecated ?? experimental;
  return others === undefined && parts.hanging === true;
}

/** A comment in the making. Every tag begins with a line's end. */
interface Comment {
  readonly options: MarkdownOptions;
  body: string;
  tags: string;
  /** Tags that go behind the others. */
  late: string;
  readonly examples: Example[];
}

function addBody(comment: Comment, text: string): void {
  if (text !== "") comment.body += comment.body === "" ? text : `\n\n${text}`;
}

function addSection(comment: Comment, heading: DocTag, text: string): void {
  const { examples, options } = comment;
  switch (heading) {
    case "returns":
      return addTag(comment, "@returns", text);
    case "errors":
      return addTag(comment, "@throws", text);
    case "since":
      comment.late += /^[\d.]+$/.test(text)
        ? `\n@since ${text}`
        : tagged("@since", toMarkdown(text.replace(/\s+/g, " "), options, false));
      return;
    case "example":
    case "examples":
      for (const example of splitNumbered(text)) examples.push(example);
      return;
    case "note":
    case "notes": {
      const example = text.startsWith("This example ") ? examples.pop() : undefined;
      if (example !== undefined) examples.push({ ...example, text: `${example.text}\n\n${text}` });
      else addBody(comment, labelled(heading === "note" ? "Note" : "Notes", toMarkdown(text, options, true)));
      return;
    }
    case "plain": {
      // 7.2 takes a "Since" without its colon for text.
      const since = /^since \d[\d.]*$/i.test(text);
      return since ? addSection(comment, "since", text.slice(6)) : addProse(comment, text, false);
    }
    case "todo":
      return;
  }
}

function addTag(comment: Comment, name: string, text: string): void {
  const shown = toMarkdown(text, comment.options, true);
  comment.tags += tagged(name, name === "@throws" ? unwrap(shown) : shown);
}

/**
 * Puts a text behind a tag so that TypeScript reads it whole (`parseReturnTag`, `parseTagComments` of TypeScript 5 and
 * 6): behind `@returns` and `@throws` it takes a brace for a type, it swallows a line's end behind `{@link …}`, and it
 * cuts the indent of further lines by the column where the text on the tag's own line begins. So a list, or a text with
 * one, stands below its tag, without the hyphen that TSDoc wants behind a parameter's name.
 */
function tagged(name: string, text: string): string {
  if (text === "") return `\n${name}`;
  const isType = text[0] === "{" && (name === "@returns" || name === "@throws");
  const whole = (isType ? "the " : "") + (text.includes("}\n") ? keepLineEnds(text) : text);
  if (beginsBlock(whole) || whole.includes("\n ")) return `\n${name}\n${whole}`;
  return name.startsWith("@param") ? `\n${name} - ${whole}` : `\n${name} ${whole}`;
}

function keepLineEnds(text: string): string {
  return text.replace(/(\{@link[^{}\n]*\})\n(?:([A-Za-z"'(*\\{]|`(?!`))|)/g, (_match, link: string, next?: string) =>
    next === undefined ? `${link}.\n` : `${link} ${next}`,
  );
}

/** A list of one item is no list. */
function unwrap(text: string): string {
  return text.startsWith("- ") && !/\n(?! {2}\S)/.test(text) ? text.slice(2).replaceAll("\n  ", "\n") : text;
}

function listFeatures(features: readonly NamedText[], options: MarkdownOptions): string {
  const items = features.map(({ name, text }) => {
    const shown = hang(toMarkdown(text, options, true), 2);
    return shown === "" ? `- \`${name}\`` : `- \`${name}\`: ${shown}`;
  });
  return `Features:\n\n${items.join("\n")}`;
}

/** A condition in words, its symbols as code: `` `A` and not `B` `` (manual, "Configuring the schema"). */
export function conditionText(condition: Condition): string {
  return conditionInWords(condition, (symbol) => `\`${symbol}\``);
}

/** An example: its title, code if it is nothing but code, and text with code in it or about it. */
interface Example {
  readonly title: string;
  readonly fenced?: readonly string[];
  readonly text: string;
}

/** Adds a text to the body, but for the `qmp-example` directives in it, which become examples. */
function addProse(comment: Comment, text: string, isHanging: boolean): void {
  const { examples, options } = comment;
  if (!text.includes(".. qmp-example::")) {
    addBody(comment, toMarkdown(text, options, isHanging));
    return;
  }
  const kept: string[] = [];
  const split = text.split("\n");
  const lines = /[^\S\n]\n/.test(text) ? split.map((line) => line.trimEnd()) : split;
  for (let at = 0; at < lines.length;) {
    const line = lines[at]!;
    if (!line.startsWith(".. qmp-example::")) {
      kept.push(line);
      at++;
      continue;
    }
    let end = indentedEnd(lines, at + 1);
    const directive = readDirective("qmp-example", line.slice(16).trim(), dedent(lines.slice(at + 1, end)));
    while (lines[end] === "") end++;
    // A remark on the example goes with it.
    const remark = end;
    if (lines[end]?.startsWith("This example ") === true) while (end < lines.length && lines[end] !== "") end++;
    examples.push(readExample(directive, lines.slice(remark, end).join("\n")));
    kept.push("");
    at = end;
  }
  addBody(comment, toMarkdown(kept.join("\n"), options, isHanging));
}

function readExample(directive: Directive, remark: string): Example {
  if (directive.kind === "nothing") return { title: "", text: remark };
  const { title, lines } = directive;
  if (directive.kind === "code") return { title, fenced: lines, text: remark };
  return { title, text: `${lines.join("\n")}\n\n${remark}` };
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

/** An example under its title, which TSDoc would have on the tag's line, were it not for what `tagged` says of indents. */
function printExample(example: Example, options: MarkdownOptions): string {
  const title = toMarkdown(example.title.replace(/[.:]$/, ""), options, false);
  const code = fence(example.fenced ?? [], "");
  const text = [title === "" ? "" : `${title}:`, code, toMarkdown(example.text, options, false)];
  return keepLineEnds(`\n@example\n${text.filter((part) => part !== "").join("\n\n")}`);
}
