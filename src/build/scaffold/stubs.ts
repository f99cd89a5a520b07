// The text of a handler that is still to be written: a doc comment, a signature, and a body that throws.
//
// Choice: the body throws an `Error`, which a server answers as a `GenericError` with its message, and tells its developer.
// Alternative: a `QmpError`, which the developer is not told of, and which has to be imported from wherever the runtime is.
// It takes the command's name from the context, so that linters and the compiler find no parameter without use: the one
// before the context, which waits for the body, has the `_` that both let pass.

import type { HandlerMethod, NameUse, TypePieces } from "./handler-methods.js";
import type { Style } from "./style.js";

/** How stubs are to be written. */
export interface StubStyle extends Style {
  /** The indent of the members around them. */
  readonly memberIndent: string;
  /** Whether types are spelled: methods of an object have theirs from what the object is. */
  readonly form: "class" | "object";
  /** What a name of the generated code is called in the file. */
  readonly nameOf: (use: NameUse) => string;
  /** `Error`, under a name that reaches it. */
  readonly error: string;
}

/** The lines of a stub. The last has no comma. */
export function stubLines(method: HandlerMethod, style: StubStyle): readonly string[] {
  const { memberIndent, indent, semicolons, error } = style;
  const body = `throw new ${error}(\`\${context.command} is not implemented\`)${semicolons ? ";" : ""}`;
  const lines = [...docLines(method, style), ...signatureLines(method, style), indent + body, "}"];
  return lines.map((line) => memberIndent + line);
}

/** The command's name and what it is for, wrapped. */
function docLines({ command, summary }: HandlerMethod, { memberIndent, width }: StubStyle): readonly string[] {
  const text = summary === "" ? `Command \`${command}\`.` : `\`${command}\`: ${summary}`;
  const room = width - memberIndent.length;
  if (!text.includes("\n") && text.length + 7 <= room) return [`/** ${text} */`];
  return ["/**", ...wrapped(text, room - 3).map((line) => ` * ${line}`), " */"];
}

/** Prose in lines of a width; what has lists or the like in it keeps its own lines. */
function wrapped(text: string, width: number): readonly string[] {
  const words = text.split(/\s+/);
  if (words.some((word) => /^(?:[-*+>|]|#+|\d+[.)]|`{3,}.*)$/.test(word))) return text.split("\n");
  const lines: string[] = [];
  for (const word of words) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function signatureLines(method: HandlerMethod, style: StubStyle): readonly string[] {
  const { name, args, returns } = method;
  const isClass = style.form === "class";
  const typed = (parameter: string, type: TypePieces) =>
    isClass ? `${parameter}: ${typeText(type, style)}` : parameter;
  const parameters = [
    ...(args === undefined ? [] : [typed("_args", args)]),
    typed("context", [{ name: "Context", isServed: false }]),
  ];
  const head = methodName(name, style);
  const result = isClass ? `: ${typeText(returns, style)} {` : " {";
  const line = `${head}(${parameters.join(", ")})${result}`;
  if (style.memberIndent.length + line.length <= style.width) return [line];
  return [`${head}(`, ...parameters.map((one) => `${style.indent}${one},`), `)${result}`];
}

function typeText(type: TypePieces, { nameOf }: StubStyle): string {
  return type.map((piece) => (typeof piece === "string" ? piece : nameOf(piece))).join("");
}

/** Behind a field without a semicolon these words would be an operator. */
function methodName(name: string, { quote }: StubStyle): string {
  return name === "in" || name === "instanceof" ? quote + name + quote : name;
}
