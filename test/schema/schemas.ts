// Small invented schemas for the tests of this folder.

import { expect } from "vitest";

import type { Definition, DefinitionKind, Schema } from "../../src/index.js";
import { compile } from "../../src/index.js";

/** The model of a schema that must be right. */
export function modelOf(schema: string | Readonly<Record<string, string>>, qemu?: string): Schema {
  const compiled = compile(typeof schema === "string" ? { "schema.json": schema } : schema, { qemu });
  expect(compiled.diagnostics).toEqual([]);
  return compiled.schema!;
}

/** A definition of a known kind. */
export function definitionOf<K extends DefinitionKind>(
  schema: Schema,
  kind: K,
  name: string,
): Extract<Definition, { kind: K }> {
  const definition = schema.byName.get(name);
  expect(definition?.kind).toBe(kind);
  return definition as Extract<Definition, { kind: K }>;
}

/** A garden: every kind of definition, and conditions on every part that takes one. */
export const garden = `
{ 'enum': 'Bed', 'prefix': 'GARDEN_BED',
  'data': [ 'herbs', { 'name': 'roses', 'if': 'CONFIG_ROSES', 'features': [ 'unstable' ] }, 'gravel' ] }
{ 'struct': 'Plot', 'data': { 'name': 'str', '*width': 'uint16' } }
{ 'struct': 'Herbs', 'base': 'Plot',
  'data': { 'kinds': [ 'str' ], '*next': 'Herbs', 'sown': { 'type': 'int64', 'if': 'CONFIG_CALENDAR' } } }
{ 'struct': 'Roses', 'if': 'CONFIG_ROSES', 'data': { 'thorns': 'size' } }
{ 'union': 'Planting',
  'base': { 'bed': 'Bed', '*at': { 'type': 'str', 'features': [ { 'name': 'deprecated', 'if': 'CONFIG_OLD' } ] } },
  'discriminator': 'bed',
  'data': { 'herbs': 'Herbs', 'roses': { 'type': 'Roses', 'if': 'CONFIG_ROSES' } } }
{ 'alternate': 'Water', 'data': { 'litres': 'number', 'cans': [ 'int8' ], 'no': { 'type': 'null', 'if': 'CONFIG_DRY' } } }
{ 'command': 'plant', 'data': 'Planting', 'boxed': true, 'returns': [ 'Plot' ], 'allow-oob': true }
{ 'command': 'water', 'data': { 'plot': 'str', '*how': 'Water' }, 'features': [ 'slow' ] }
{ 'command': 'rest', 'gen': false, 'success-response': false, 'allow-preconfig': true, 'coroutine': true,
  'if': { 'all': [ 'CONFIG_BENCH', { 'not': 'CONFIG_RAIN' } ] } }
{ 'event': 'WILTED', 'data': 'Plot' }
{ 'event': 'RAIN', 'if': 'CONFIG_RAIN' }
`;
