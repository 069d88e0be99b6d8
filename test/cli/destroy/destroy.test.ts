import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { confirmName } from '../../../cli/destroy/confirm.ts';
import { destroyStacks, exitCodeOf, leftLines } from '../../../cli/destroy/destroy.ts';
import { findLeftovers } from '../../../cli/destroy/leftovers.ts';
import { bootstrapNames } from '../../../lib/bootstrap/names.ts';
import { parseInstallations } from '../../../lib/config/parse.ts';
import { configInput } from '../../support/fixtures.ts';
import { deployedStacks, standing } from '../doctor/standing.ts';

const plan = { account: '111122223333', region: 'eu-west-1', stacks: ['blog-network'], resources: 3, protected: [] };

describe('the stacks', () => {
  test('are deleted by the CDK, all at once', async () => {
    const run: string[] = [];
    await destroyStacks(plan, async (words) => run.push(words.join(' ')) * 0);
    assert.deepEqual(run, ['destroy --all --force']);
  });

  test('are deleted where commits are promoted, although none is any more', async () => {
    const [, production] = parseInstallations({
      ...configInput(),
      environments: { staging: {}, production: { after: 'staging' } },
    });
    const run: string[] = [];
    await destroyStacks(plan, async (words) => run.push(words.join(' ')) * 0, production);
    assert.deepEqual(run, [`destroy --all --force --context commit=${'0'.repeat(40)}`]);
  });

  test('are left alone when none stands', async () => {
    await destroyStacks({ ...plan, stacks: [] }, async () => assert.fail('nothing is to be destroyed'));
  });

  test('that could not all be deleted are told with how to go on', async () => {
    const failing = destroyStacks(plan, async () => 1);
    await assert.rejects(failing, {
      message: 'Not every stack could be deleted',
      help: /then: npx onemerge destroy$/,
      exitCode: 1,
    });
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

  test('ends with code 2 when not everything could be looked for', () => {
    assert.equal(exitCodeOf({ left: [], unread: [] }), 0);
    assert.equal(exitCodeOf({ left: [], unread: ['AWS says no'] }), 2);
  });

  test('and cannot be asked about is told, beside what was found', async () => {
    const { account, config } = standing({
      account: {
        stacks: async () => deployedStacks({ name: bootstrapNames(config).toolkitStack, protected: false }).slice(0, 1),
        secretExists: async (id) => id === 'fixture/github-app',
      },
    });
    const refused = { statusCode: 400, headers: {}, body: Buffer.from('{}') };
    const { left, unread } = await findLeftovers(config, account, {
      region: 'eu-west-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      requestHandler: { handle: async () => ({ response: refused }) },
      maxAttempts: 1,
    });
    assert.equal(unread.length, 6, unread.join('\n'));
    assert.match(unread.join('\n'), /reading the snapshots in eu-west-1/);
    assert.deepEqual(
      left.map(({ what }) => what.split(' ')[0]),
      ['secret', 'stack'],
    );
  });
});
