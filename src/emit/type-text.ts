// Reads the text of a type, as emitters give it, into a tree that can be printed on one line or on several. In: any
// spacing and any line breaks. Out: a tree, each node with its text on one line in prettier's style, or undefined
// for what is left to the reference (conditional and mapped types, template literals, assertions, …).

import {
  type Cursor,
  cursorOf,
  isFreeWord,
  readComments,
  readMemberName,
  readNumber,
  readString,
  readWord,
  skipSpace,
  take,
  takeSign,
} from "./names.js";
import {
  flatList,
  flatMember,
  flatParameters,
  inBrackets,
  isForced,
  isHugged,
  leaf,
  make,
  type TypeMember,
  type TypeNode,
  type TypeParameter,
} from "./type-tree.js";

const keywords: ReadonlySet<string> = new Set(
  "any bigint boolean never null number object string symbol undefined unknown void".split(" "),
);

/** Reads a whole text as one type. */
export function parseType(text: string): TypeNode | undefined {
  if (keywords.has(text)) return leaf("keyword", text);
  if (isFreeWord(text)) return leaf("name", text);
  const cursor = cursorOf(text);
  const type = readType(cursor);
  skipSpace(cursor);
  return cursor.at === text.length ? type : undefined;
}

/** Reads a type at a cursor, which may stand on space. */
export function readType(cursor: Cursor): TypeNode | undefined {
  return readList(cursor, "|", "union", readIntersection);
}

function readIntersection(cursor: Cursor): TypeNode | undefined {
  return readList(cursor, "&", "intersection", readOperator);
}

/** Reads types with `sign` between them, and perhaps before the first. */
function readList(
  cursor: Cursor,
  sign: string,
  kind: "union" | "intersection",
  read: (cursor: Cursor) => TypeNode | undefined,
): TypeNode | undefined {
  take(cursor, sign);
  const first = read(cursor);
  if (first === undefined || !take(cursor, sign)) return first;
  const parts = [first];
  let flat = inBrackets(first, kind);
  do {
    const part = read(cursor);
    if (part === undefined) return undefined;
    parts.push(part);
    flat += ` ${sign} ${inBrackets(part, kind)}`;
  } while (take(cursor, sign));
  return make(kind, flat, { parts });
}

function readOperator(cursor: Cursor): TypeNode | undefined {
  skipSpace(cursor);
  const start = cursor.at;
  const character = cursor.text[start];
  if (character === "k" || character === "r") {
    const word = readWord(cursor);
    if (word === "keyof" || word === "readonly") {
      const part = readOperator(cursor);
      return part && make("operator", `${word} ${inBrackets(part, "operator")}`, { word, parts: [part] });
    }
    cursor.at = start;
  }
  return readPostfix(cursor);
}

function readPostfix(cursor: Cursor): TypeNode | undefined {
  let type = readPrimary(cursor);
  while (type !== undefined && cursor.text[cursor.at] === "[") {
    cursor.at++;
    if (take(cursor, "]")) {
      type = make("array", `${inBrackets(type, "array")}[]`, { parts: [type] });
      continue;
    }
    const index = readType(cursor);
    if (index === undefined || !take(cursor, "]")) return undefined;
    type = make("indexed", `${inBrackets(type, "indexed")}[${index.flat}]`, { parts: [type, index] });
  }
  return type;
}

function readPrimary(cursor: Cursor): TypeNode | undefined {
  const character = cursor.text[cursor.at];
  if (character === '"' || character === "'") {
    const text = readString(cursor);
    return text === undefined ? undefined : leaf("literal", text);
  }
  if (character === "{") return readObject(cursor);
  if (character === "(") return readParenthesis(cursor);
  if (character === "[") return readTuple(cursor);
  if (character !== undefined && character >= "0" && character <= "9") {
    const text = readNumber(cursor);
    return text === undefined ? undefined : leaf("literal", text);
  }
  const word = readWord(cursor);
  if (keywords.has(word)) return leaf("keyword", word);
  if (word === "true" || word === "false") return leaf("literal", word);
  if (word === "typeof") {
    skipSpace(cursor);
    const name = readDotted(cursor, readWord(cursor));
    return name === undefined || cursor.text[cursor.at] === "<" ? undefined : leaf("query", `typeof ${name}`);
  }
  const name = readDotted(cursor, word);
  if (name === undefined) return undefined;
  if (cursor.text[cursor.at] !== "<") return leaf("name", name);
  cursor.at++;
  const parts = readTypes(cursor, ">");
  if (parts === undefined || parts.length === 0) return undefined;
  return make("name", `${name}<${flatList(parts)}>`, { word: name, parts });
}

function readDotted(cursor: Cursor, first: string): string | undefined {
  if (!isFreeWord(first)) return undefined;
  let name = first;
  while (cursor.text[cursor.at] === ".") {
    cursor.at++;
    const word = readWord(cursor);
    if (word === "") return undefined;
    name += `.${word}`;
  }
  return name;
}

