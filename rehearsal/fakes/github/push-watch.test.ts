import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BareRepository, GIT_MISSING } from '../../cluster/git/bare-repository.ts';
import { waitFor } from '../../shared/process/wait.ts';
import type { RefChange } from './history.ts';
import { type PushWatch, parseChanges, watchPushes } from './push-watch.ts';

describe('the watch over pushes', { skip: GIT_MISSING }, () => {
  let repository: BareRepository;
  before(() => {
    repository = new BareRepository();
  });
  after(() => repository.remove());

  const watching = async (onPush: (change: RefChange) => unknown, onError: (error: unknown) => void = assert.ifError) =>
    await watchPushes({ bare: repository.bare, onPush, onError });
  const heard = async (watch: PushWatch, told: readonly unknown[], count: number) => {
    const all = async () => (told.length < count ? undefined : told);
    await waitFor(`${count} pushes are told`, all, { seconds: 60, every: 10 }).finally(watch.close);
  };

  test('tells each changed branch with the commits before and after, in order', async () => {
    const told: RefChange[] = [];
    const watch = await watching((change) => told.push(change));
    const first = repository.git('rev-parse', 'HEAD');
    const second = repository.commit('Second', { 'a.txt': '2' });
    repository.git('push', '--quiet', 'origin', 'main');
    const third = repository.commit('Third', { 'a.txt': '3' });
    repository.git('push', '--quiet', 'origin', 'main', 'main:refs/heads/topic');
    await heard(watch, told, 3);
    const ofMain = told.filter(({ ref }) => ref === 'refs/heads/main');
    assert.deepEqual(
      ofMain.map((change) => [change.before, change.after]),
      [
        [first, second],
        [second, third],
      ],
    );
    assert.equal(told.filter(({ ref }) => ref === 'refs/heads/topic').length, 1);
  });

  test('finds pushes that came while nobody watched, and tells them once', async () => {
    const commit = repository.commit('Alone', { 'a.txt': 'alone' });
    repository.git('push', '--quiet', 'origin', 'main');
    const told: string[] = [];
    await heard(await watching((change) => told.push(change.after)), told, 1);
    assert.deepEqual(told, [commit]);
    const again: string[] = [];
    await (await watching((change) => again.push(change.after))).close();
    assert.deepEqual(again, []);
  });

  test('goes on after a push whose event failed', async () => {
    const [told, errors]: [string[], unknown[]] = [[], []];
    const onPush = async (change: RefChange) => {
      told.push(change.after);
      throw new Error('nobody there');
    };
    const watch = await watching(onPush, (error) => errors.push(error));
    repository.commit('One', { 'a.txt': 'one' });
    repository.git('push', '--quiet', 'origin', 'main');
    repository.commit('Two', { 'a.txt': 'two' });
    repository.git('push', '--quiet', 'origin', 'main');
    await heard(watch, errors, 2);
    assert.equal(told.length, 2);
    assert.equal(errors.length, 2);
  });

  test('reads what git writes, and nothing else', () => {
    const [a, b] = ['a'.repeat(40), 'b'.repeat(40)];
    assert.deepEqual(parseChanges(`${a} ${b} refs/heads/main\nnonsense\n`), [
      { before: a, after: b, ref: 'refs/heads/main' },
    ]);
  });
});
