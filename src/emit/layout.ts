// Documents that choose their line breaks by width, and the printer that chooses: the algebra of Wadler's "A prettier
// printer" as prettier 3.10 carries it out (its documentation, "Prettier's intermediate representation"), so that
// the same document gives the same text. Only declarations too long for one line come here; the others are
// printed at once.

/** The width that prettier's default style keeps to. */
export const printWidth = 80;

/** A text, a sequence, or a node that knows about line breaks. */
export type Doc = string | readonly Doc[] | Node;

/** One shape for all nodes. */
interface Node {
  readonly kind: "group" | "indent" | "line" | "softline" | "hardline" | "ifBreak" | "indentIfBreak";
  readonly contents: Doc;
  /** What `ifBreak` prints where its group is flat. */
  readonly flat: Doc;
  /** Holds a line break that cannot be avoided. */
  readonly hard: boolean;
  /** The group whose state decides, for `indentIfBreak`. */
  readonly group: Node | undefined;
  /** For a group: whether it was printed broken. Set while printing. */
  broken: boolean;
}

function node(kind: Node["kind"], contents: Doc, hard: boolean, rest?: { flat?: Doc; group?: Node }): Node {
  return { kind, contents, flat: rest?.flat ?? "", hard, group: rest?.group, broken: false };
}

/** A line break where its group is broken, else a space. */
export const line: Doc = node("line", "", false);
/** A line break where its group is broken, else nothing. */
export const softline: Doc = node("softline", "", false);
/** A line break that breaks every group around it. */
export const hardline: Doc = node("hardline", "", true);

/** Whether a document holds a line break that cannot be avoided. */
export function isHard(doc: Doc): boolean {
  if (typeof doc === "string") return false;
  return isSequence(doc) ? doc.some(isHard) : doc.hard;
}

/** Whether a document holds a place where a line may break. */
export function canBreak(doc: Doc): boolean {
  if (typeof doc === "string") return false;
  if (isSequence(doc)) return doc.some(canBreak);
  if (doc.kind === "line" || doc.kind === "softline" || doc.kind === "hardline") return true;
  return canBreak(doc.contents) || canBreak(doc.flat);
}

/** Contents that are printed flat if they fit, else broken; broken at once with `breaks`. */
export function group(contents: Doc, breaks = false): Node {
  return node("group", contents, breaks || isHard(contents));
}

/** Contents whose line breaks are indented by two more. */
export function indent(contents: Doc): Doc {
  return node("indent", contents, isHard(contents));
}

/** `contents` where the group around is broken, `flat` where it is not. */
export function ifBreak(contents: Doc, flat: Doc = ""): Doc {
  return node("ifBreak", contents, isHard(contents) || isHard(flat), { flat });
}

/** Contents that are indented where another group, printed before, was broken. */
export function indentIfBreak(contents: Doc, other: Node): Doc {
  return node("indentIfBreak", contents, isHard(contents), { group: other });
}

/** The documents with a separator between them. */
export function join(separator: Doc, docs: readonly Doc[]): Doc {
  const result: Doc[] = [];
  for (let index = 0; index < docs.length; index++) {
    if (index > 0) result.push(separator);
    result.push(docs[index] as Doc);
  }
  return result;
}

/** A document to print, with the indentation in force and whether its group is broken. */
interface Command {
  readonly indentation: number;
  readonly broken: boolean;
  readonly doc: Doc;
}

/** Prints a document from the start of a line that is indented by `indentation` columns; it ends without line break. */
export function layout(doc: Doc, indentation: number): string {
  let out = " ".repeat(indentation);
  let column = indentation;
  // Indentation and a space at the end wait until a text follows, so that no line ends in them.
  let pending = "";
  let remeasure = false;
  const commands: Command[] = [{ indentation, broken: true, doc }];
  for (let command = commands.pop(); command !== undefined; command = commands.pop()) {
    const { doc } = command;
    if (typeof doc === "string") {
      if (doc === "") continue;
      column += doc.length;
      const ends = doc.endsWith(" ");
      out += pending + (ends ? doc.slice(0, -1) : doc);
      pending = ends ? " " : "";
      continue;
    }
    if (isSequence(doc)) {
      pushAll(commands, doc, command);
      continue;
    }
    switch (doc.kind) {
      case "indent":
        commands.push({ indentation: command.indentation + 2, broken: command.broken, doc: doc.contents });
        break;
      case "group": {
        doc.broken = doc.hard;
        if (!doc.hard && (command.broken || remeasure)) {
          const flat = { indentation: command.indentation, broken: false, doc: doc.contents };
          doc.broken = !fits(flat, commands, printWidth - column);
        }
        remeasure = false;
        commands.push({ indentation: command.indentation, broken: doc.broken, doc: doc.contents });
        break;
      }
      case "ifBreak": {
        const contents = command.broken ? doc.contents : doc.flat;
        commands.push({ indentation: command.indentation, broken: command.broken, doc: contents });
        break;
      }
      case "indentIfBreak": {
        const indentation = command.indentation + (doc.group?.broken ? 2 : 0);
        commands.push({ indentation, broken: command.broken, doc: doc.contents });
        break;
      }
      default:
        if (!command.broken && doc.kind !== "hardline") {
          if (doc.kind === "line") {
            pending += " ";
            column += 1;
          }
          break;
        }
        if (!command.broken) remeasure = true;
        out += "\n";
        pending = " ".repeat(command.indentation);
        column = command.indentation;
    }
  }
  return out;
}

/** Whether `next`, and what follows it up to the first possible line break, fits into `width` columns. */
function fits(next: Command, rest: readonly Command[], width: number): boolean {
  let remaining = width;
  let restIndex = rest.length;
  // A space counts only when a text follows it.
  let space = 0;
  const commands: Command[] = [next];
  while (remaining >= 0) {
    let command = commands.pop();
    if (command === undefined) {
      if (restIndex === 0) return true;
      command = rest[--restIndex] as Command;
    }
    const { doc } = command;
    if (typeof doc === "string") {
      if (doc !== "") remaining -= doc.length + space;
      if (doc !== "") space = 0;
    } else if (isSequence(doc)) {
      pushAll(commands, doc, command);
    } else if (doc.kind === "group") {
      commands.push({ indentation: 0, broken: doc.hard || command.broken, doc: doc.contents });
    } else if (doc.kind === "ifBreak") {
      commands.push({ indentation: 0, broken: command.broken, doc: command.broken ? doc.contents : doc.flat });
    } else if (doc.kind === "indent" || doc.kind === "indentIfBreak") {
      commands.push({ indentation: 0, broken: command.broken, doc: doc.contents });
    } else {
      if (command.broken || doc.kind === "hardline") return true;
      if (doc.kind === "line") space = 1;
    }
  }
  return false;
}

function pushAll(commands: Command[], docs: readonly Doc[], command: Command): void {
  for (let index = docs.length - 1; index >= 0; index--) {
    commands.push({ indentation: command.indentation, broken: command.broken, doc: docs[index] as Doc });
  }
}

function isSequence(doc: readonly Doc[] | Node): doc is readonly Doc[] {
  return Array.isArray(doc);
}