/** Reads types with commas between them up to `end`. */
function readTypes(cursor: Cursor, end: string): readonly TypeNode[] | undefined {
  const parts: TypeNode[] = [];
  while (!take(cursor, end)) {
    if (parts.length > 0 && !take(cursor, ",")) return undefined;
    const part = readType(cursor);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return parts;
}

function readTuple(cursor: Cursor): TypeNode | undefined {
  cursor.at++;
  const parts = readTypes(cursor, "]");
  return parts && make("tuple", `[${flatList(parts)}]`, { parts });
}

/** Reads a type in brackets, or a function type. */
function readParenthesis(cursor: Cursor): TypeNode | undefined {
  const start = cursor.at++;
  skipSpace(cursor);
  const named = readWord(cursor) !== "" && (take(cursor, ":") || take(cursor, "?"));
  if (named || cursor.text.startsWith("...", cursor.at) || cursor.text[cursor.at] === ")") {
    cursor.at = start;
    return readFunction(cursor);
  }
  cursor.at = start + 1;
  const type = readType(cursor);
  return take(cursor, ")") ? type : undefined;
}

function readFunction(cursor: Cursor): TypeNode | undefined {
  const parameters = readParameters(cursor);
  if (parameters === undefined || !takeSign(cursor, "=>")) return undefined;
  const result = readType(cursor);
  if (result === undefined) return undefined;
  return make("function", `${flatParameters(parameters)} => ${result.flat}`, {
    forced: result.forced || parameters.some((parameter) => parameter.type.forced),
    parameters,
    parts: [result],
  });
}

function readParameters(cursor: Cursor): readonly TypeParameter[] | undefined {
  if (!take(cursor, "(")) return undefined;
  const parameters: TypeParameter[] = [];
  while (!take(cursor, ")")) {
    if (parameters.length > 0 && !take(cursor, ",")) return undefined;
    const rest = takeSign(cursor, "...");
    skipSpace(cursor);
    const name = readWord(cursor);
    if (!isFreeWord(name)) return undefined;
    const mark = take(cursor, "?") ? "?" : "";
    if ((rest && mark !== "") || !take(cursor, ":")) return undefined;
    const type = readType(cursor);
    if (type === undefined) return undefined;
    parameters.push({ head: `${rest ? "..." : ""}${name}${mark}`, rest, type, initializer: "" });
  }
  return isHugged(parameters) ? undefined : parameters;
}

function readObject(cursor: Cursor): TypeNode | undefined {
  cursor.at++;
  const members: TypeMember[] = [];
  let flat = "";
  let forced = false;
  while (true) {
    const breaks = skipSpace(cursor);
    if (cursor.text[cursor.at] === "}") break;
    const comments = readComments(cursor);
    if (comments === undefined) return undefined;
    if (members.length === 0) forced = breaks > 0 || comments.length > 0;
    const member = readMember(cursor, comments, members.length > 0 && breaks > 1);
    if (member === undefined) return undefined;
    forced ||= comments.length > 0 || member.apart || isForced(member);
    members.push(member);
    if (!forced) flat += `${flat === "" ? "" : "; "}${flatMember(member)}`;
    if (!take(cursor, ";")) break;
  }
  if (!take(cursor, "}")) return undefined;
  return make("object", members.length === 0 ? "{}" : `{ ${flat} }`, { forced, members });
}

function readMember(cursor: Cursor, comments: readonly string[], apart: boolean): TypeMember | undefined {
  const start = cursor.at;
  let prefix = "";
  if (readWord(cursor) === "readonly" && skipSpace(cursor) === 0 && !":?(;}".includes(cursor.text[cursor.at] ?? "}")) {
    prefix = "readonly ";
  } else {
    cursor.at = start;
  }
  if (cursor.text[cursor.at] === "[") return readIndex(cursor, { comments, apart, prefix });
  const name = readMemberName(cursor);
  if (name === undefined) return undefined;
  const head = prefix + name + (take(cursor, "?") ? "?" : "");
  skipSpace(cursor);
  if (cursor.text[cursor.at] === "(") {
    if (prefix !== "" || name === "new" || name === "get" || name === "set") return undefined;
    const parameters = readParameters(cursor);
    if (parameters === undefined) return undefined;
    if (!take(cursor, ":")) return { comments, apart, head, index: undefined, parameters, type: undefined };
    const type = readType(cursor);
    return type && { comments, apart, head, index: undefined, parameters, type };
  }
  if (!take(cursor, ":")) return undefined;
  const type = readType(cursor);
  return type && { comments, apart, head, index: undefined, parameters: undefined, type };
}

function readIndex(
  cursor: Cursor,
  { comments, apart, prefix }: { comments: readonly string[]; apart: boolean; prefix: string },
): TypeMember | undefined {
  cursor.at++;
  skipSpace(cursor);
  const name = readWord(cursor);
  if (!isFreeWord(name) || !take(cursor, ":")) return undefined;
  const key = readType(cursor);
  if (key === undefined || key.forced || key.kind === "union" || !take(cursor, "]") || !take(cursor, ":")) {
    return undefined;
  }
  const type = readType(cursor);
  const index = `${name}: ${key.flat}`;
  return type && { comments, apart, head: prefix, index, parameters: undefined, type };
}
