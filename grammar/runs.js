// A peggy plugin for speed: a piece of text that is a regular language, `$(…)`, is matched by one sticky RegExp instead
// of character by character. Three quarters of a schema is prose; this is what makes a pure grammar fast on it.
//
// A PEG never goes back into a repetition, a RegExp does when what follows fails; so the two agree only where a text
// can be matched in one way. `test/syntax/grammar.test.ts` holds the parser with this plugin to the one without.

const escapeChar = (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
const escapeText = (text) => [...text].map(escapeChar).join("");

const affixes = {
  simple_not: ["(?!", ")"],
  simple_and: ["(?=", ")"],
  optional: ["(?:", ")?"],
  zero_or_more: ["(?:", ")*"],
  one_or_more: ["(?:", ")+"],
  group: ["(?:", ")"],
};

/** The RegExp source of a grammar node; undefined for one that this plugin leaves to peggy. */
function regular(node, rules) {
  const all = (nodes, separator) => {
    const sources = nodes.map((part) => regular(part, rules));
    return sources.includes(undefined) ? undefined : `(?:${sources.join(separator)})`;
  };
  switch (node.type) {
    case "class": {
      if (node.ignoreCase) return undefined;
      const parts = node.parts.map((part) => [part].flat().map(escapeText).join("-"));
      return `[${node.inverted ? "^" : ""}${parts.join("")}]`;
    }
    case "literal":
      return node.ignoreCase ? undefined : escapeText(node.value);
    case "choice":
      return all(node.alternatives, "|");
    case "sequence":
      return all(node.elements, "");
    case "rule_ref":
      return regular(rules.find(({ name }) => name === node.name).expression, rules);
    default: {
      const affix = affixes[node.type];
      const source = affix === undefined ? undefined : regular(node.expression, rules);
      return source === undefined ? undefined : affix[0] + source + affix[1];
    }
  }
}

/** Calls `visit` for every node below one, each with the node that it is directly in. */
function walk(node, visit) {
  for (const [key, value] of Object.entries(node)) {
    if (key === "location" || key === "codeLocation") continue;
    for (const child of [value].flat()) {
      if (child === null || typeof child !== "object") continue;
      if (typeof child.type === "string") visit(child, node);
      walk(child, visit);
    }
  }
}

export const runs = {
  use(config) {
    config.passes.transform.unshift((ast) => {
      // A rule whose value nobody asks for need not make a string of what it matches.
      const asked = new Set();
      walk(ast, (node, parent) => {
        if (node.type === "rule_ref" && parent.type === "labeled") asked.add(node.name);
      });
      const declarations = [];
      const replace = (node, isAsked) => {
        const source = regular(node.expression, ast.rules);
        if (source === undefined) return;
        const { location } = node;
        const name = `peg$run${declarations.length}`;
        declarations.push(`const ${name} = /${source}/y;`);
        const code = ` ${name}.lastIndex = peg$currPos; if (!${name}.test(input)) return false; peg$currPos = ${name}.lastIndex; return true; `;
        const match = { type: "semantic_and", code, codeLocation: location, location };
        const text = { type: "action", expression: match, code: " return text(); ", codeLocation: location, location };
        for (const key of Object.keys(node)) delete node[key];
        Object.assign(node, isAsked ? text : match);
      };
      for (const rule of ast.rules) {
        if (rule.expression.type === "text") replace(rule.expression, asked.has(rule.name));
        else walk(rule, (node) => node.type === "text" && replace(node, true));
      }
      if (declarations.length === 0) return;
      const code = `\n${declarations.join("\n")}\n`;
      const initializer = { type: "top_level_initializer", code, codeLocation: ast.location, location: ast.location };
      ast.topLevelInitializer = [initializer, ast.topLevelInitializer ?? []].flat();
    });
  },
};
