// Features: distinct names, the two special ones not on types, and not too many. QEMU's manual, "Features".

import { diagnostic } from "../../base/messages.js";
import type { Definition, Feature } from "../../schema/model.js";
import { allFeatures, checkClashes, placeIn } from "./rule.js";
import type { RuleContext } from "./rule.js";

const special = ["deprecated", "unstable"];

/** Reports: features of a definition or member that are one in C. */
export function checkFeatures(context: RuleContext, definition: Definition, features: readonly Feature[]): void {
  checkClashes(context, definition, "feature", features);
}

/** Reports: special features on a type. `QAPISchemaType.check` of scripts/qapi/schema.py. */
export function checkSpecialFeatures(context: RuleContext, definition: Definition): void {
  for (const feature of definition.features) {
    if (!special.includes(feature.name)) continue;
    const parameters = { feature: feature.name, kind: `${definition.kind} '${definition.name}'` };
    context.report(diagnostic("special-feature", parameters, placeIn(definition, feature.span)));
  }
}

/** Reports: the first feature name over the limit; the special ones always count. `QAPISchema.check`. */
export function checkFeatureCount(context: RuleContext): void {
  const limit = context.release.featureLimit;
  if (limit === undefined) return;
  const names = new Set(special);
  for (const definition of context.definitions) {
    for (const feature of allFeatures(definition)) {
      names.add(feature.name);
      if (names.size <= limit) continue;
      context.report(diagnostic("too-many-features", { count: names.size, limit }, placeIn(definition, feature.span)));
      return;
    }
  }
}
