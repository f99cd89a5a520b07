// Reads the text of a value, as emitters give it for constants, and of the plain statements in bodies. In: any
// spacing. Out: a tree with its text on one line, as in type-text.ts, or undefined for what is left to the
// reference (functions other than `() => name`, templates, operators, …). Values that prettier breaks in ways of their
// own are `rigid`: they are printed where they fit on one line.

import {
  type Cursor,
  cursorOf,
  isFreeWord,
  isWord,
  readComments,
  readMemberName,
  readNumber,
  readString,
  readWord,
  skipSpace,
  take,
  takeSign,
} from "./names.js";

/** A value. */
export interface ValueNode {
  readonly kind: "string" | "number" | "signed" | "boolean" | "word" | "chain" | "object" | "array" | "call" | "thunk";
  /** The value on one line; without meaning where it is forced onto several. */
  readonly flat: string;
  /** Holds an object, or an array of objects, that stands on several lines. */
  readonly forced: boolean;
  /** Can be printed on one line only. */
  readonly rigid: boolean;
  readonly properties: readonly ValueProperty[];
  /** An array's elements, a call's arguments, or what a thunk returns. */
  readonly elements: readonly ValueNode[];
  /** For a call whose arguments alone may be broken off: all before them. */
  readonly callee: string | undefined;
}

/** A property of an object. */
export interface ValueProperty {
  /** Comment lines above it, as printed. */
  readonly comments: readonly string[];
  /** An empty line above it. */
  readonly apart: boolean;
  readonly name: string;
  /** Undefined where the name is the value. */
  readonly value: ValueNode | undefined;
}

/** A value with what follows it: `as const`. */
export interface Initializer {
  readonly value: ValueNode;
  readonly suffix: string;
}

const none: readonly never[] = [];

/** A value without parts. */
function leaf(kind: ValueNode["kind"], flat: string): ValueNode {
  return { kind, flat, forced: false, rigid: false, properties: none, elements: none, callee: undefined };
}

const asConst = " as const";

/** Reads a whole text as an initializer. */
export function parseInitializer(text: string): Initializer | undefined {
  const cursor = cursorOf(text);
  const value = readValue(cursor);
  if (value === undefined) return undefined;
  skipSpace(cursor);
  // After a thunk it would belong to what that returns.
  if (value.kind === "thunk") return cursor.at === text.length ? { value, suffix: "" } : undefined;
  const suffix = cursor.text.startsWith("as const", cursor.at) ? " as const" : "";
  // Without the space before it in `suffix`.
  if (suffix !== "") cursor.at += suffix.length - 1;
  skipSpace(cursor);
  return cursor.at === text.length ? { value, suffix } : undefined;
}

/** Reads a value at a cursor, which may stand on space. */
function readValue(cursor: Cursor): ValueNode | undefined {
  skipSpace(cursor);
  const character = cursor.text[cursor.at] ?? "";
  if (character === '"' || character === "'") {
    const text = readString(cursor);
    return text === undefined ? undefined : leaf("string", text);
  }
  if (character === "{") return readObject(cursor);
  if (character === "[") return readArray(cursor);
  if (character === "(") return readThunk(cursor);
  if (character >= "0" && character <= "9") {
    const text = readNumber(cursor);
    return text === undefined ? undefined : leaf(text.endsWith("n") ? "word" : "number", text);
  }
  if (character === "-") {
    cursor.at++;
    const text = readNumber(cursor);
    return text === undefined ? undefined : leaf(text.endsWith("n") ? "word" : "signed", `-${text}`);
  }
  const start = cursor.at;
  const word = readWord(cursor);
  if (word === "true" || word === "false") return leaf("boolean", word);
  if (word === "null") return leaf("word", word);
  cursor.at = start;
  return readChain(cursor);
}

