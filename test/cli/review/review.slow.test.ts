import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Review, review } from '../../../cli/review/review.ts';
import { ROOT } from '../../support/documents.ts';
import { TestRepository } from '../../support/repository.ts';

/** Edits a file of the project: fails when the text to replace is not there. */
function edit(repository: TestRepository, path: string, from: string, to: string): void {
  const text = readFileSync(join(ROOT, path), 'utf8');
  assert.ok(text.includes(from), `${path} does not hold ${from}: correct this test`);
  repository.write(path, text.replace(from, to));
}

const MAIL = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:mail-AbCdEf';
const CLUSTER = 'lib/constructs/kubernetes-cluster.ts';
const DATABASE = 'lib/constructs/mysql-database.ts';

/** One branch that changes all that these tests look at: each of its two syntheses takes seconds. */
function propose(repository: TestRepository): string {
  repository.addProject();
  // What the CDK finds in the base already.
  edit(repository, CLUSTER, 'CloudFormation-Validate::W9009', 'CloudFormation-Validate::W9999');
  const base = repository.commit();
  edit(repository, DATABASE, 'CloudFormation-Validate::E9006', 'CloudFormation-Validate::E9999');
  repository.write(DATABASE, repository.read(DATABASE).replace("'AwsSolutions-RDS11'", "'AwsSolutions-RDS99'"));
  const config = `database: { size: 't4g.large' }, protection: { off: 'the database moves' }, blog: { mailSecretArn: '${MAIL}',`;
  edit(repository, 'onemerge.config.ts', 'blog: {', config);
  edit(repository, 'gitops/apps/ghost/deployment.yaml', 'replicas: 1', 'replicas: 0');
  repository.commit();
  return base;
}

describe('npx onemerge review', () => {
  describe('of a branch that changes both halves', () => {
    let base: string;
    let made: Review;
    before(async () => {
      const repository = new TestRepository({ after });
      base = propose(repository);
      made = await review(repository.root, 'main~1');
    });
    test('compares it with where it left the base', () => {
      assert.equal(made.base, base);
    });

    test('shows the database by its property', () => {
      assert.ok('value' in made.infrastructure, JSON.stringify(made));
      const classes = made.infrastructure.value.flatMap(({ type, properties }) =>
        properties.filter(({ name }) => name === 'DBInstanceClass').map(() => type),
      );
      assert.deepEqual(classes, ['AWS::RDS::DBInstance']);
    });

    test('shows the pod by its field, and the manifests that the config adds', () => {
      assert.ok('value' in made.workload, JSON.stringify(made));
      assert.deepEqual(
        made.workload.value.map(({ key, impact }) => [key, impact]),
        [
          ['Deployment/ghost/ghost', 'changed'],
          ['ExternalSecret/ghost/mail', 'added'],
          ['Kustomization/flux-system/ghost', 'changed'],
          ['NetworkPolicy/ghost/mail', 'added'],
        ],
      );
      assert.ok(made.judged.looks.some(({ what }) => what === 'runs no pod any more'));
    });

    test('tells the rules that it breaks: of cdk-nag, and of the CDK, but not what the CDK found before', () => {
      const broken = made.judged.looks.filter(({ what }) => what.startsWith('breaks a rule'));
      const subjects = broken.map(({ subject }) => subject);
      assert.deepEqual(subjects, [
        'Database/MySql/Instance/Resource AwsSolutions-RDS11',
        'Database/MySql/Instance/Resource CloudFormation-Validate::E9006',
      ]);
    });

    test('tells which rules it acknowledges otherwise', () => {
      assert.ok('value' in made.acknowledgements);
      assert.deepEqual(
        made.acknowledgements.value.map(({ rule, impact }) => [rule, impact]),
        [
          ['CloudFormation-Validate::E9999', 'added'],
          ['AwsSolutions-RDS99', 'added'],
          ['CloudFormation-Validate::E9006', 'removed'],
          ['AwsSolutions-RDS11', 'removed'],
        ],
      );
    });

    test('blocks on protection that the config turns off', () => {
      const protection = made.judged.blocking.filter(({ subject }) => subject.startsWith('Protection/'));
      const words = protection.map(({ what }) => what);
      assert.deepEqual(words, ['protects less than it did', 'protects less than it did', 'protects less than it did']);
    });

    test('finds no setting that the config of the mail leaves unused', () => {
      assert.deepEqual(made.settings, { value: [] });
    });
  });

  test('shows a change of manifests alone without a synthesis, and no folder of the review in what the base cannot say', async (t) => {
    const repository = new TestRepository(t);
    repository.addProject();
    repository.commit();
    edit(repository, 'gitops/apps/ghost/deployment.yaml', 'replicas: 1', 'replicas: 2');
    const { infrastructure, workload } = await review(repository.root, 'HEAD');
    assert.deepEqual(infrastructure, { value: [] });
    assert.deepEqual(
      'value' in workload && workload.value.map(({ key, fields }) => [key, ...fields.map(({ after }) => after)]),
      [['Deployment/ghost/ghost', 2]],
    );
    const lock = repository.read('gitops/lock/kustomization.yaml');
    rmSync(join(repository.root, 'gitops/lock/kustomization.yaml'));
    repository.commit();
    repository.write('gitops/lock/kustomization.yaml', lock);
    const broken = await review(repository.root, 'HEAD');
    assert.match(
      'error' in broken.workload ? broken.workload.error : '',
      /^the base: [^/]*'?gitops\/lock\/kustomization\.yaml/,
    );
  });

  test('shows the half that can be read when the other cannot', async (t) => {
    const repository = new TestRepository(t);
    repository.addProject();
    repository.commit();
    edit(repository, 'onemerge.config.ts', "region: 'eu-west-1'", "region: 'nowhere'");
    const { infrastructure, workload } = await review(repository.root, 'HEAD');
    assert.match('error' in infrastructure ? infrastructure.error : '', /onemerge\.config\.ts: .*region.*nowhere/);
    assert.deepEqual(workload, { value: [] });
  });

  test('leaves nothing behind in the folder for temporary files', async (t) => {
    const repository = new TestRepository(t);
    repository.write('lib', 'no project at all');
    repository.commit();
    repository.write('lib', 'and still none');
    const own = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
    const { TMPDIR } = process.env;
    t.after(() => {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
      rmSync(own, { recursive: true });
    });
    process.env.TMPDIR = own;
    const { infrastructure } = await review(repository.root, 'HEAD');
    assert.ok('error' in infrastructure);
    assert.deepEqual(
      readdirSync(own).filter((name) => name.startsWith('onemerge-')),
      [],
    );
  });
});
