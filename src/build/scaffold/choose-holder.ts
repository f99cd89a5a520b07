// Which class or object of a file is to be extended: the one that is said to be `Handlers`, or the one that `--name` names.
// Where it is not plain, nothing is guessed: the complaint names what there is, with lines.

import { UsageError } from "../../base/usage-error.js";
import type { FileFacts, Holder } from "./facts.js";
import { lineAt } from "./facts.js";
import type { Locations } from "./module-paths.js";
import { moduleKind } from "./module-paths.js";

/** What is chosen from, and how. */
export interface Choice {
  readonly text: string;
  readonly facts: FileFacts;
  readonly locations: Locations;
  readonly name: string | undefined;
}

/** The one to extend; undefined where the file has none, and one is to be added. Throws: UsageError. */
export function chooseHolder(choice: Choice): Holder | undefined {
  const { facts, locations, name, text } = choice;
  const said = facts.holders.filter(({ claims }) => claims.length > 0);
  if (name !== undefined) return named(choice, said, name);
  const ours = said.filter((holder) => kindsOf(holder, locations).some((kind) => kind === "index" || kind === "part"));
  const maybe = said.filter((holder) => kindsOf(holder, locations).includes("unknown"));
  const candidates = ours.length > 0 ? ours : maybe;
  if (candidates.length > 1) {
    throw new UsageError(
      `${locations.into} has several handlers; say which with --name NAME:\n${list(choice, candidates)}`,
    );
  }
  const [only] = candidates;
  if (only !== undefined) return only;
  if (said.length > 0) {
    throw new UsageError(
      `the handlers in ${locations.into} are not those of '${locations.out}'; give the folder that they are imported from with --out, or say which are meant with --name NAME:\n${list(choice, said)}`,
    );
  }
  const [untyped] = facts.untyped;
  if (untyped === undefined) return undefined;
  throw new UsageError(
    `${locations.into}:${lineAt(text, untyped.at)}: '${untyped.name}' is given to createServer, but nothing says what it is; write '${untyped.name} = { … } satisfies Partial<Handlers>'`,
  );
}

/** One that is named need not be said to be handlers, if it is a class: its methods spell their types. */
function named(choice: Choice, said: readonly Holder[], name: string): Holder | undefined {
  const { facts, locations, text } = choice;
  const isNamed = (holder: Holder) => holder.name === name;
  const found = said.some(isNamed) ? said.filter(isNamed) : facts.holders.filter(isNamed);
  if (found.length > 1) {
    throw new UsageError(`${locations.into} has several of the name '${name}':\n${list(choice, found)}`);
  }
  const [only] = found;
  if (only?.form === "object" && only.claims.length === 0) {
    throw new UsageError(
      `${locations.into}:${lineAt(text, only.start)}: nothing says that '${name}' is handlers; write '${name} = { … } satisfies Partial<Handlers>'`,
    );
  }
  if (only !== undefined) return only;
  if (said.length > 0)
    throw new UsageError(`${locations.into} has no class or object '${name}'; it has:\n${list(choice, said)}`);
  if (facts.bound.has(name))
    throw new UsageError(
      `${locations.into} has something of the name '${name}' that is no class or object; take another`,
    );
  return undefined;
}

function kindsOf({ claims }: Holder, locations: Locations) {
  return claims.map(({ specifier }) => moduleKind(locations, specifier));
}

function list({ text, locations }: Choice, holders: readonly Holder[]): string {
  return holders
    .map((holder) => {
      const from = holder.claims.map(({ specifier }) => ` of '${specifier}'`)[0] ?? "";
      return `  ${locations.into}:${lineAt(text, holder.start)}: ${holderText(holder)}${from}`;
    })
    .join("\n");
}

/** A class or an object in words. */
export function holderText({ form, name }: Pick<Holder, "form" | "name">): string {
  if (name !== undefined) return `${form} ${name}`;
  return form === "class" ? "a class without a name" : "an object without a name";
}
