import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeOutcomes, type Outcome } from './report.ts';

const outcome = (fields: string[], rest: Partial<Outcome> = {}): Outcome => ({
  mutation: { path: 'gitops/a.yaml', line: 3, what: 'a character twice', text: '' },
  meaningful: true,
  changed: [],
  fields,
  refusal: null,
  ...rest,
});

test('a report counts who found what, and lists what only a server found, and nobody', () => {
  const text = describeOutcomes(
    [
      outcome([], { meaningful: false }),
      outcome(['Deployment spec.replicas'], { caughtBy: 'is YAML' }),
      outcome(['Service spec.clusterIP'], { refusal: 'spec.clusterIP is immutable' }),
      outcome(['HelmRelease spec.values.replicas']),
    ],
    '4 of 9 mutations, seed 1',
  );
  assert.match(text, /^4 of 9 mutations, seed 1; 3 change what is applied/);
  assert.match(text, /^found offline: 1\n {2}1 is YAML$/m);
  assert.match(text, /^found by the API server alone: 1\n {2}1 spec\.clusterIP is immutable\n {4}gitops\/a\.yaml:3 /m);
  assert.match(text, /^found by neither: 1\n {2}1 a value of a chart.*\n {4}.*HelmRelease spec\.values\.replicas$/m);
});
