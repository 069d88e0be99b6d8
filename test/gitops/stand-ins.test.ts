import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { ofKind, textOf, UNREADABLE } from './tree.ts';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

const FOR_CLUSTERS = 'test/support/schemas/targetgroupbindings.eks.amazonaws.com.yaml';
const FOR_EDITORS = 'test/support/schemas/target-group-binding.json';
const definition = parse(textOf(FOR_CLUSTERS));
const ofCluster: Schema = definition.spec.versions[0].schema.openAPIV3Schema.properties.spec;
const ofEditor: Schema = JSON.parse(textOf(FOR_EDITORS)).properties.spec;

/** Paths of the fields that a schema knows, as "serviceRef.name", a required one with an exclamation mark. */
function fields({ properties = {}, required = [] }: Schema, prefix = ''): string[] {
  return Object.entries(properties)
    .flatMap(([name, schema]) => [
      `${prefix}${name}${required.includes(name) ? '!' : ''}`,
      ...fields(schema, `${prefix}${name}.`),
    ])
    .sort();
}

/** Fields of an object that the schema does not know. */
function unknown(value: object, { properties = {} }: Schema, prefix = ''): string[] {
  return Object.entries(value).flatMap(([name, inner]) => {
    const schema = properties[name];
    if (schema === undefined) return [`${prefix}${name}`];
    return typeof inner === 'object' && inner !== null ? unknown(inner, schema, `${prefix}${name}.`) : [];
  });
}

describe("the stand-in for Auto Mode's TargetGroupBinding", { skip: UNREADABLE }, () => {
  test('says of itself that it is one', () => {
    for (const path of [FOR_CLUSTERS, FOR_EDITORS]) assert.match(textOf(path), /STAND-IN/, path);
  });

  test('tells editors what it tells clusters', () => {
    assert.deepEqual(
      fields(ofEditor),
      fields(ofCluster),
      `Write the same fields in ${FOR_CLUSTERS} and ${FOR_EDITORS}.`,
    );
  });

  test('knows every field that gitops/ uses, so that AWS will not meet one that it does not document', () => {
    const { group, versions, names } = definition.spec;
    for (const { apiVersion, kind, metadata, spec } of ofKind('TargetGroupBinding')) {
      assert.equal(`${apiVersion} ${kind}`, `${group}/${versions[0].name} ${names.kind}`);
      assert.deepEqual(
        unknown(spec, ofCluster),
        [],
        `TargetGroupBinding ${metadata.name}: no such field in ${FOR_CLUSTERS}.`,
      );
    }
  });
});
