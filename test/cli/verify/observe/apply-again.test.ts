import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApplyAgain } from '../../../../cli/verify/observe/apply-again.ts';
import { after, helmRelease, kustomization } from '../facts.ts';

const AT = after(10);
const BEFORE = { handledAt: after(0) };
const HANDLED = { handledAt: AT };

/** An API server that notes what it is asked: kind, name and what is set. */
function server() {
  const asked: string[] = [];
  const annotate = async (kind: string, { name }: { name: string }, annotations: Readonly<Record<string, string>>) => {
    asked.push(`${kind} ${name} ${JSON.stringify(annotations)}`);
  };
  const taken = () => asked.splice(0).sort();
  return { annotate, taken };
}

const told = (kind: string, name: string, at = AT) => `${kind} ${name} {"reconcile.fluxcd.io/requestedAt":"${at}"}`;
const blog = kustomization({ name: 'ghost', ...BEFORE });
const operators = kustomization({ name: 'operators', ...BEFORE });
const release = (change: object) => helmRelease({ name: 'secrets', owner: 'flux-system/operators', ...change });

describe('a request to apply everything once more', () => {
  test('goes to each HelmRelease and Kustomization, once', async () => {
    const [api, again] = [server(), new ApplyAgain()];
    const owners = { kustomizations: [blog], helmReleases: [release({ name: 'own', ...BEFORE })] };
    await again.ask(api, owners, AT);
    await again.ask(api, owners, AT);
    assert.deepEqual(api.taken(), [told('helmreleases', 'own'), told('kustomizations', 'ghost')]);
  });

  test('goes to what applied a release once that release is done, or Flux would wait five seconds for it', async () => {
    const [api, again] = [server(), new ApplyAgain()];
    const kustomizations = [operators, blog];
    await again.ask(api, { kustomizations, helmReleases: [release(BEFORE)] }, AT);
    assert.deepEqual(api.taken(), [told('helmreleases', 'secrets'), told('kustomizations', 'ghost')]);
    await again.ask(api, { kustomizations, helmReleases: [release(HANDLED)] }, AT);
    assert.deepEqual(api.taken(), [told('kustomizations', 'operators')]);
  });

  test('goes to all of them again when it is another one', async () => {
    const [api, again] = [server(), new ApplyAgain()];
    await again.ask(api, { kustomizations: [blog], helmReleases: [] }, AT);
    api.taken();
    await again.ask(api, { kustomizations: [blog], helmReleases: [] }, after(80));
    assert.deepEqual(api.taken(), [told('kustomizations', 'ghost', after(80))]);
  });

  test('is repeated to whom it did not reach', async () => {
    const [api, again] = [server(), new ApplyAgain()];
    const refusing = { annotate: () => Promise.reject(new Error('403 forbidden')) };
    await assert.rejects(again.ask(refusing, { kustomizations: [blog], helmReleases: [] }, AT), /403/);
    await again.ask(api, { kustomizations: [blog], helmReleases: [] }, AT);
    assert.deepEqual(api.taken(), [told('kustomizations', 'ghost')]);
  });
});
