import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CONTRACT_VALUES } from '../../cli/shared/rendering/contract-values.ts';
import { renderWorkload, type SecretsManager, WorkloadError } from './workload.ts';

const SECRETS: SecretsManager = {
  [CONTRACT_VALUES.DATABASE_SECRET_ARN]: { username: 'ghost', password: 'a$b' },
  [CONTRACT_VALUES.OWNER_SECRET_ARN]: { password: 'c"d' },
};

describe('the workload that the rehearsal runs', () => {
  it('is the one that Flux would apply, with the Secrets that External Secrets would write', () => {
    const { pod, port, secrets, configMaps, version } = renderWorkload({ ...CONTRACT_VALUES }, SECRETS);
    assert.deepEqual(
      pod.containers.map(({ name }) => name),
      ['ghost'],
    );
    assert.equal(port, 2368);
    assert.equal(secrets.get('database')?.get('password')?.toString(), 'a$b');
    assert.equal(configMaps.get('database-ca')?.get('ca.pem')?.toString(), '-----BEGIN CERTIFICATE-----\n');
    assert.match(version, /^\d+\.\d+\.\d+$/);
  });

  it('is refused when a manifest asks for a property that no secret has', () => {
    const incomplete: SecretsManager = { ...SECRETS, [CONTRACT_VALUES.DATABASE_SECRET_ARN]: { username: 'ghost' } };
    assert.throws(
      () => renderWorkload({ ...CONTRACT_VALUES }, incomplete),
      (error: Error) => {
        assert.ok(error instanceof WorkloadError);
        assert.match(error.message, /property password/);
        return true;
      },
    );
  });
});
