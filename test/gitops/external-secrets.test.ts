import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EARLY_EXTERNAL_SECRETS, EXTERNAL_SECRETS } from '../../lib/names.ts';
import { ofKind, only } from './tree.ts';

const STORE = 'gitops/operators/configs/secret-store.yaml';
const LIMIT = 'gitops/operators/controllers/external-secrets-limit.yaml';

describe('External Secrets', () => {
  const wanted = [...new Set(ofKind('ExternalSecret').map(({ metadata }) => metadata.namespace))].sort();
  const sharing = ofKind('ExternalSecret').filter(({ spec }) => spec.secretStoreRef.kind === 'ClusterSecretStore');
  const served = [...new Set(sharing.map(({ metadata }) => metadata.namespace))].sort();
  const { spec: policy } = only('ValidatingAdmissionPolicy', 'onemerge-external-secrets');

  test('serves the namespaces that ask for secrets, and no others', () => {
    const { conditions } = only('ClusterSecretStore', 'secrets-manager').spec;
    assert.deepEqual(
      conditions,
      [{ namespaces: served }],
      `${STORE}: list the namespaces with an ExternalSecret that names it, ${served.join(' and ')}`,
    );
  });

  test('may write in these namespaces only, whatever the rights of its chart are', () => {
    const [, where] = policy.validations;
    assert.equal(
      where.expression,
      `request.namespace in ${JSON.stringify(wanted).replaceAll(',', ', ')}`,
      `${LIMIT}: list the namespaces that hold an ExternalSecret`,
    );
    assert.equal(
      only('ValidatingAdmissionPolicyBinding', 'onemerge-external-secrets').spec.validationActions[0],
      'Deny',
    );
  });

  test('is held to that under every name that its pods have', () => {
    const [{ expression }] = policy.matchConditions;
    for (const { namespace } of [EXTERNAL_SECRETS, EARLY_EXTERNAL_SECRETS])
      assert.equal(
        expression,
        `request.userInfo.username.startsWith("system:serviceaccount:${namespace}:")`,
        `${LIMIT}: name the namespace of lib/names.ts`,
      );
  });
});
