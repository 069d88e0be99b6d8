import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { carryOut } from '../../../cli/bootstrap/bootstrap.ts';
import { planBootstrap, planLines } from '../../../cli/bootstrap/plan.ts';
import { CommandError } from '../../../cli/shared/command-error.ts';

const ACCOUNT = '111122223333';
const plan = (asks = true) => planBootstrap({ name: 'my-blog', region: 'eu-west-1' }, ACCOUNT, asks);

describe('onemerge bootstrap', () => {
  test('makes the policies before the role that carries them', () =>
    assert.deepEqual(
      plan().commands.map(([verb]) => verb),
      ['deploy', 'bootstrap'],
    ));

  test('gives CloudFormation both execution policies, and no other', () => {
    const [, words = []] = plan().commands;
    assert.equal(
      words[words.indexOf('--cloudformation-execution-policies') + 1],
      `arn:aws:iam::${ACCOUNT}:policy/my-blog-execution-iam-eu-west-1,arn:aws:iam::${ACCOUNT}:policy/my-blog-execution-app-eu-west-1`,
    );
  });

  test('lets CloudFormation write records only where the config names a hosted zone', () => {
    const hostedZone = { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' };
    const blog = { domain: { name: 'example.com', redirectFrom: [], certificateArn: '', hostedZone } };
    const zoned = planBootstrap({ name: 'my-blog', region: 'eu-west-1', blog }, ACCOUNT, true);
    assert.match(zoned.commands.flat().join(' '), /policy\/my-blog-execution-dns-eu-west-1/);
    assert.match(planLines(zoned).join('\n'), /my-blog-execution-dns-eu-west-1 .*hosted zone Z0123456789ABCDEFGHIJ/);
    assert.doesNotMatch(JSON.stringify(plan()), /dns/);
  });

  test('lets CloudFormation make a budget only where the config has an amount', () => {
    const budgeted = planBootstrap({ name: 'my-blog', region: 'eu-west-1', monthlyBudget: 300 }, ACCOUNT, true);
    assert.match(budgeted.commands.flat().join(' '), /policy\/my-blog-execution-budget-eu-west-1/);
    assert.doesNotMatch(JSON.stringify(plan()), /budget/);
  });

  test('lets CloudFormation turn metrics of CloudFront on only where the config does', () => {
    const measured = planBootstrap({ name: 'my-blog', region: 'eu-west-1', cdnMetrics: 'on' }, ACCOUNT, true);
    assert.match(measured.commands.flat().join(' '), /policy\/my-blog-execution-metrics-eu-west-1/);
    assert.doesNotMatch(JSON.stringify(plan()), /execution-metrics/);
  });

  test('lets CloudFormation give a schedule a role only where the config has the weekly look for drift', () => {
    const weekly = planBootstrap({ name: 'my-blog', region: 'eu-west-1', driftCheck: 'weekly' }, ACCOUNT, true);
    assert.match(weekly.commands.flat().join(' '), /policy\/my-blog-execution-drift-eu-west-1/);
    assert.doesNotMatch(JSON.stringify(plan()), /execution-drift/);
  });

  test('lets CloudFormation make a vault of backups only where the config has one, with that lock and no other', () => {
    const backupVault = { keepDays: 35, lock: { minRetentionDays: 30 }, number: 1 };
    const locked = planBootstrap({ name: 'my-blog', region: 'eu-west-1', backupVault }, ACCOUNT, true);
    assert.match(locked.commands.flat().join(' '), /policy\/my-blog-execution-backup-eu-west-1/);
    assert.match(JSON.stringify(locked), /"backup:MinRetentionDays":"30"/);
    assert.doesNotMatch(JSON.stringify(plan()), /execution-backup/);
  });

  test('prepares us-east-1 too when the certificate is made there, for that and for nothing else', () => {
    const hostedZone = { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' };
    const blog = { domain: { name: 'example.com', redirectFrom: [], hostedZone } };
    const of = (region: string) =>
      planBootstrap({ name: 'my-blog', region, blog }, ACCOUNT, true)
        .commands.slice(1)
        .map((words) => words.join(' '));
    const [here = '', there = '', ...more] = of('eu-west-1');
    assert.match(here, /eu-west-1 .*execution-iam.*execution-app.*execution-dns-eu-west-1$/);
    assert.match(
      there,
      new RegExp(`/us-east-1 .*policies arn:aws:iam::${ACCOUNT}:policy/my-blog-execution-certificate-eu-west-1$`),
    );
    assert.deepEqual(more, []);
    const [only = '', ...others] = of('us-east-1');
    assert.match(only, /execution-app.*execution-dns.*execution-certificate-us-east-1$/);
    assert.deepEqual(others, []);
  });

  test('leaves the bootstrap of other apps alone', () => {
    const { qualifier, commands } = plan();
    const [, words = []] = commands;
    assert.notEqual(qualifier, 'hnb659fds');
    assert.equal(words[words.indexOf('--qualifier') + 1], qualifier);
    assert.equal(words[words.indexOf('--toolkit-stack-name') + 1], `CDKToolkit-${qualifier}`);
  });

  test('lets the CDK ask before a policy changes, unless told not to', () => {
    const approval = (asks: boolean) => plan(asks).commands[0]?.at(-1);
    assert.equal(approval(true), 'any-change');
    assert.equal(approval(false), 'never');
  });

  test('says whose account it changes, which policies, where they are written, and what it runs', () => {
    const said = planLines(plan()).join('\n');
    assert.match(said, /^Account {5}111122223333, region eu-west-1$/m);
    assert.match(said, /my-blog-boundary-eu-west-1 .*\(lib\/bootstrap\/boundary\.json\)$/m);
    assert.match(
      said,
      /^Runs {8}npx cdk bootstrap --app 'node --import tsx bin\/bootstrap.ts' aws:\/\/111122223333\/eu-west-1 /m,
    );
  });

  test('hands machines the policies as they will be', () =>
    assert.doesNotMatch(JSON.stringify(plan().policies), /\$\{/));

  test('stops at the command that fails, and says what helps', async () => {
    const run: string[] = [];
    const cdk = async ([verb = '']: readonly string[]) => {
      run.push(verb);
      return 1;
    };
    await assert.rejects(carryOut(plan(), cdk), (error) => {
      assert.ok(error instanceof CommandError);
      assert.match(error.message, /The CDK could not deploy in account 111122223333, region eu-west-1/);
      assert.match(error.help, /npx onemerge bootstrap/);
      assert.equal(error.exitCode, 1);
      return true;
    });
    assert.deepEqual(run, ['deploy']);
  });

  test('runs both commands when they succeed', async () => {
    const run: string[] = [];
    await carryOut(plan(), async ([verb = '']) => run.push(verb) * 0);
    assert.deepEqual(run, ['deploy', 'bootstrap']);
  });
});
