import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Place } from '../../../../cli/verify/written/field-paths.ts';
import { isKnown, openApi } from '../../../../cli/verify/written/known-field.ts';

const named = (kind: string, schema: object) => ({
  ...schema,
  'x-kubernetes-group-version-kind': [{ group: 'shop.io', version: 'v1', kind }],
});
const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const SCHEMAS = openApi.parse({
  openapi: '3.0.0',
  components: {
    schemas: {
      Shop: named('Shop', {
        properties: { spec: { allOf: [reference('Spec')], default: {} }, kind: { type: 'string' } },
      }),
      Open: named('Open', { type: 'object' }),
      Spec: {
        properties: {
          paused: { type: 'boolean' },
          labels: { additionalProperties: { type: 'string' } },
          closed: { properties: {}, additionalProperties: false },
          entries: { type: 'array', items: { allOf: [reference('Entry')] } },
          values: { 'x-kubernetes-preserve-unknown-fields': true, properties: { a: {} } },
        },
      },
      Entry: { properties: { name: { type: 'string' }, nested: reference('Spec') } },
    },
  },
});

const knows = (place: Place, kind = 'Shop') => isKnown(SCHEMAS, { group: 'shop.io', version: 'v1', kind }, place);

describe('a field is known to the API server', () => {
  for (const place of [
    ['spec'],
    ['spec', 'paused'],
    ['spec', 'labels', 'whatever'],
    ['spec', 'entries', 3, 'name'],
    ['spec', 'entries', 0, 'nested', 'entries', 0, 'name'],
    ['spec', 'values', 'what', 'ever'],
  ])
    test(place.join('.'), () => assert.equal(knows(place), true));

  test('of a kind that leaves its fields open, or that is not described', () => {
    assert.equal(knows(['whatever'], 'Open'), true);
    assert.equal(knows(['whatever'], 'Other'), true);
  });
});

describe('a field is not known to the API server', () => {
  for (const place of [
    ['spce'],
    ['spec', 'pausd'],
    ['spec', 'entries', 0, 'nam'],
    ['spec', 'entries', 'name'],
    ['spec', 'closed', 'a'],
  ])
    test(place.join('.'), () => assert.equal(knows(place), false));
});
