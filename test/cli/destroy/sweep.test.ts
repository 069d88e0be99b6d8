import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Remnant } from '../../../cli/destroy/remnants.ts';
import { sweep } from '../../../cli/destroy/sweep.ts';
import { CommandError } from '../../../cli/shared/command-error.ts';

const remnant = (changes: Partial<Remnant> = {}): Remnant => ({
  kind: 'network interface',
  id: 'eni-1',
  name: 'of a function',
  inUse: false,
  ...changes,
});

/** A VPC with these, of which AWS refuses to delete some. */
function vpc(found: readonly Remnant[], refused: readonly string[] = []) {
  const removed: string[] = [];
  const remove = async ({ id }: Remnant) => {
    if (refused.includes(id)) throw new CommandError('AWS refused ec2:DeleteSecurityGroup', { help: 'ask for it' });
    removed.push(id);
  };
  return { removed, remnants: { find: async () => found, remove } };
}

describe('of what AWS has left in the VPC', () => {
  test('what nobody uses goes, in the order in which it can', async () => {
    const group = remnant({ kind: 'security group', id: 'sg-1', name: 'CloudFront-VPCOrigins-Service-SG' });
    const { remnants, removed } = vpc([remnant(), group]);
    assert.deepEqual(await sweep('vpc-1', remnants), {
      removed: ['network interface eni-1 (of a function)', 'security group sg-1 (CloudFront-VPCOrigins-Service-SG)'],
      kept: [],
    });
    assert.deepEqual(removed, ['eni-1', 'sg-1']);
  });

  test('what is in use stays, and is named', async () => {
    const { remnants, removed } = vpc([remnant({ inUse: true })]);
    assert.deepEqual(await sweep('vpc-1', remnants), {
      removed: [],
      kept: ['network interface eni-1 (of a function) is in use'],
    });
    assert.deepEqual(removed, []);
  });

  test('what AWS refuses to delete is named with why, and the rest goes', async () => {
    const { remnants, removed } = vpc([remnant({ id: 'eni-1' }), remnant({ id: 'eni-2' })], ['eni-1']);
    const { kept } = await sweep('vpc-1', remnants);
    assert.deepEqual(kept, ['network interface eni-1 (of a function): AWS refused ec2:DeleteSecurityGroup']);
    assert.deepEqual(removed, ['eni-2']);
  });

  test('nothing is taken for gone that could not be looked for', async () => {
    const find = async () => {
      throw new CommandError('AWS refused ec2:DescribeNetworkInterfaces', { help: 'ask for it' });
    };
    const { kept } = await sweep('vpc-1', { find, remove: async () => assert.fail('removed') });
    assert.deepEqual(kept, ['what is in vpc-1 is not known: AWS refused ec2:DescribeNetworkInterfaces']);
  });
});
