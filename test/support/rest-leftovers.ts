// Finds reStructuredText that was left in a generated comment.
//
// In: the content of a doc comment, or a whole generated file. Out: one line of text for each thing found, empty when the
// comment is clean. What stands in fenced code is skipped; in code spans, everything but markup that holds backticks.

interface Mark {
  readonly name: string;
  readonly pattern: RegExp;
}

/** Marks that must not be found in a line, its code spans included. */
const anywhere: readonly Mark[] = [
  { name: "literal", pattern: /(?<!`)``(?!`)/ },
  { name: "role", pattern: /(?:^|[\s(["'])(?::[a-zA-Z][\w+.-]*)+:`/ },
  { name: "hyperlink", pattern: /`__?(?=[\s.,;:!?)]|$)/ },
];

/** Marks that must not be found outside code spans. */
const prose: readonly Mark[] = [
  { name: "explicit markup", pattern: /^\s*(?:[-*] )?\.\.(?:$| (?:[\w:.+-]+::|_|\||\[))|(?:^|\s)\.\. [a-z][\w-]*::/ },
  { name: "literal block", pattern: /(?:[\w.)\]"'`]|^\s*)::$/ },
  { name: "substitution", pattern: /(?:^|[\s(])\|[A-Za-z][\w.-]*\|(?=_|[\s.,;:!?)]|$)/ },
  { name: "underline", pattern: /^\s*([=\-~^"'`#*+:_<>])\1{2,}$/ },
  { name: "reference", pattern: /(?:^|[\s("'])[A-Za-z][A-Za-z0-9]*(?:[-._][A-Za-z0-9]+)*__?(?=[\s.,;:!?)"']|$)/ },
  { name: "footnote", pattern: /\[[#*]?[\w.-]*\]_/ },
  { name: "field", pattern: /^\s*:[A-Za-z][\w -]*:(?:\s|$)/ },
  { name: "table border", pattern: /^\s*(?:\+[-=]{2,}(?:\+[-=]+)*\+|={2,}(?: +={2,})+)$/ },
  { name: "heading", pattern: /^\s*=+ \S/ },
  {
    name: "reference to a name",
    pattern: /(?:^|[\s("'])@(?!param|returns|throws|deprecated|experimental|since|example|link)\w/,
  },
];

/** Lists what is left of reStructuredText: the kind, and the line that it stands in. Of a file, its doc comments count. */
export function reStLeftovers(docComment: string): string[] {
  const comments = docComment.match(/^[ \t]*\/\*\*[^]*?\*\//gm);
  if (comments !== null) return comments.flatMap((comment) => findIn(comment.replace(/\s*\*\/$/, "")));
  const isFile = /^(?:\/\/|import |export )/.test(docComment);
  return isFile ? [] : findIn(docComment);
}

function findIn(comment: string): string[] {
  const found: string[] = [];
  let fence = "";
  for (const raw of comment.split("\n")) {
    const line = raw.replace(/^\s*(?:\/\*\*|\*(?= |$))/, "").trimEnd();
    const mark = /^\s*(?:[-*] |\d+\. )?(`{3,})/.exec(line)?.[1];
    if (mark !== undefined && (fence === "" || mark === fence)) {
      fence = fence === "" ? mark : "";
      continue;
    }
    if (fence !== "") continue;
    const single = line.replace(/(?<!`)``` .*? ```(?!`)|(?<!`)`` .*? ``(?!`)/g, "code");
    for (const { name, pattern } of anywhere) if (pattern.test(single)) found.push(`${name}: ${line.trim()}`);
    const bare = line.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, "code").trimEnd();
    for (const { name, pattern } of prose) if (pattern.test(bare)) found.push(`${name}: ${line.trim()}`);
  }
  return found;
}
