import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOfObjects } from '../../../../cli/review/infrastructure/applied-by-cdk.ts';
import { changed } from '../../../support/review.ts';
import { resource } from './resources.ts';

const bound = (name: string) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: 'it' },
  roleRef: { kind: 'ClusterRole', name },
  subjects: [{ kind: 'User', name: 'somebody' }],
});
const applied = (Manifest: unknown) => resource('Custom::AWSCDK-EKS-KubernetesResource', { Manifest });
const words = (before: unknown, after: unknown) =>
  findingsOfObjects(changed(applied(before), applied(after))).map(({ subject, what }) => [subject, what]);

describe('an object that a stack applies past Flux', () => {
  test('is judged as a manifest is, and named by both', () => {
    assert.deepEqual(words('[]', JSON.stringify([bound('cluster-admin')])), [
      ['Data/It ClusterRoleBinding/it', 'makes somebody an administrator'],
    ]);
    assert.deepEqual(
      words(JSON.stringify([bound('cluster-admin')]), JSON.stringify([{ ...bound('cluster-admin'), subjects: [] }])),
      [],
    );
  });

  test('is read where the template leaves places of it open', () => {
    const [before, after] = JSON.stringify([{ ...bound('cluster-admin'), at: 'HERE' }]).split('HERE');
    const open = { 'Fn::Join': ['', [before, { 'Fn::GetAtt': ['A', 'B'] }, after]] };
    assert.equal(words('[]', open).length, 1);
  });

  test('is told as unread where the template takes it from elsewhere, and nothing counts as pruned for that', () => {
    const unread = 'applies objects that its template takes from elsewhere, so that the review cannot read them';
    for (const before of ['[]', JSON.stringify([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'it' } }])])
      assert.deepEqual(words(before, { Ref: 'It' }), [['Data/It', unread]]);
  });
});
