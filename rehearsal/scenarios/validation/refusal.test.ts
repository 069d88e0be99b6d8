import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DEPLOYMENT, SERVED } from './manifests.ts';
import { describe as tell, wordsOf } from './refusal.ts';

const folder = 'gitops/apps/ghost';
const refusal = { object: DEPLOYMENT, folder, part: 'object', words: 'no' } as const;

describe('what a refused object tells', () => {
  test('every file that makes it', () => {
    const text = tell(refusal, SERVED);
    assert.match(text, /^Deployment ghost\/ghost is refused$/m);
    assert.match(
      text,
      /^ {2}file: gitops\/apps\/ghost\/deployment\.yaml, gitops\/apps\/ghost\/mail-on\/deployment-patch\.yaml$/m,
    );
  });

  test('the half of the system, when CDK applies it', () => {
    assert.match(tell({ object: DEPLOYMENT, part: 'object', words: 'no' }, SERVED), /file: lib\/ \(CDK applies it\)/);
  });

  test('a field that the kind does not have', () => {
    const words = 'failed to create typed patch object (...): .spec.replicaz: field not declared in schema';
    assert.match(tell({ ...refusal, words }, SERVED), /edit: correct or remove spec\.replicaz/);
  });

  test('the apiVersion under which the kind is served', () => {
    const object = { ...DEPLOYMENT, apiVersion: 'apps/v1beta1' };
    assert.match(tell({ ...refusal, object }, SERVED), /edit: write apiVersion: apps\/v1$/);
  });

  test('the kind that was meant', () => {
    assert.match(
      tell({ ...refusal, object: { ...DEPLOYMENT, kind: 'Deploiment' } }, SERVED),
      /mean kind: Deployment\?/,
    );
  });

  test('who would bring a kind that nobody serves', () => {
    assert.match(tell({ ...refusal, object: { ...DEPLOYMENT, kind: 'Certificate' } }, SERVED), /HelmRelease brings/);
  });

  test('a namespace that is missing', () => {
    assert.match(tell({ ...refusal, words: 'namespaces "ghost" not found' }, SERVED), /edit: add a Namespace ghost/);
  });

  test('a namespace that is not written', () => {
    assert.match(tell({ ...refusal, words: 'namespace not specified' }, SERVED), /edit: write metadata\.namespace, or/);
  });

  test('that Pod Security refuses the pod, and not the Deployment', () => {
    const words = 'pods "ghost" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true';
    const text = tell({ ...refusal, part: 'pod', words }, SERVED);
    assert.match(text, /^a pod of the Deployment ghost\/ghost is refused$/m);
    assert.match(text, /edit: set what it names in the pod template's securityContext/);
  });

  test('which part of a Deployment its pod comes from', () => {
    assert.match(tell({ ...refusal, part: 'pod' }, SERVED), /edit: correct the pod template of the Deployment$/m);
  });

  test("the API server's own words when there is nothing to add, lines included", () => {
    const text = tell({ ...refusal, words: 'first\nsecond' }, SERVED);
    assert.match(text, /^ {2}says: first\n {8}second\n {2}edit: correct the field that it names$/m);
  });
});

describe('the words of an API server', () => {
  test('are the message of its Status', () => {
    assert.equal(wordsOf('{"kind":"Status","message":"no"}'), 'no');
  });

  test('are the answer itself when it is no Status', () => {
    assert.equal(wordsOf('404 page not found\n'), '404 page not found');
  });
});
