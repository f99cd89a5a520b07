// Types as trees: what type-text.ts reads, and render-members.ts and type-layout.ts print. Each node knows its text on one
// line; type-layout.ts is asked only where that does not fit.

/** A type. Which of the optional fields are there follows from `kind`. */
export interface TypeNode {
  readonly kind:
    | "keyword"
    | "name"
    | "literal"
    | "union"
    | "intersection"
    | "array"
    | "tuple"
    | "operator"
    | "indexed"
    | "query"
    | "object"
    | "function";
  /** The type on one line; without meaning where it is forced onto several. */
  readonly flat: string;
  /** Holds an object type that stands on several lines. */
  readonly forced: boolean;
  /** The name without arguments, or the operator's word. */
  readonly word: string;
  /** Arguments of a name, parts of a union, an intersection or a tuple, the operand, the object and the index, a result. */
  readonly parts: readonly TypeNode[];
  readonly members: readonly TypeMember[];
  readonly parameters: readonly TypeParameter[];
}

/** A member of an interface or an object type. */
export interface TypeMember {
  /** Comment lines above it, as printed. */
  readonly comments: readonly string[];
  /** An empty line above it. */
  readonly apart: boolean;
  /** `readonly`, the name and the question mark; for an index signature, all before the colon. */
  readonly head: string;
  /** For an index signature: what is in the brackets. */
  readonly index: string | undefined;
  readonly parameters: readonly TypeParameter[] | undefined;
  readonly type: TypeNode | undefined;
}

/** A parameter of a function or method. */
export interface TypeParameter {
  /** Dots, name and question mark. */
  readonly head: string;
  readonly rest: boolean;
  readonly type: TypeNode;
  /** ` = ` and a value that no line break can part; the empty text for none. */
  readonly initializer: string;
}

const none: readonly never[] = [];

/** A type without parts. */
export function leaf(kind: TypeNode["kind"], flat: string): TypeNode {
  return { kind, flat, forced: false, word: flat, parts: none, members: none, parameters: none };
}

/** A type with parts. */
export function make(kind: TypeNode["kind"], flat: string, rest: Partial<TypeNode>): TypeNode {
  return {
    kind,
    flat,
    forced: rest.forced ?? (rest.parts ?? none).some((part) => part.forced),
    word: rest.word ?? "",
    parts: rest.parts ?? none,
    members: rest.members ?? none,
    parameters: rest.parameters ?? none,
  };
}

/** Types on one line with commas between them. */
export function flatList(parts: readonly TypeNode[]): string {
  let text = "";
  for (const part of parts) text += text === "" ? part.flat : `, ${part.flat}`;
  return text;
}

/** Parameters on one line, with their brackets. */
export function flatParameters(parameters: readonly TypeParameter[]): string {
  let text = "";
  for (const { head, type, initializer } of parameters) {
    text += `${text === "" ? "" : ", "}${head}: ${type.flat}${initializer}`;
  }
  return `(${text})`;
}

/** Whether prettier prints a parameter's object type without a group of its own, which is left to the reference. */
export function isHugged(parameters: readonly TypeParameter[]): boolean {
  const [only] = parameters;
  return parameters.length === 1 && only?.type.kind === "object" && !only.rest && only.initializer === "";
}

/** Whether a member takes several lines whatever its width. */
export function isForced(member: TypeMember): boolean {
  return (
    member.type?.forced === true ||
    (member.parameters ?? none).some((parameter: TypeParameter) => parameter.type.forced)
  );
}

/** A member on one line, without the semicolon. */
export function flatMember({ head, index, parameters, type }: TypeMember): string {
  if (index !== undefined) return `${head}[${index}]: ${type?.flat}`;
  const start = parameters === undefined ? head : head + flatParameters(parameters);
  return type === undefined ? start : `${start}: ${type.flat}`;
}

/** Whether a type needs brackets as a part of another (prettier's needs-parens rules for types). */
export function needsBrackets(part: TypeNode, parent: TypeNode["kind"]): boolean {
  switch (part.kind) {
    case "union":
    case "intersection":
    case "function":
      return true;
    case "operator":
      return parent === "array" || parent === "indexed" || parent === "operator";
    case "query":
      return parent === "array" || parent === "indexed";
    default:
      return false;
  }
}

/** A part on one line, with brackets where it needs them. */
export function inBrackets(part: TypeNode, parent: TypeNode["kind"]): string {
  return needsBrackets(part, parent) ? `(${part.flat})` : part.flat;
}
