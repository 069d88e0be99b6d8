import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
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

const reviewFolders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('onemerge-review-'));

describe('npx onemerge review', () => {
  test('shows both halves of one branch: the database by its property, the pod by its field', async (t) => {
    const repository = new TestRepository(t);
    repository.addProject();
    const base = repository.commit();
    edit(repository, 'onemerge.config.ts', 'blog: {', "database: { size: 'm7g.large' }, blog: {");
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

  test('shows the half that can be read when the other cannot', async (t) => {
    const repository = new TestRepository(t);
    repository.addProject();
    repository.commit();
    edit(repository, 'onemerge.config.ts', "region: 'eu-west-1'", "region: 'nowhere'");
    const { infrastructure, workload } = await review(repository.root, 'HEAD');
    assert.match('error' in infrastructure ? infrastructure.error : '', /onemerge\.config\.ts: .*region.*nowhere/);
    assert.deepEqual(workload, { value: [] });
  });

  test('leaves no folder behind', async (t) => {
    const before = reviewFolders();
    const repository = new TestRepository(t);
    repository.write('lib', 'no project at all');
    repository.commit();
    repository.write('lib', 'and still none');
    const { infrastructure } = await review(repository.root, 'HEAD');
    assert.ok('error' in infrastructure);
    assert.deepEqual(
      reviewFolders().filter((name) => !before.includes(name)),
      [],
    );
  });
});
