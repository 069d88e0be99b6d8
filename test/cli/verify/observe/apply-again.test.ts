import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FluxFacts } from '../../../../cli/verify/facts.ts';
import { ApplyAgain } from '../../../../cli/verify/observe/apply-again.ts';
import { after, helmRelease, kustomization } from '../facts.ts';

const AT = after(10);
const BEFORE = { handledAt: after(0) };
const HANDLED = { handledAt: AT };

/** Waits no longer than for one round of requests; for as long as it takes. Milliseconds. */
const NOT_AT_ALL = 0;
const LONG = 60_000;

/**
 * An API server that notes whom it is asked to annotate.
 * @param answers whether Flux does at once what an object is asked for
 */
function server(objects: readonly FluxFacts[], answers = true) {
  const asked: string[] = [];
  const handledAt = new Map(objects.map(({ name, handledAt: at = '' }) => [name, at]));
  const list = async (kind: string) =>
    objects
      .filter((object) => kind === `${object.kind.toLowerCase()}s`)
      .map(({ namespace, name, owner = '/' }) => ({
        metadata: {
          namespace,
          name,
          uid: name,
          generation: 1,
          labels: Object.fromEntries(
            ['namespace', 'name'].map((key, at) => [`kustomize.toolkit.fluxcd.io/${key}`, owner.split('/')[at] ?? '']),
          ),
        },
        spec: {},
        status: { observedGeneration: 1, lastHandledReconcileAt: handledAt.get(name) },
      }));
  const annotate = async (_: string, { name }: { name: string }, annotations: Readonly<Record<string, string>>) => {
    const at = annotations['reconcile.fluxcd.io/requestedAt'] ?? '';
    asked.push(`${name} ${at}`);
    if (answers) handledAt.set(name, at);
  };
  return { list, annotate, asked };
}

const blog = kustomization({ name: 'ghost', ...BEFORE });
const operators = kustomization({ name: 'operators', ...BEFORE });
const release = helmRelease({ name: 'secrets', owner: 'flux-system/operators', ...BEFORE });
const ALL = { kustomizations: [operators, blog], helmReleases: [release] };
const OBJECTS = [operators, blog, release];

describe('a request to apply everything once more', () => {
  test('goes to what applied a release after that release, or Flux would wait five seconds for it', async () => {
    const api = server(OBJECTS);
    assert.equal(await new ApplyAgain().ask(api, ALL, AT, LONG), true, 'Flux has done it');
    assert.deepEqual(api.asked, [`secrets ${AT}`, `ghost ${AT}`, `operators ${AT}`]);
  });

  test('goes to nobody twice, and is not waited for when there is no time', async () => {
    const [api, again] = [server(OBJECTS, false), new ApplyAgain()];
    assert.equal(await again.ask(api, ALL, AT, NOT_AT_ALL), false);
    assert.equal(await again.ask(api, ALL, AT, NOT_AT_ALL), false);
    assert.deepEqual(api.asked, [`secrets ${AT}`, `ghost ${AT}`]);
  });

  test('goes by a later call to what comes after a release that took longer', async () => {
    const [api, again] = [server(OBJECTS, false), new ApplyAgain()];
    await again.ask(api, ALL, AT, NOT_AT_ALL);
    await again.ask(api, { ...ALL, helmReleases: [{ ...release, ...HANDLED }] }, AT, NOT_AT_ALL);
    assert.deepEqual(api.asked.at(-1), `operators ${AT}`);
  });

  test('is nothing to wait for once all was seen to be done', async () => {
    const api = server([blog]);
    const done = { kustomizations: [{ ...blog, ...HANDLED }], helmReleases: [] };
    assert.equal(await new ApplyAgain().ask(api, done, AT, LONG), false, 'a look has seen it');
    assert.deepEqual(api.asked, []);
  });

  test('goes to all of them again when it is another one', async () => {
    const [api, again] = [server([blog], false), new ApplyAgain()];
    for (const at of [AT, after(80)])
      await again.ask(api, { kustomizations: [blog], helmReleases: [] }, at, NOT_AT_ALL);
    assert.deepEqual(api.asked, [`ghost ${AT}`, `ghost ${after(80)}`]);
  });

  test('is repeated to whom it did not reach', async () => {
    const [api, again] = [server([blog]), new ApplyAgain()];
    const owners = { kustomizations: [blog], helmReleases: [] };
    const refusing = { ...api, annotate: () => Promise.reject(new Error('403 forbidden')) };
    await assert.rejects(again.ask(refusing, owners, AT, NOT_AT_ALL), /403/);
    await again.ask(api, owners, AT, NOT_AT_ALL);
    assert.deepEqual(api.asked, [`ghost ${AT}`]);
  });
});
