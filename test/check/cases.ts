// Rule tests as data: a broken schema, and the diagnostics that it must give, all of them and in that order.
//
// A case fails when a diagnostic is missing, is there besides, or stands elsewhere; so each case also tests that one
// mistake gives one message.

import { describe, expect, test } from "vitest";

import type { Code, Diagnostic } from "../../src/index.js";
import { compile, positionAt } from "../../src/index.js";

/** One wanted diagnostic. */
export interface Wanted {
  readonly code: Code;
  /** The stretch of text that the span covers; `null` where there is nothing to point at. */
  readonly text: string | null;
  /** The line of the stretch, from 1; asked for where the text has the stretch more than once. */
  readonly line?: number;
  /** Where the stretch is; default: the root. */
  readonly file?: string;
  /** The definition around as `kind name`; without it there must be none. */
  readonly in?: string;
  readonly message?: string;
  /** Notes in their order: the message, or the message and the stretch that it points at. */
  readonly notes?: readonly (string | readonly [message: string, text: string])[];
}

/** A broken schema. */
export interface Case {
  /** What is wrong with it. */
  readonly name: string;
  /** The root's text, or files by path, the root first. */
  readonly schema: string | Readonly<Record<string, string>>;
  /** Default: documentation of any release. */
  readonly qemu?: "7.2" | "10.0" | "10.2";
  readonly errors: readonly Wanted[];
  /** A mistake of ours that keeps the case from passing today. The test fails when it is mended, and this must go. */
  readonly bug?: string;
}

/** The path of a root that a case gives as mere text. */
export const rootPath = "schema.json";

/** Compiles a case's schema. */
export function compileCase({ schema, qemu }: Pick<Case, "schema" | "qemu">): ReturnType<typeof compile> {
  return compile(typeof schema === "string" ? { [rootPath]: schema } : schema, { qemu });
}

/** A suite with one test for each case. */
export function describeCases(title: string, cases: readonly Case[]): void {
  describe(title, () => {
    for (const each of cases) {
      const release = each.qemu === undefined ? "" : ` (QEMU ${each.qemu})`;
      const run = each.bug === undefined ? test : test.fails;
      run(`${each.name}${release}${each.bug === undefined ? "" : `; known bug: ${each.bug}`}`, () => {
        const { schema, diagnostics } = compileCase(each);
        const found = diagnostics.map((diagnostic, index) => foundAs(diagnostic, each.errors[index]));
        expect(found).toEqual(each.errors);
        expect(schema === undefined).toBe(each.errors.length > 0);
      });
    }
  });
}

/** What was found, with as many fields as are wanted, so that a difference shows as one of data. */
function foundAs({ code, severity, message, span, definition, notes }: Diagnostic, wanted: Wanted | undefined): object {
  expect(severity).toBe("error");
  const { source } = span ?? {};
  const text = span === undefined ? null : span.source.text.slice(span.start, span.end);
  const line = span === undefined ? undefined : positionAt(span.source, span.start).line;
  const ambiguous = text !== null && source!.text.split(text).length > 2;
  return {
    code,
    text,
    ...(ambiguous || wanted?.line !== undefined ? { line } : {}),
    ...(wanted?.file === undefined && (source === undefined || isRoot(source)) ? {} : { file: source?.path }),
    ...(definition === undefined ? {} : { in: `${definition.kind} ${definition.name}` }),
    ...(wanted?.message === undefined ? {} : { message }),
    ...(wanted?.notes === undefined ? {} : { notes: notes.map((note, index) => noteAs(note, wanted.notes![index])) }),
  };
}

const isRoot = (source: { readonly includedFrom: unknown }) => source.includedFrom === undefined;

function noteAs({ message, span }: Diagnostic["notes"][number], wanted: unknown): unknown {
  if (typeof wanted === "string") return message;
  return [message, span?.source.text.slice(span.start, span.end)];
}
