// Names of a schema as C has them: the one rule, which decides what clashes there and how functions are called.

const plain = /^[A-Za-z0-9_]*$/;

/**
 * A name with everything that a C identifier cannot hold made `_`; two names that are equal then clash in C. Words that C
 * keeps for itself are not looked for (`scripts/qapi/common.py`, c_name).
 */
export function cName(name: string): string {
  return plain.test(name) ? name : name.replace(/[^A-Za-z0-9_]/g, "_");
}
