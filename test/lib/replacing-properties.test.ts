import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { REPLACING_PROPERTIES } from '../../lib/replacing-properties.ts';

test('the properties that replace a resource are those of CloudFormation', () => {
  const spec = loadAwsServiceSpecSync();
  const found = Object.keys(REPLACING_PROPERTIES).map((type) => {
    const [resource] = spec.lookup('resource', 'cloudFormationType', 'equals', type);
    assert.ok(resource, `CloudFormation knows no ${type}: remove it from lib/replacing-properties.ts.`);
    const replacing = Object.entries(resource.properties).filter(([, { causesReplacement }]) =>
      ['yes', 'maybe'].includes(causesReplacement ?? 'no'),
    );
    return [type, replacing.map(([name]) => name).sort()];
  });
  assert.deepEqual(
    REPLACING_PROPERTIES,
    Object.fromEntries(found),
    'Write what the schemas say into lib/replacing-properties.ts: the lines with a plus are of the file.',
  );
});
