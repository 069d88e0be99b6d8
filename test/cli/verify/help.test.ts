import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { problem } from '../../../cli/verify/judge/problem.ts';
import { CAUSES } from '../../support/causes.ts';
import { commandsInMessages } from '../../support/message-commands.ts';

const SUBJECTS = [
  { kind: 'Kustomization', namespace: 'flux-system', name: 'ghost' },
  { kind: 'HelmRelease', namespace: 'external-secrets', name: 'external-secrets' },
  { kind: 'GitRepository', namespace: 'flux-system', name: 'flux-system' },
  { kind: 'OCIRepository', namespace: 'external-secrets', name: 'external-secrets' },
  { kind: 'HelmRepository', namespace: 'shop', name: 'charts' },
  { kind: 'PersistentVolume', name: 'ghost-content' },
  { kind: 'ExternalSecret', namespace: 'ghost', name: 'database' },
];

const helps = CAUSES.flatMap((cause) =>
  SUBJECTS.map((subject) => ({ cause, subject, help: problem(cause, subject, { message: '' }).help })),
);
const commands = helps.flatMap(({ help, ...of }) =>
  commandsInMessages(`help: '${help.replaceAll("'", '')}'`).map((command) => ({ ...of, ...command })),
);

/** As `flux resume --help` and `flux reconcile --help` of Flux 2.9 list them. */
const FLUX_KINDS =
  /^(kustomization|helmrelease|source (git|oci|helm|chart|bucket)) [\w-]+ --namespace [\w-]+( --force)?$/;

describe('the help of every cause, for every kind of object', () => {
  test('is there, and has its placeholders filled in', () => {
    assert.ok(CAUSES.length > 40, `found ${CAUSES.length} causes only`);
    for (const { cause, help } of helps) {
      if (cause !== 'unreadable') assert.notEqual(help, '', cause);
      assert.doesNotMatch(help, /[{}]|undefined/, cause);
    }
  });

  test('deletes nothing: what is deleted may hold data', () => {
    for (const { cause, help } of helps)
      assert.doesNotMatch(help, /\bdelete\b|\bdestroy\b|--prune|\breplace --force/, cause);
  });

  test('names the namespace of the object to kubectl and flux', () => {
    for (const { cause, subject, program, words } of commands) {
      if (!['kubectl', 'flux'].includes(program) || !words.includes('--namespace')) continue;
      const named = words[words.indexOf('--namespace') + 1];
      const fixed = ['flux-system', 'ghost'];
      assert.ok([subject.namespace ?? 'default', ...fixed].includes(named ?? ''), `${cause}: ${words.join(' ')}`);
    }
  });

  test('writes kinds as flux does, sources in two words', () => {
    const ofFlux = commands.filter(({ program }) => program === 'flux');
    assert.ok(ofFlux.length > 0);
    const flux = ofFlux.filter(
      ({ cause, subject }) => !(cause === 'suspended' && !/Flux|Kustom|Helm|Repository/.test(subject.kind)),
    );
    for (const { cause, words } of flux.filter(
      ({ subject }) => !['PersistentVolume', 'ExternalSecret'].includes(subject.kind),
    ))
      assert.match(words.slice(1).join(' '), FLUX_KINDS, cause);
  });

  test('resumes a source as flux wants it', () => {
    const help = problem(
      'suspended',
      { kind: 'GitRepository', namespace: 'flux-system', name: 'flux-system' },
      { message: '' },
    ).help;
    assert.equal(help, 'flux resume source git flux-system --namespace flux-system');
  });
});
