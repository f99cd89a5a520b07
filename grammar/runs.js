// A peggy plugin for speed: a piece of text that is a regular language, `$(…)`, is matched by one sticky RegExp instead
// of character by character. Three quarters of a schema is prose; this is what makes a pure grammar fast on it.
//
// The grammar means the same with and without the plugin. A PEG never goes back into a repetition, a RegExp does when
// what follows fails; so only pieces are taken in which nothing that follows a repetition or a choice can fail.

const escapeChar = (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
const escapeText = (text) => [...text].map(escapeChar).join("");

/** The RegExp source of a grammar node; undefined for one that this plugin leaves to peggy. */
function regular(node, rules) {
  switch (node.type) {
    case "class": {
      if (node.ignoreCase) return undefined;
      const parts = node.parts.map((part) => [part].flat().map(escapeText).join("-"));
      return `[${node.inverted ? "^" : ""}${parts.join("")}]`;
    }
    case "literal":
      return node.ignoreCase ? undefined : escapeText(node.value);
    case "group":
      return regular(node.expression, rules);
    case "simple_not":
      return wrap("(?!", node.expression, ")", rules);
    case "simple_and":
      return wrap("(?=", node.expression, ")", rules);
    case "optional":
      return wrap("(?:", node.expression, ")?", rules);
    case "zero_or_more":
      return wrap("(?:", node.expression, ")*", rules);
    case "one_or_more":
      return wrap("(?:", node.expression, ")+", rules);
    case "choice": {
      const sources = node.alternatives.map((part) => regular(part, rules));
      return sources.includes(undefined) ? undefined : `(?:${sources.join("|")})`;
    }
    case "sequence": {
      const open = node.elements.findIndex((element) => mayGoBack(element, rules));
      const rest = open < 0 ? [] : node.elements.slice(open + 1);
      if (!rest.every((element) => element.type === "zero_or_more" || element.type === "optional")) return undefined;
      const sources = node.elements.map((part) => regular(part, rules));
      return sources.includes(undefined) ? undefined : sources.join("");
    }
    case "rule_ref": {
      const rule = rules.find(({ name }) => name === node.name);
      return isCharacter(node, rules) ? regular(rule.expression, rules) : undefined;
    }
    default:
      return undefined;
  }
}

/** Whether a node is one character of a class, spelled in place or as a rule of its own. */
function isCharacter(node, rules) {
  if (node.type === "rule_ref")
    return rules.some(({ name, expression }) => name === node.name && expression.type === "class");
  return node.type === "class";
}

function wrap(before, expression, after, rules) {
  const source = regular(expression, rules);
  return source === undefined ? undefined : `${before}${source}${after}`;
}

/** Whether a RegExp could match the node in a second way when what follows fails. */
function mayGoBack(node, rules) {
  return !isCharacter(node, rules) && !["literal", "simple_not", "simple_and"].includes(node.type);
}

/** Code that moves the parser behind the text or answers false; a run up to one character is a search for it. */
function advance(expression, rules, declarations) {
  const { type, expression: inner } = expression;
  if (type === "zero_or_more" && inner.type === "class" && inner.inverted && inner.parts.length === 1) {
    if (typeof inner.parts[0] === "string" && !inner.ignoreCase) {
      const end = `input.indexOf(${JSON.stringify(inner.parts[0])}, peg$currPos)`;
      return ` const end = ${end}; peg$currPos = end < 0 ? input.length : end; return true; `;
    }
  }
  const source = regular(expression, rules);
  if (source === undefined) return undefined;
  const name = `peg$run${declarations.length}`;
  declarations.push(`const ${name} = /${source}/y;`);
  return ` ${name}.lastIndex = peg$currPos; if (!${name}.test(input)) return false; peg$currPos = ${name}.lastIndex; return true; `;
}

export const runs = {
  use(config) {
    config.passes.transform.unshift((ast) => {
      const declarations = [];
      const visit = (node) => {
        if (node === null || typeof node !== "object") return;
        if (node.type === "text") {
          const code = advance(node.expression, ast.rules, declarations);
          if (code !== undefined) {
            const { location } = node;
            node.type = "action";
            node.expression = { type: "semantic_and", code, codeLocation: location, location };
            node.code = " return text(); ";
            node.codeLocation = location;
            return;
          }
        }
        for (const [key, child] of Object.entries(node)) {
          if (key !== "location" && key !== "codeLocation") [child].flat().forEach(visit);
        }
      };
      ast.rules.forEach(visit);
      if (declarations.length === 0) return;
      const code = `\n${declarations.join("\n")}\n`;
      const initializer = { type: "top_level_initializer", code, codeLocation: ast.location, location: ast.location };
      ast.topLevelInitializer = [initializer, ast.topLevelInitializer ?? []].flat();
    });
  },
};
