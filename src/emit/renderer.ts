// A draft becomes a file's text: text drafts as they are, TypeScript by the fast printer, and by the reference,
// loaded at that moment, where the fast printer declines or the user has a prettier configuration of their own.

import type { Options } from "prettier";

import type { Draft } from "./emitter.js";
import { renderReference } from "./reference.js";
import type { TypeCache } from "./render-members.js";
import { render } from "./render.js";

/**
 * The text of a draft. A string at once in the normal case; a promise where prettier and ts-morph are needed, that
 * is with `options` or for structures that the fast printer does not know. `types` is shared by the drafts of a run.
 *
 * Throws (the promise rejects): what ts-morph or prettier throw for structures that are no TypeScript.
 */
export function renderFile(draft: Draft, options?: Options, types?: TypeCache): string | Promise<string> {
  if ("text" in draft) return draft.text;
  if (options !== undefined) return renderReference(draft, options);
  return render(draft, types) ?? renderReference(draft);
}
