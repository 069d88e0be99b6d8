import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { acceptedIn, needless, unexplained } from '../../scanners/accepted.ts';
import { readDocument } from '../support/documents.ts';

const DOCUMENT = `# Findings

## Templates

| rule | where | why it stays |
|---|---|---|
| \`LambdaDLQ\`, \`CKV_AWS_116\` | \`Ghost/*/Resource\`, \`Cluster/Handler\` | nobody would read the queue |

## Manifests

| \`CKV_K8S_8\` | \`Deployment/database/users\` | it looks again |
`;
const templates = acceptedIn(DOCUMENT, 'Templates');
const dlq = { rule: 'HIPAA.Security-LambdaDLQ', path: 'Ghost/Page/Resource' };
const cluster = { rule: 'CKV_AWS_116', path: 'Cluster/Handler' };

describe('a finding', () => {
  test('is explained by a row of its section that names its rule and its place, in whichever pack the rule is', () => {
    assert.deepEqual(unexplained([dlq, { ...dlq, rule: 'NIST.800.53.R5-LambdaDLQ' }, cluster], templates), []);
  });

  test('of another rule, at another place or in another section is not', () => {
    const elsewhere = [
      { ...dlq, rule: 'HIPAA.Security-LambdaConcurrency' },
      { ...dlq, path: 'Ghost/Page' },
      { rule: 'CKV_K8S_8', path: 'Deployment/database/users' },
    ];
    assert.deepEqual(unexplained(elsewhere, templates), elsewhere);
  });
});

describe('a reason', () => {
  test('that explains something, in each of its rules and places, is needed', () => {
    assert.deepEqual(needless([dlq, cluster], templates), []);
  });

  test('is told by the rule and by the place that nothing is found for', () => {
    assert.deepEqual(needless([dlq], templates), ['CKV_AWS_116', 'LambdaDLQ, CKV_AWS_116 at Cluster/Handler']);
  });

  test('is given in a sentence, for every row of docs/findings.md', () => {
    const document = readDocument('docs/findings.md');
    const rows = ['Templates', 'Manifests'].flatMap((heading) => acceptedIn(document, heading));
    const lines = document.split('\n').filter((line) => line.startsWith('| `'));
    assert.equal(rows.length, lines.length, 'write a row as | `RULE` | `PATH` | why it stays |, without another |');
    assert.deepEqual(
      rows.filter(({ reason }) => reason.length < 20),
      [],
      'say why it stays, so that a reviewer would accept it',
    );
  });
});
