// Finds what hides something in C: variables of a function that are called as a function, a type or a constant is which
// the same function uses.

/** What the handlers in a text hide from themselves, as `handler: name`. */
export function hiddenNames(text: string): readonly string[] {
  return handlersIn(text).flatMap(({ name, head, body }) => {
    const lines = body.map((line) => line.replace(/"(?:\\.|[^"\\])*"/g, '""'));
    const used = new Set([
      ...(head.match(/\w+/g) ?? []),
      ...lines.flatMap((line) => (declaration.exec(line)?.groups?.["type"] ?? "").match(/\w+/g) ?? []),
      ...lines.flatMap((line) => [...line.matchAll(uses)].map((found) => found.slice(1).find((one) => one)!)),
    ]);
    return declaredIn(lines)
      .filter((one) => used.has(one))
      .map((one) => `${name}: ${one}`);
  });
}

/** Calls, tables of enumerations, types in the place of arguments, constants. */
const uses = /(?<!->|\.)\b(\w+)\s*\(|&(\w+_lookup)\b|(?<=\bg_new0\()(\w+)|\b(NULL|U?INT\d+_(?:MIN|MAX)|PRI[a-z]\d+)\b/g;

/** The names of all variables that the handlers in a text declare, how ever often. */
export function variablesIn(text: string): readonly string[] {
  return handlersIn(text).flatMap(({ body }) => declaredIn(body));
}

const declaredIn = (lines: readonly string[]) =>
  lines.flatMap((line) => declaration.exec(line)?.groups?.["name"] ?? []);

/** A declaration of a variable, with its type and its name. */
const declaration =
  /^ +(?!return\b)(?<type>(?:const )?(?:g_autoptr\(\w+\)|(?:g_autofree )?\w+) (?:\*\s*)?)(?<name>\w+)(?: =.*|);?$/;

function handlersIn(text: string) {
  const found = text.matchAll(/^void (?:coroutine_fn )?(hmp_\w+)(\([^;{]*\))\n\{\n([^]*?)^\}/gm);
  return [...found].map(([, name, head, body]) => ({ name: name!, head: head!, body: body!.split("\n") }));
}
