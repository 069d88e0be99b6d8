import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RehearsalError } from '../../shared/errors.ts';
import { compareObjects } from './external-secrets.ts';
import { compareFields, type Schema } from './fields.ts';

const text = { type: 'string' };
const kinds = { type: 'string', enum: ['Store', 'ClusterStore'] };
const policy = { type: 'string', default: 'Retain' };

/** The schema of an object with a list of keys, with some of its fields replaced or, when undefined, left out. */
function schema(changes: Readonly<Record<string, Schema | undefined>> = {}, required: readonly string[] = []): Schema {
  const fields = Object.entries({ key: text, kind: kinds, policy, ...changes }).filter(([, one]) => one !== undefined);
  const items = { type: 'object', required, properties: Object.fromEntries(fields) as Record<string, Schema> };
  return { type: 'object', properties: { data: { type: 'array', items } } };
}

const OBJECT = { data: [{ key: 'a', kind: 'Store' }, { key: 'b' }] };

function differences(newer: Schema): readonly string[] {
  return compareFields(OBJECT, { name: 'old', schema: schema() }, { name: 'new', schema: newer }).differences;
}

describe('two releases read an object', () => {
  test('alike when every field that it uses is the same, and each is counted once', () => {
    const { fields, differences: none } = compareFields(
      OBJECT,
      { name: 'old', schema: schema() },
      { name: 'new', schema: schema({ added: text }) },
    );
    assert.deepEqual([...fields], ['data', 'data[].key', 'data[].kind']);
    assert.deepEqual(none, []);
  });

  test('differently when one lacks a field', () => {
    assert.deepEqual(differences(schema({ key: undefined })), ['data[].key is no field in new']);
  });

  test('differently when a field has another type', () => {
    assert.deepEqual(differences(schema({ key: { type: 'integer', format: 'int32' } })), [
      'data[].key is a string in old and a integer int32 in new',
    ]);
  });

  test('differently when a value is no longer allowed', () => {
    assert.deepEqual(differences(schema({ kind: { type: 'string', enum: ['ClusterStore'] } })), [
      'data[].kind may not be "Store" in new',
    ]);
  });

  test('differently when what it leaves out is required', () => {
    assert.deepEqual(differences(schema({}, ['policy'])), ['data[].policy is required in new']);
  });

  test('differently when what it leaves out has another default', () => {
    assert.deepEqual(differences(schema({ policy: { type: 'string', default: 'Delete' } })), [
      'data[].policy defaults to "Retain" in old, "Delete" in new',
    ]);
  });
});

describe('External Secrets Operator', () => {
  const apiVersion = 'external-secrets.io/v1';
  const store = { apiVersion, kind: 'SecretStore', metadata: { name: 'a' }, spec: OBJECT };
  const other = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
  const schemas = { [`${apiVersion} SecretStore`]: { properties: { spec: schema() } } };

  test('can be replaced by another release when the tree uses no field that differs', () => {
    assert.equal(compareObjects([store, other], schemas, schemas), 4);
  });

  test('may not when a release lacks the kind; the message says what to do', () => {
    assert.throws(
      () => compareObjects([store], schemas, {}),
      (error: Error) => {
        assert.ok(error instanceof RehearsalError);
        assert.match(error.message, /SecretStore: spec is no field in 1\.3\.2/);
        assert.match(error.help, /rehearsal\/shared\/build-versions\.ts/);
        return true;
      },
    );
  });
});
