import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judge } from '../../../cli/verify/judge/judge.ts';
import { settingsOf } from '../../../cli/verify/observe/settings.ts';
import { after, facts } from './facts.ts';

const KEY = 'INFRASTRUCTURE_aaaaaaaaaaaa';
const configMap = (data: object, written: object | undefined) => ({
  metadata: {
    annotations: written
      ? { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ data: written }) }
      : {},
  },
  data,
});

describe('the settings in the cluster', () => {
  test('name the infrastructure that stands', () =>
    assert.equal(settingsOf(configMap({ [KEY]: 'complete' }, undefined)).infrastructure, 'aaaaaaaaaaaa'));

  test('are compared with what CDK wrote: changed, added, removed', () => {
    const { changed } = settingsOf(configMap({ HOST: 'mine', EXTRA: 'x' }, { HOST: 'db', MAIL: 'off' }));
    assert.deepEqual(changed, [
      { key: 'HOST', written: 'db', found: 'mine' },
      { key: 'MAIL', written: 'off', found: null },
      { key: 'EXTRA', written: null, found: 'x' },
    ]);
  });

  test('are as written when somebody has put them back', () =>
    assert.deepEqual(settingsOf(configMap({ HOST: 'db' }, { HOST: 'db' })).changed, []));

  test('leave the gate to the gate', () =>
    assert.deepEqual(settingsOf(configMap({ [KEY]: 'complete' }, {})).changed, []));

  test('are changed when the record of what CDK wrote is gone: whatever they are now, nobody can tell', () => {
    const { changed } = settingsOf(configMap({ HOST: 'db' }, undefined));
    assert.deepEqual(
      changed.map(({ key, found }) => [key, found]),
      [['the record of all settings', null]],
    );
    const [first] = judge(facts({ gate: { changed } })).problems;
    assert.equal(first?.help, 'kubectl --namespace flux-system get configmap settings --output yaml');
  });
});

describe('a commit whose settings somebody changed', () => {
  const changed = [{ key: 'DATABASE_HOST', written: 'db', found: 'mine' }];
  const observed = facts({ gate: { changed } });

  test('is not live, although everything runs: pods that start next get other values', () => {
    const [first] = judge(observed).problems;
    assert.equal(first?.cause, 'settings changed by hand');
    assert.match(first?.message ?? '', /DATABASE_HOST is "mine", and CDK wrote "db"/);
    const later = { ...observed, firstSeen: { [first?.key ?? '']: after(85) } };
    assert.equal(judge(later).state, 'not live');
  });

  test('is told the command that puts them back', () => {
    const help = 'kubectl --namespace flux-system patch configmap settings --type merge --patch';
    assert.equal(judge(observed).problems[0]?.help, `${help} '{"data":{"DATABASE_HOST":"db"}}'`);
  });

  test('is live once they are back', () => assert.equal(judge(facts({ gate: { changed: [] } })).state, 'live'));
});
