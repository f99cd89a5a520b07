// The rules of names. QEMU's manual, "Naming rules and reserved names"; `check_name_*` of scripts/qapi/expr.py.

import { cName } from "../base/c-name.js";

/** The rule that a name is held to. */
export type NameRule = "upper" | "lower" | "camel";

/** What a name may do all the same. */
export interface Exemptions {
  readonly upper?: boolean;
  readonly underscore?: boolean;
  /** Start with a digit. */
  readonly digit?: boolean;
}

/** What is wrong with a name, and how it might be spelled instead. */
export interface NameError {
  readonly code: "invalid-name" | "name-case";
  readonly why: string;
  readonly suggestion: string | undefined;
}

/** What nearly every name is like: good at a glance. */
const usual: Readonly<Record<NameRule, RegExp>> = {
  upper: /^[A-Z][A-Z0-9_]*$/,
  lower: /^[a-pr-z][a-z0-9-]*$/,
  camel: /^[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*$/,
};

const validName = /^(__[a-z0-9.-]+_)?(x-)?([a-z][a-z0-9_-]*)$/i;

/**
 * Holds a name to a rule; undefined when it is good. The rule is for the stem, behind a vendor's prefix and `x-`.
 * `exempt` lists what exceptions allow.
 */
export function nameError(name: string, rule: NameRule, exempt: Exemptions = {}): NameError | undefined {
  if (usual[rule].test(name)) return undefined;
  if (exempt.digit && /^[0-9]/.test(name)) {
    const error = nameError(`d${name}`, rule, { ...exempt, digit: false });
    return error?.suggestion === undefined ? error : { ...error, suggestion: error.suggestion.slice(1) };
  }
  const match = validName.exec(name);
  if (match === null) return { code: "invalid-name", why: whyInvalid(name), suggestion: undefined };
  if (name.startsWith("q") && cName(name).startsWith("q_")) {
    return { code: "invalid-name", why: "names that start with 'q_' are the generator's own", suggestion: undefined };
  }
  const stem = match[3]!;
  const prefix = name.slice(0, name.length - stem.length);
  const wrong = (why: string, fixed: string): NameError => ({
    code: "name-case",
    why,
    suggestion: fixed === stem || nameError(prefix + fixed, rule) !== undefined ? undefined : prefix + fixed,
  });
  switch (rule) {
    case "upper":
      if (!/[a-z-]/.test(stem)) return undefined;
      return wrong("takes upper case, digits and '_' only", words(stem).join("_").toUpperCase());
    case "lower":
      if ((exempt.upper || !/[A-Z]/.test(stem)) && (exempt.underscore || !stem.includes("_"))) return undefined;
      return wrong("takes lower case, digits and '-' only", words(stem).join("-").toLowerCase());
    case "camel":
      if (/^[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*$/.test(stem)) return undefined;
      return wrong("must be in CamelCase, with a lower-case letter", camel(stem));
  }
}

function whyInvalid(name: string): string {
  if (name === "") return "a name cannot be empty";
  if (/^[0-9]/.test(name)) return "a name starts with a letter";
  const odd = /[^A-Za-z0-9_-]/.exec(name);
  if (odd !== null) return `a name takes letters, digits, '-' and '_', not '${odd[0]}'`;
  return "a name starts with a letter";
}

/** The words that a name in any case is made of. */
function words(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .split(/[-_]+/)
    .filter((word) => word !== "");
}

function camel(name: string): string {
  const fixed = words(name)
    .map((word) => word[0]!.toUpperCase() + word.slice(1).toLowerCase())
    .join("");
  return /[a-z]/.test(fixed) ? fixed : name;
}