/** Reads a name, members of it, and calls, as in `this.execute("stop")` and `new Map<Name>(list)`. */
function readChain(cursor: Cursor): ValueNode | undefined {
  const { text } = cursor;
  const first = readWord(cursor);
  let flat = first;
  if (first === "await" || first === "new") {
    if (text[cursor.at] !== " ") return undefined;
    cursor.at++;
    const rest = readChain(cursor);
    if (rest?.kind !== "call") return undefined;
    const callee = rest.callee && `${first} ${rest.callee}`;
    return { ...rest, flat: `${first} ${rest.flat}`, callee };
  }
  if (!isFreeWord(first) && first !== "this" && !(first === "super" && text[cursor.at] === "(")) return undefined;
  let calls = 0;
  let callee: string | undefined;
  let elements: readonly ValueNode[] = none;
  for (;;) {
    const next = text[cursor.at];
    if (next === ".") {
      cursor.at++;
      const word = readWord(cursor);
      if (word === "") return undefined;
      flat += `.${word}`;
      callee = undefined;
    } else if (next === "<") {
      const start = cursor.at++;
      const word = readWord(cursor);
      // Before a call, and one that no line break can part.
      if (!isFreeWord(word) || !text.startsWith(">(", cursor.at)) return undefined;
      flat += text.slice(start, ++cursor.at);
    } else if (next === "(") {
      cursor.at++;
      const values = readValues(cursor, ")");
      // From three calls on prettier may break a chain that would fit.
      if (values === undefined || ++calls > 2 || values.some(isCallBreaker)) return undefined;
      callee = calls === 1 && values.every(isSimple) ? flat : undefined;
      elements = values;
      flat += `(${values.map((value) => value.flat).join(", ")})`;
    } else {
      break;
    }
  }
  if (calls > 0) return { ...leaf("call", flat), rigid: true, elements, callee };
  return leaf(flat === first ? "word" : "chain", flat);
}

/** Reads `() => name`. */
function readThunk(cursor: Cursor): ValueNode | undefined {
  cursor.at++;
  // No line break may stand before the arrow.
  if (!take(cursor, ")") || skipSpace(cursor) > 0 || !takeSign(cursor, "=>")) return undefined;
  skipSpace(cursor);
  const name = readWord(cursor);
  return isFreeWord(name) ? thunk(name) : undefined;
}

function thunk(name: string): ValueNode {
  return { ...leaf("thunk", `() => ${name}`), elements: [leaf("word", name)] };
}

/** Whether a call with the value among its arguments may take several lines whatever its width. */
function isCallBreaker({ forced, kind }: ValueNode): boolean {
  return forced || kind === "thunk";
}

/** Whether a value stays on one line in any width. */
export function isSolid({ kind, properties, elements }: ValueNode): boolean {
  if (kind === "object" || kind === "array") return properties.length === 0 && elements.length === 0;
  return kind !== "call" && kind !== "thunk" && kind !== "chain";
}

/** Whether a value has no parts, so that a call cannot be hugged around it. */
function isSimple({ kind }: ValueNode): boolean {
  return kind !== "object" && kind !== "array" && kind !== "call" && kind !== "thunk";
}

/** Reads values with commas between them up to `end`. */
function readValues(cursor: Cursor, end: string): readonly ValueNode[] | undefined {
  const values: ValueNode[] = [];
  for (;;) {
    const breaks = skipSpace(cursor);
    if (breaks > 1) return undefined;
    if (take(cursor, end)) return values;
    const value = readValue(cursor);
    if (value === undefined) return undefined;
    values.push(value);
    if (skipSpace(cursor) > 1) return undefined;
    if (!take(cursor, ",") && cursor.text[cursor.at] !== end) return undefined;
  }
}

function readArray(cursor: Cursor): ValueNode | undefined {
  cursor.at++;
  const elements = readValues(cursor, "]");
  if (elements === undefined) return undefined;
  return {
    ...leaf("array", `[${elements.map((element) => element.flat).join(", ")}]`),
    elements,
    forced: elements.some((element) => element.forced) || isMatrix(elements),
    // Numbers are filled, as many on a line as fit.
    rigid:
      elements.some((element) => element.rigid) ||
      (elements.length > 0 && elements.every(({ kind }) => kind === "number" || kind === "signed")),
  };
}

/** Whether an array holds several objects or arrays of several entries each: prettier always breaks those. */
function isMatrix(elements: readonly ValueNode[]): boolean {
  const kind = elements[0]?.kind;
  if (elements.length < 2 || (kind !== "object" && kind !== "array")) return false;
  return elements.every((element) => {
    return element.kind === kind && (kind === "object" ? element.properties : element.elements).length > 1;
  });
}

