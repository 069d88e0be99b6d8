import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { isStatefulType } from '../../../../cli/review/infrastructure/stateful.ts';

/** Stacks hold resources, each of which is judged by itself, and a group of logs has rules of its own. */
const JUDGED_OTHERWISE = ['AWS::CloudFormation::Stack', 'AWS::Logs::LogGroup'];

test('whatever the CDK calls stateful blocks when it goes', () => {
  const types = [...loadAwsServiceSpecSync().all('resource')].filter(({ isStateful }) => isStateful);
  const missing = types.map((type) => type.cloudFormationType).filter((type) => !isStatefulType(type));
  assert.deepEqual(
    missing.filter((type) => !JUDGED_OTHERWISE.includes(type)),
    [],
    'add them to cli/review/infrastructure/stateful.ts',
  );
});
