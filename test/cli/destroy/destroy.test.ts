import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { confirmName } from '../../../cli/destroy/confirm.ts';
import { destroyStacks, exitCodeOf, json, leftLines } from '../../../cli/destroy/destroy.ts';
import { findLeftovers } from '../../../cli/destroy/leftovers.ts';
import type { Swept } from '../../../cli/destroy/sweep.ts';
import { bootstrapNames } from '../../../lib/bootstrap/names.ts';
import { deployedStacks, standing } from '../doctor/standing.ts';

const plan = { account: '111122223333', region: 'eu-west-1', stacks: ['blog-network'], resources: 3, protected: [] };
/** The folder of the app that has the stacks. */
const APP = '/tmp/app';

describe('the stacks', () => {
  test('are deleted by the CDK, as many at once as can go', async () => {
    const run: string[] = [];
    const two = { ...plan, stacks: ['blog-database', 'blog-cluster'] };
    await destroyStacks(two, async (words) => run.push(words.join(' ')) * 0, APP);
    assert.deepEqual(run, [`destroy --all --force --concurrency 2 --app ${APP}`]);
  });

  test('are left alone when none stands', async () => {
    await destroyStacks({ ...plan, stacks: [] }, async () => assert.fail('nothing is to be destroyed'), APP);
  });

  test('that could not all be deleted are told with how to go on', async () => {
    const failing = destroyStacks(plan, async () => 1, APP);
    await assert.rejects(failing, {
      message: 'Not every stack could be deleted',
      help: /then: npx onemerge destroy$/,
      exitCode: 1,
    });
  });
});

describe('stacks that cannot go because AWS has left something in their VPC', () => {
  /** The CDK, which fails as often as told, and what was said meanwhile. */
  const scene = (failures: number, swept: Swept) => {
    const said: string[] = [];
    let runs = 0;
    const cdk = async () => (runs++ < failures ? 1 : 0);
    const destroying = () =>
      destroyStacks(plan, cdk, APP, { sweep: async () => swept, say: (line) => void said.push(line) });
    return { destroying, said, runs: () => runs };
  };

  test('are deleted once more when that is swept out, and it is told', async () => {
    const { destroying, said, runs } = scene(1, { removed: ['network interface eni-1 (of a function)'], kept: [] });
    await destroying();
    assert.deepEqual(said, ['Swept    network interface eni-1 (of a function)']);
    assert.equal(runs(), 2);
  });

  test('are not tried again when there was nothing to sweep: something else keeps them', async () => {
    const { destroying, runs } = scene(1, { removed: [], kept: [] });
    await assert.rejects(destroying(), { message: 'Not every stack could be deleted', help: /^delete what it names/ });
    assert.equal(runs(), 1);
  });

  test('are told with what is in use, and that it takes time', async () => {
    const { destroying, runs } = scene(2, {
      removed: ['one'],
      kept: ['network interface eni-2 (of a function) is in use'],
    });
    await assert.rejects(destroying(), {
      message:
        'Not every stack could be deleted. AWS still has in the VPC: network interface eni-2 (of a function) is in use',
      help: /^wait for what is in use, .*; then: npx onemerge destroy$/,
      exitCode: 1,
    });
    assert.equal(runs(), 2);
  });

  test('are not swept for when they go', async () => {
    await destroyStacks(plan, async () => 0, APP, { sweep: () => assert.fail('swept'), say: () => undefined });
  });
});

describe('a destruction is confirmed by the name of the blog', () => {
  test('which a person types', async () => {
    await confirmName('blog', undefined, async () => ' blog ');
    await assert.rejects(
      confirmName('blog', undefined, async () => 'yes'),
      { message: '"yes" is not blog: nothing was destroyed' },
    );
  });

  test('or gives on the command line', async () => {
    await confirmName('blog', 'blog', undefined);
    await assert.rejects(confirmName('blog', 'other', undefined), {
      help: 'npx onemerge destroy --yes blog',
      exitCode: 1,
    });
  });

  test('and not at all where nobody is there', async () => {
    await assert.rejects(confirmName('blog', undefined, undefined), { message: /^Nobody is there to confirm it/ });
  });
});

describe('what stays', () => {
  test('is told with what it holds and what removes it', () => {
    const left = [{ what: 'file system fs-1', why: 'what users uploaded', remove: ['aws efs one', 'aws efs two'] }];
    assert.deepEqual(leftLines({ left, unread: [] }).slice(1), [
      '  file system fs-1: what users uploaded',
      '    aws efs one',
      '    aws efs two',
    ]);
  });

  test('is told to be nothing only when everything could be looked for', () => {
    assert.match(
      leftLines({ left: [], unread: [] }).join(),
      /^Left {5}nothing that carries the name or the tag of the blog$/,
    );
    assert.match(
      leftLines({ left: [], unread: ['AWS says no'] }).join(),
      /Unknown {2}not everything could be looked for: AWS says no$/,
    );
  });

  test('is one document for machines, with the plan and the exit code', () => {
    const left = [{ what: 'file system fs-1', why: 'what users uploaded', remove: ['aws efs one'] }];
    assert.deepEqual(JSON.parse(json(plan, { left, unread: ['AWS says no'] })), {
      exitCode: 2,
      ...plan,
      left,
      unread: ['AWS says no'],
    });
  });

  test('ends with code 2 when not everything could be looked for', () => {
    assert.equal(exitCodeOf({ left: [], unread: [] }), 0);
    assert.equal(exitCodeOf({ left: [], unread: ['AWS says no'] }), 2);
  });

  test('and cannot be asked about is told, beside what was found', async () => {
    const { account, config } = standing({
      account: {
        stacks: async () => deployedStacks({ name: bootstrapNames(config).toolkitStack, protected: false }).slice(0, 1),
      },
    });
    const refused = { statusCode: 400, headers: {}, body: Buffer.from('{}') };
    const { left, unread } = await findLeftovers(config, account, {
      region: 'eu-west-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      requestHandler: { handle: async () => ({ response: refused }) },
      maxAttempts: 1,
    });
    assert.equal(unread.length, 7, unread.join('\n'));
    assert.match(unread.join('\n'), /reading the snapshots in eu-west-1/);
    assert.deepEqual(
      left.map(({ what }) => what.split(' ')[0]),
      ['stack'],
    );
  });
});
