import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkovFindings } from '../../scanners/checkov.ts';
import { kubeScoreFindings } from '../../scanners/kube-score.ts';

describe("checkov's report", () => {
  const failed = { check_id: 'CKV_AWS_18', resource: 'AWS::S3::Bucket.Page', file_path: '/0/Ghost.template.json' };
  const report = (summary: object) => JSON.stringify({ results: { failed_checks: [failed] }, summary });
  const place = ({ file_path, resource }: typeof failed) => `${file_path} ${resource}`;

  test('is read with the place of each finding', () => {
    assert.deepEqual(checkovFindings(report({ passed: 387, parsing_errors: 0 }), place), [
      { rule: 'CKV_AWS_18', path: '/0/Ghost.template.json AWS::S3::Bucket.Page' },
    ]);
  });

  // What it prints when it finds no file of that kind: no failed check either.
  const nothing = JSON.stringify({ passed: 0, failed: 0, skipped: 0, parsing_errors: 0, resource_count: 0 });
  for (const [what, printed] of [
    ['no file', nothing],
    ['0 passed, 0 files not read', report({ passed: 0, parsing_errors: 0 })],
    ['387 passed, 1 files not read', report({ passed: 387, parsing_errors: 1 })],
  ] as const) {
    test(`of ${what} is no report of nothing found`, () => {
      assert.throws(() => checkovFindings(printed, place), { message: new RegExp(`did not read .*: ${what}\\.`) });
    });
  }
});

describe("kube-score's report", () => {
  const check = (id: string, grade: number, skipped = false) => ({ check: { id }, grade, skipped });
  const object = {
    type_meta: { kind: 'Deployment' },
    object_meta: { namespace: 'ghost', name: 'ghost' },
    checks: [check('pod-probes', 10), check('deployment-replicas', 5), check('pod-networkpolicy', 0, true)],
  };

  test('has warnings as findings, and neither what is well nor what was skipped', () => {
    assert.deepEqual(kubeScoreFindings(JSON.stringify([object])), [
      { rule: 'deployment-replicas', path: 'Deployment/ghost/ghost' },
    ]);
  });

  test('of no object is no report of nothing found', () => {
    assert.throws(() => kubeScoreFindings('null'), { message: /scored no object/ });
  });
});
