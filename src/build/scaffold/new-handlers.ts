// A class or an object with a handler for each command, and a whole file with one in it.

import type { HandlerMethod } from "./handler-methods.js";
import type { StubStyle } from "./stubs.js";
import { stubLines } from "./stubs.js";

/** What is made. */
export interface NewHandlers {
  readonly form: "class" | "object";
  readonly name: string;
  /** What the type is called that names what a server answers by itself, if there is any. */
  readonly ownName: string;
  readonly methods: readonly HandlerMethod[];
}

/** The lines of a class that implements `Handlers`, or of an object that is one. */
export function handlersLines({ form, name, ownName, methods }: NewHandlers, style: StubStyle): readonly string[] {
  const own = methods.filter(({ isOwn }) => isOwn);
  const whole = style.nameOf({ name: "Handlers", isServed: false });
  const handlers = own.length === 0 ? whole : `Omit<${whole}, ${ownName}>`;
  const end = style.semicolons ? ";" : "";
  const value = form === "class" ? `new ${name}()` : name;
  const doc = `/** Answers commands: \`createServer(${value})\` makes a server of it. */`;
  const head =
    form === "class" ? `export class ${name} implements ${handlers} {` : `export const ${name}: ${handlers} = {`;
  const close = form === "class" ? "}" : `}${end}`;
  const before = own.length === 0 ? [doc] : [...ownLines({ own, ownName }, style), "", doc];
  const written = methods.filter(({ isOwn }) => !isOwn);
  if (written.length === 0) return [...before, head + close];
  const stubs = written.map((method) => stubLines(method, style).join("\n") + (form === "class" ? "" : ","));
  return [...before, head, ...stubs.join("\n\n").split("\n"), close];
}

/** The type that names what a server answers by itself. */
function ownLines(
  { own, ownName }: { own: readonly HandlerMethod[]; ownName: string },
  { quote, semicolons, indent, width }: StubStyle,
): readonly string[] {
  const end = semicolons ? ";" : "";
  const names = own.map(({ name }) => quote + name + quote);
  const line = `type ${ownName} = ${names.join(" | ")}${end}`;
  const list = names.map((name, index) => `${indent}| ${name}${index === names.length - 1 ? end : ""}`);
  return [
    "/** What a server answers by itself. Take a name out to answer it here. */",
    ...(line.length <= width ? [line] : [`type ${ownName} =`, ...list]),
  ];
}

/** What a new file opens with. */
export function headLines(schemaName: string): readonly string[] {
  // A name may hold anything, line ends too.
  const name = schemaName.replace(/^.*[/\\]/s, "").replace(/[^\x20-\x7e]/g, "?");
  return [
    `// What answers the commands of ${name}.`,
    "//",
    "// `qapi-ts scaffold handlers` made this file, and it is yours: write what each",
    "// method does. Run again, it adds methods for commands that are new, and changes",
    "// nothing that is here.",
  ];
}

/** What a new class is called, after the folder of the generated code. */
export function className(folder: string): string {
  const words = folder.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const name = words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join("");
  return /^[A-Za-z]/.test(name) && !/^(?:Generated|Gen|Src|Out|Dist)$/.test(name) ? `${name}Handlers` : "QmpHandlers";
}