function readObject(cursor: Cursor): ValueNode | undefined {
  cursor.at++;
  const properties: ValueProperty[] = [];
  let flat = "";
  let forced = false;
  let rigid = false;
  const { property: plain } = cursor;
  for (;;) {
    // Read in one step, since there are many.
    plain.lastIndex = cursor.at;
    const found = forced || properties.length === 0 ? plain.exec(cursor.text) : null;
    if (found !== null && (found[4] === undefined || isFreeWord(found[4]))) {
      cursor.at = plain.lastIndex;
      const [, comment, name = "", text = "", given] = found;
      const inner = name.slice(1, -1);
      properties.push({
        comments: comment === undefined ? none : [comment],
        apart: false,
        name: name.startsWith('"') && isWord(inner) ? inner : name,
        value: given === undefined ? leaf("string", text) : thunk(given),
      });
      forced = true;
      continue;
    }
    const breaks = skipSpace(cursor);
    if (cursor.text[cursor.at] === "}") break;
    const comments = readComments(cursor);
    if (comments === undefined) return undefined;
    if (properties.length === 0) forced = breaks > 0 || comments.length > 0;
    const property = readProperty(cursor, comments, properties.length > 0 && breaks > 1);
    if (property === undefined) return undefined;
    properties.push(property);
    forced ||= comments.length > 0 || property.apart || property.value?.forced === true;
    rigid ||= property.value?.rigid === true;
    if (!forced) flat += `${flat === "" ? "" : ", "}${flatProperty(property)}`;
    if (!take(cursor, ",")) break;
  }
  if (!take(cursor, "}")) return undefined;
  const node = leaf("object", properties.length === 0 ? "{}" : `{ ${flat} }`);
  return { ...node, forced, rigid, properties };
}

function readProperty(cursor: Cursor, comments: readonly string[], apart: boolean): ValueProperty | undefined {
  const name = readMemberName(cursor);
  if (name === undefined) return undefined;
  if (!take(cursor, ":")) return isFreeWord(name) ? { comments, apart, name, value: undefined } : undefined;
  const value = readValue(cursor);
  if (value === undefined || !cursor.text.startsWith(asConst, cursor.at))
    return value && { comments, apart, name, value };
  if (value.forced) return undefined;
  cursor.at += asConst.length;
  return { comments, apart, name, value: { ...leaf("word", value.flat + asConst), rigid: true } };
}

/** A property on one line, without the comma. */
export function flatProperty({ name, value }: ValueProperty): string {
  return value === undefined ? name : `${name}: ${value.flat}`;
}

/** A plain statement. */
export interface Statement {
  /** The statement on one line. */
  readonly flat: string;
  /** Where a call ends it and its arguments may be broken off: all before them. */
  readonly callee: string | undefined;
  readonly values: readonly ValueNode[];
}

/**
 * Reads a plain statement: a call, `return`, `throw`, a constant, an assignment to a member. Undefined for any other,
 * and for one that prettier would print on several lines whatever its width.
 */
export function parseStatement(text: string): Statement | undefined {
  const cursor = cursorOf(text);
  const start = statementStart(cursor);
  if (start === undefined) return undefined;
  if (text === "return;") return { flat: text, callee: undefined, values: none };
  const value = start === "" ? readChain(cursor) : readValue(cursor);
  if (value === undefined || value.forced) return undefined;
  let flat = start + value.flat;
  if (start === "" && value.kind === "chain" && take(cursor, "=")) {
    const right = readValue(cursor);
    if (right === undefined || right.forced) return undefined;
    flat += ` = ${right.flat}`;
  } else if (start === "" && value.kind !== "call") {
    return undefined;
  }
  if (cursor.text[cursor.at] !== ";" || cursor.at !== text.length - 1) return undefined;
  const isCall = value.callee !== undefined && (start === "" || start === "return ");
  return { flat: `${flat};`, callee: isCall ? start + value.callee : undefined, values: value.elements };
}

/** Reads what stands before a statement's value, with a space after it; the empty text if nothing does. */
function statementStart(cursor: Cursor): string | undefined {
  const word = readWord(cursor);
  if (word === "return" || word === "throw") return `${word} `;
  if (word !== "const" && word !== "let") {
    cursor.at = 0;
    return "";
  }
  skipSpace(cursor);
  const name = readWord(cursor);
  return isFreeWord(name) && take(cursor, "=") ? `${word} ${name} = ` : undefined;
}
