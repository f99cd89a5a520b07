// Diagnostics as SARIF 2.1.0, the form that code scanning services and editors read (OASIS, "Static Analysis Results
// Interchange Format"). In: diagnostics in order. Out: a log of one run, as plain data.
//
// Places are what `--format json` has: lines and columns from 1, columns in UTF-16 units, the end behind the last one.

import { isAbsolute, sep } from "node:path";
import { pathToFileURL } from "node:url";

import type { DefinitionSite, Diagnostic } from "../base/diagnostic.js";
import { includers } from "../base/diagnostic-text.js";
import type { Code } from "../base/messages.js";
import { messages } from "../base/messages.js";
import type { Span } from "../base/source.js";
import { positionAt } from "../base/source.js";
import { version } from "../version.js";

/** A log, as plain data. */
export function sarifLog(diagnostics: readonly Diagnostic[]): object {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "qapi-ts", version, semanticVersion: version, rules: codes.map(rule) } },
        columnKind: "utf16CodeUnits",
        results: diagnostics.map((diagnostic) => result(diagnostic, codes.indexOf(diagnostic.code))),
      },
    ],
  };
}

function rule(code: string): object {
  // Not every code is of a schema's text: files that are out of date have one as well.
  const row = Object.hasOwn(messages, code) ? messages[code as Code] : undefined;
  const words = code.replaceAll("-", " ");
  return {
    id: code,
    shortDescription: { text: words },
    ...(row === undefined
      ? {}
      : {
          fullDescription: { text: `${words}: QEMU's manual of QAPI, section "${row.section}"` },
          defaultConfiguration: { level: row.severity },
        }),
  };
}

function result(diagnostic: Diagnostic, ruleIndex: number): object {
  const { code, severity, message, span, file, definition } = diagnostic;
  const physical = span === undefined ? fileLocation(file) : spanLocation(span);
  const location = { ...physical, ...logicalLocations(definition) };
  const related = relatedLocations(diagnostic);
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: message },
    ...(Object.keys(location).length === 0 ? {} : { locations: [location] }),
    ...(related.length === 0 ? {} : { relatedLocations: related }),
  };
}

function logicalLocations(definition: DefinitionSite | undefined): object {
  return definition === undefined
    ? {}
    : { logicalLocations: [{ name: definition.name, fullyQualifiedName: definition.name, kind: definition.kind }] };
}

/** The notes, then the include directives that led to the file, the nearest first. */
function relatedLocations({ notes, span }: Diagnostic): readonly object[] {
  const related = [
    ...notes.map((note) => ({ text: note.message, at: note.span })),
    ...includers(span).map((at) => ({ text: "included from here", at })),
  ];
  return related.map(({ text, at }, id) => ({
    id,
    message: { text },
    ...(at === undefined ? {} : spanLocation(at)),
  }));
}

function spanLocation({ source, start, end }: Span): object {
  const from = positionAt(source, start);
  const to = positionAt(source, end);
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(source.path) },
      region: { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column },
    },
  };
}

function fileLocation(file: string | undefined): object {
  return file === undefined || file === "" ? {} : { physicalLocation: { artifactLocation: { uri: uriOf(file) } } };
}

/** A path as a URI; a relative one stays relative, to the folder that the program ran in. */
function uriOf(path: string): string {
  // A lone surrogate has no encoding; it cannot come from a file's name, but from a configuration.
  const whole = path.replace(/\p{Surrogate}/gu, "\ufffd");
  if (isAbsolute(whole)) return pathToFileURL(whole).href;
  return whole.split(sep).map(encodeURIComponent).join("/");
}
