// Directives: `.. name:: argument` and what is indented below it, read into what it means for a Markdown text.
//
// In: the line behind the two dots and the indented lines. Out: nothing, code, or text under a label; the caller converts
// the text. Facts: docutils' "reStructuredText Directives"; Sphinx; QEMU's manual, "Documentation comments", for
// `qmp-example` (options `:title:`, `:annotated:`). No directive is unknown: one that is not in the table is its text.

/** What a directive comes down to. */
export type Directive =
  | { readonly kind: "nothing" }
  | { readonly kind: "code"; readonly title: string; readonly language: string; readonly lines: readonly string[] }
  | { readonly kind: "text"; readonly title: string; readonly lines: readonly string[] };

const LABELS: Readonly<Record<string, string>> = {
  attention: "Attention",
  caution: "Caution",
  danger: "Danger",
  deprecated: "Deprecated since",
  error: "Error",
  hint: "Hint",
  important: "Important",
  note: "Note",
  seealso: "See also",
  tip: "Tip",
  versionadded: "Since",
  versionchanged: "Changed in",
  warning: "Warning",
};

/** Those whose argument names the text below instead of beginning it. */
const TITLED: ReadonlySet<string> = new Set(["admonition", "rubric", "sidebar", "table", "topic", "list-table"]);
const VERSIONED: ReadonlySet<string> = new Set(["deprecated", "versionadded", "versionchanged"]);
const CODE: ReadonlySet<string> = new Set([
  "code",
  "code-block",
  "sourcecode",
  "parsed-literal",
  "math",
  "csv-table",
  "doctest",
]);
/** Those that say something to a book's typesetter only. */
const SILENT: ReadonlySet<string> = new Set(
  "class contents default-role figure footer header highlight image include index literalinclude meta raw role sectnum title todo toctree".split(
    " ",
  ),
);

/** The arguments of code directives that editors highlight under the same name. */
const LANGUAGES: ReadonlySet<string> = new Set(["c", "cpp", "diff", "json", "python", "rust", "shell", "xml", "yaml"]);

/** Reads a directive: its name, what stands behind the `::`, and the lines below, their common indent taken off. */
export function readDirective(name: string, argument: string, body: readonly string[]): Directive {
  const { options, rest } = takeOptions(body);
  if (SILENT.has(name)) return { kind: "nothing" };
  if (name === "qmp-example") return readExample(argument, options, rest);
  if (CODE.has(name)) {
    const language = argument.toLowerCase();
    const named = LANGUAGES.has(language) ? language : "text";
    return { kind: "code", title: options.get("caption") ?? "", language: named, lines: rest };
  }
  if (TITLED.has(name)) return { kind: "text", title: argument, lines: rest };
  if (VERSIONED.has(name)) {
    const [version = "", ...words] = argument.split(" ");
    return { kind: "text", title: `${LABELS[name]!} ${version}`, lines: prepend(words.join(" "), rest) };
  }
  return { kind: "text", title: LABELS[name] ?? "", lines: prepend(argument, rest) };
}

/** An example is code, unless it is annotated: then it is text with literal blocks. */
function readExample(argument: string, options: ReadonlyMap<string, string>, rest: readonly string[]): Directive {
  const title = options.get("title") ?? "";
  if (options.has("annotated")) return { kind: "text", title, lines: prepend(argument, rest) };
  return { kind: "code", title, language: "", lines: prepend(argument, rest) };
}

function prepend(first: string, rest: readonly string[]): readonly string[] {
  return first === "" ? rest : [first, ...rest];
}

/** The `:name: value` lines at the top. */
function takeOptions(body: readonly string[]): { options: ReadonlyMap<string, string>; rest: readonly string[] } {
  const options = new Map<string, string>();
  let at = 0;
  for (; at < body.length; at++) {
    const option = /^:([\w-]{1,40}):(?: +(.*))?$/.exec(body[at]!);
    if (option === null) break;
    options.set(option[1]!, option[2] ?? "");
  }
  return { options, rest: at === 0 ? body : body.slice(at) };
}
