import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { review } from '../../../cli/review/review.ts';
import { ROOT } from '../../support/documents.ts';
import { TestRepository } from '../../support/repository.ts';

/** Edits a file of the project: fails when the text to replace is not there. */
function edit(repository: TestRepository, path: string, from: string, to: string): void {
  const text = readFileSync(join(ROOT, path), 'utf8');
  assert.ok(text.includes(from), `${path} does not hold ${from}: correct this test`);
  repository.write(path, text.replace(from, to));
}

describe('npx onemerge review', () => {
  test('shows both halves of one branch: the database by its property, the pod by its field', async (t) => {
    const repository = new TestRepository(t);
    repository.addProject();
    const base = repository.commit();
    edit(repository, 'onemerge.config.ts', 'blog: {', "database: { size: 't4g.large' }, blog: {");
    edit(repository, 'gitops/apps/ghost/deployment.yaml', 'replicas: 1', 'replicas: 0');
    repository.commit();
    const made = await review(repository.root, 'main~1');
    assert.equal(made.base, base);
    assert.ok('value' in made.infrastructure && 'value' in made.workload, JSON.stringify(made));
    const changes = made.infrastructure.value.map(({ stack, type, properties }) => [
      stack,
      type,
      properties.map(({ name }) => name),
    ]);
    assert.deepEqual(changes, [['Database', 'AWS::RDS::DBInstance', ['DBInstanceClass']]]);
    assert.deepEqual(
      made.workload.value.map(({ key }) => key),
      ['Deployment/ghost/ghost'],
    );
    assert.deepEqual(
      made.judged.looks.map(({ what }) => what),
      ['runs no pod any more'],
    );
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

  test('renders the manifests with what the config decides, and says which rules are broken', async (t) => {
    const repository = new TestRepository(t);
    repository.addProject();
    repository.commit();
    const arn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:mail-AbCdEf';
    edit(repository, 'onemerge.config.ts', 'blog: {', `blog: { mailSecretArn: '${arn}',`);
    edit(repository, 'lib/constructs/mysql-database.ts', "'AwsSolutions-RDS11'", "'AwsSolutions-RDS99'");
    const { workload, acknowledgements, settings, judged } = await review(repository.root, 'HEAD');
    assert.ok('value' in workload && 'value' in acknowledgements, JSON.stringify(workload));
    assert.deepEqual(
      workload.value.filter(({ impact }) => impact === 'added').map(({ key }) => key),
      ['ExternalSecret/ghost/mail', 'NetworkPolicy/ghost/mail'],
    );
    assert.deepEqual(
      acknowledgements.value.map(({ rule, impact }) => [rule, impact]),
      [
        ['AwsSolutions-RDS99', 'added'],
        ['AwsSolutions-RDS11', 'removed'],
      ],
    );
    const broken = judged.looks.filter(({ what }) => what.startsWith('breaks a rule')).map(({ subject }) => subject);
    assert.deepEqual(broken, ['Database/MySql/Instance/Resource AwsSolutions-RDS11']);
    assert.deepEqual(settings, { value: [] });
  });

  for (const [title, foundInBase, expected] of [
    [
      'tells what the CDK finds in the pull request alone',
      false,
      ['Cluster/Kubernetes/Eks/Resource CloudFormation-Validate::W9009'],
    ],
    ['does not tell what the CDK found before', true, []],
  ] as const) {
    test(title, async (t) => {
      const repository = new TestRepository(t);
      repository.addProject();
      const acknowledge = () =>
        edit(
          repository,
          'lib/constructs/kubernetes-cluster.ts',
          'CloudFormation-Validate::W9009',
          'CloudFormation-Validate::W9999',
        );
      if (foundInBase) acknowledge();
      repository.commit();
      acknowledge();
      edit(repository, 'onemerge.config.ts', 'blog: {', "database: { size: 't4g.large' }, blog: {");
      const { judged } = await review(repository.root, 'HEAD');
      const broken = judged.looks.filter(({ what }) => what.startsWith('breaks a rule')).map(({ subject }) => subject);
      assert.deepEqual(broken, expected);
    });
  }

  test('blocks on protection that the config turns off', async (t) => {
    const repository = new TestRepository(t);
    repository.addProject();
    repository.commit();
    edit(repository, 'onemerge.config.ts', 'blog: {', "protection: { off: 'the database moves' }, blog: {");
    const { judged } = await review(repository.root, 'HEAD');
    const protection = judged.blocking.filter(({ subject }) => subject.startsWith('Protection/'));
    const words = protection.map(({ what }) => what);
    assert.deepEqual(words, ['protects less than it did', 'protects less than it did', 'protects less than it did']);
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
