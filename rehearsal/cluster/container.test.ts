import assert from 'node:assert/strict';
import { test } from 'node:test';
import { killContainer, memoryPeak, processorSeconds } from './container.ts';

for (const id of ['', 'containerd://', `containerd://${'0'.repeat(64)}`]) {
  test(`a kill of "${id.slice(0, 20)}", which is no container that runs, is refused and hits nobody`, () => {
    assert.throws(() => killContainer(id), {
      name: 'RehearsalError',
      message: `no process belongs to the container "${id}"`,
    });
  });
}

test('the memory of a container that is gone is not known, nor what it used of a processor', () => {
  const id = `containerd://${'0'.repeat(64)}`;
  assert.deepEqual([memoryPeak(id), processorSeconds(id)], [undefined, undefined]);
});
