// The part of a schema that somebody wants: commands and events by name, with the types that those need.
//
// In: a schema without errors, and what is chosen. Out: the schema of that alone, or what is wrong with the choice.
// Names are those on the wire; in a pattern `*` stands for any characters, and everything else for itself.

import { suggest } from "../base/suggest.js";
import { derived } from "./derived.js";
import type { Command, Definition, Event, Schema, TypeRef } from "./model.js";
import { agentCommand, isGuestAgent, typeOf, usedTypes } from "./query.js";
import { isDeprecated, withoutDeprecated } from "./undeprecated.js";

/** What of a schema is wanted. */
export interface Selection {
  /** Names and patterns of the only commands and events to keep, with the types that they need. Default: all. */
  readonly include?: readonly string[] | undefined;
  /** Names and patterns of commands and events to leave out, with the types that only they need. Wins over `include`. */
  readonly exclude?: readonly string[] | undefined;
  /** Whether to keep what is deprecated. Default: `"keep"`. */
  readonly deprecated?: "keep" | "omit" | undefined;
}

/**
 * The schema of what is chosen: a pure step, which gives the same schema when nothing is asked.
 *
 * With `include` the types that are left are those that the chosen commands and events lead to. Without it, types go that
 * only what is left out led to; those to which nothing ever led stay. `deprecated: "omit"` leaves out deprecated
 * commands, events, enum values, the branches of those, and optional members; deprecated members that are mandatory
 * stay, since a peer demands or sends them, and so do the values of an enum of which none would be left.
 * The command `guest-sync-delimited` cannot be left out.
 */
export function select(schema: Schema, selection: Selection): Schema {
  const { include, exclude = [], deprecated } = selection;
  const thin = deprecated === "omit" ? withoutDeprecated(schema) : schema;
  if (include === undefined && exclude.length === 0 && thin === schema) return schema;
  const chosen = thin.definitions.filter((definition) => isMessage(definition) && isChosen(definition, selection));
  const kept = include === undefined ? [...chosen, ...idleTypes(schema, thin)] : chosen;
  const reached = reachedFrom(thin, kept);
  return derived(thin, (definition) => (reached.has(definition) ? definition : undefined));
}

type Message = Command | Event;

const isMessage = (definition: Definition): definition is Message =>
  definition.kind === "command" || definition.kind === "event";

function isChosen(message: Message, { include, exclude = [], deprecated }: Selection): boolean {
  const { name } = message;
  // Without it the peer would be taken for QEMU.
  if (name === agentCommand) return true;
  if (include !== undefined && !include.some((pattern) => matches(pattern, name))) return false;
  return !exclude.some((pattern) => matches(pattern, name)) && !(deprecated === "omit" && isDeprecated(message));
}

/** Whether a name is what a pattern stands for. Its time is that of a few searches, however many `*` there are. */
function matches(pattern: string, name: string): boolean {
  const [start, ...parts] = pattern.split("*");
  const end = parts.pop();
  if (end === undefined) return name === pattern;
  if (!name.startsWith(start!)) return false;
  let at = start!.length;
  for (const part of parts) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - end.length >= at && name.endsWith(end);
}

// ---- what is needed --------------------------------------------------------------------------------------------------

/** The types, as `thin` has them, that no command or event of the schema leads to. */
function idleTypes(schema: Schema, thin: Schema): readonly Definition[] {
  const busy = reachedFrom(schema, schema.definitions.filter(isMessage));
  return schema.definitions.filter((definition) => !busy.has(definition)).map(({ name }) => thin.byName.get(name)!);
}

/** Those definitions and all that they lead to. */
function reachedFrom(schema: Schema, roots: readonly Definition[]): ReadonlySet<Definition> {
  const reached = new Set(roots);
  // A set that grows while it is walked is walked to its end.
  for (const definition of reached) {
    for (const ref of refsOf(definition)) {
      const needed = ownerOf(schema, ref);
      if (needed !== undefined) reached.add(needed);
    }
  }
  return reached;
}

/** What a definition refers to: its types, and what a command returns. */
function refsOf(definition: Definition): readonly TypeRef[] {
  const used = usedTypes(definition);
  return definition.kind === "command" && definition.returns !== undefined ? [...used, definition.returns] : used;
}

/**
 * The definition that a reference needs: an array that of its element, and the object of inline members, whose name
 * may be spelled, that of whoever spells them.
 */
function ownerOf(schema: Schema, ref: TypeRef): Definition | undefined {
  const type = typeOf(schema, ref);
  if (type?.kind === "array") return ownerOf(schema, { name: type.element, array: false });
  return type?.kind === "implicit" ? type.owner : schema.byName.get(ref.name);
}

// ---- what is wrong ---------------------------------------------------------------------------------------------------

/**
 * What is wrong with a selection, a line each: patterns that stand for no command and no event, and a choice of which
 * nothing is left. Without such a line, `select` does what was meant.
 */
export function selectionProblems(schema: Schema, selection: Selection): readonly string[] {
  const { include, exclude = [] } = selection;
  const messages = schema.definitions.filter(isMessage);
  const problems = [
    ...patternProblems(schema, messages, "include", include ?? []),
    ...patternProblems(schema, messages, "exclude", exclude),
  ];
  if (exclude.includes(agentCommand) && isGuestAgent(schema)) {
    problems.push(`exclude: '${agentCommand}' cannot be left out: by this command a guest agent is met`);
  }
  if (problems.length > 0) return problems;
  if (include?.length === 0) return ["include: the list is empty, so nothing would be left; without it all is chosen"];
  const others = messages.filter(({ name }) => name !== agentCommand);
  if (others.length === 0 || others.some((message) => isChosen(message, selection))) return [];
  return [`nothing would be left: ${reasonOf(others, selection)}`];
}

function patternProblems(
  schema: Schema,
  messages: readonly Message[],
  key: "include" | "exclude",
  patterns: readonly string[],
): string[] {
  const unknown = [...new Set(patterns)].filter((pattern) => !messages.some(({ name }) => matches(pattern, name)));
  return unknown.map((pattern) => {
    const type = schema.byName.get(pattern);
    if (type !== undefined) {
      return `${key}: '${pattern}' is a type; commands and events are named here, and the types that they need come along`;
    }
    const near = pattern.includes("*")
      ? undefined
      : suggest(
          pattern,
          messages.map(({ name }) => name),
        );
    const hint = near === undefined ? "" : ` (did you mean '${near}'?)`;
    return `${key}: no command and no event is called '${pattern}'${hint}`;
  });
}

/** Why none of these commands and events is chosen. */
function reasonOf(messages: readonly Message[], { include, exclude = [] }: Selection): string {
  const all = include === undefined ? "every command and event" : "every command and event that 'include' names";
  const included = messages.filter((message) => isChosen(message, { include }));
  if (included.every((message) => !isChosen(message, { exclude }))) return `'exclude' names ${all}`;
  return `${all} is ${exclude.length > 0 ? "in 'exclude' or " : ""}deprecated`;
}
