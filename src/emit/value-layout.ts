// Lays out values that do not fit on one line, as prettier 3.10 does; see type-layout.ts.

import { canBreak, type Doc, group, hardline, ifBreak, indent, indentIfBreak, join, line, softline } from "./layout.js";
import { arrowTypeDoc, typeDoc } from "./type-layout.js";
import type { TypeNode } from "./type-tree.js";
import type { Initializer, ValueNode, ValueProperty } from "./value-text.js";

/** The document of `left = value`, or of `left: type = value`. */
export function constantDoc(left: string, type: TypeNode | undefined, { value, suffix }: Initializer): Doc {
  const doc: Doc = [valueDoc(value), suffix];
  // With `as const` the right side is no longer a string or a number to prettier.
  const kind = suffix === "" ? value.kind : "object";
  if (type === undefined) return assignmentDoc(`${left} =`, kind, doc);
  const typed: Doc = [left, ": ", kind === "thunk" ? arrowTypeDoc(type) : typeDoc(type)];
  const breaksType = isComplex(type) || (kind === "thunk" && canBreak(typed));
  return breaksType ? group([typed, " = ", group(doc)]) : assignmentDoc([group(typed), " ="], kind, doc);
}

/** Whether a constant's type is one that prettier breaks rather than the line after the equals sign. */
function isComplex({ kind, parts }: TypeNode): boolean {
  return kind === "name" && parts.length > 1 && parts.some((part) => part.kind === "name" && part.parts.length > 0);
}

/** A left side with its sign, and a value: where prettier may break between them depends on the value's kind. */
function assignmentDoc(left: Doc, kind: ValueNode["kind"], doc: Doc): Doc {
  if ((kind === "number" || kind === "boolean") && !canBreak(left)) return [left, " ", doc];
  if (kind === "string" || kind === "chain") return group([left, group(indent([line, doc]))]);
  const sign = group(indent(line));
  return group([left, sign, indentIfBreak(doc, sign)]);
}

/** The document of a value that is not rigid. */
function valueDoc(value: ValueNode): Doc {
  if (value.kind === "array") return arrayDoc(value);
  if (value.kind === "thunk") return group(["() =>", group(indent([line, value.elements.map(valueDoc)]))]);
  if (value.kind !== "object" || value.properties.length === 0) return value.flat;
  const docs: Doc[] = [];
  value.properties.forEach((property, index) => {
    if (index > 0) docs.push(",", line, property.apart ? hardline : "");
    for (const comment of property.comments) docs.push(comment, hardline);
    docs.push(propertyDoc(property));
  });
  return group(["{", indent([line, ...docs]), ifBreak(","), line, "}"], value.forced);
}

/** The document of a property, without its comments and its comma. */
export function propertyDoc({ name, value }: ValueProperty): Doc {
  if (value === undefined) return name;
  // After a name that is no longer than the indentation, a line break would gain nothing.
  if (name.length < 5) return [`${name}: `, valueDoc(value)];
  return assignmentDoc(`${name}:`, value.kind, valueDoc(value));
}

function arrayDoc(value: ValueNode): Doc {
  if (value.elements.length === 0) return "[]";
  const docs = value.elements.map((element) => group(valueDoc(element)));
  return group(["[", indent([softline, join([",", line], docs), ifBreak(",")]), softline, "]"], value.forced);
}

/** The document of a call of simple values, where `left` is all before its brackets. */
export function callDoc(left: string, values: readonly ValueNode[]): Doc {
  if (values.length === 0) return `${left}()`;
  const docs = values.map((value) => value.flat);
  return [left, group(["(", indent([softline, join([",", line], docs)]), ifBreak(","), softline, ")"])];
}
