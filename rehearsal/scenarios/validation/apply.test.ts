import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Api } from '../../cluster/api.ts';
import { apply } from './apply.ts';
import { DEPLOYMENT, SERVED } from './manifests.ts';

/** An API server that refuses paths which match, and remembers what it was asked. */
function refusing(pattern: RegExp): { readonly api: Api; readonly asked: string[] } {
  const asked: string[] = [];
  const ask: Api['ask'] = async (method, path) => {
    asked.push(`${method} ${path}`);
    return pattern.test(path) ? { status: 422, text: '{"message":"no"}' } : { status: 200, text: '{}' };
  };
  return { api: { ask, close: () => undefined }, asked };
}

const NOTHING = /^$/;

describe('applying an object', () => {
  test('is the server-side apply of kustomize-controller, in which an unknown field is an error', async () => {
    const { api, asked } = refusing(NOTHING);
    assert.equal(await apply(api, SERVED, DEPLOYMENT), undefined);
    assert.match(asked[0] ?? '', /^PATCH \/apis\/apps\/v1\/namespaces\/ghost\/deployments\/ghost\?/);
    assert.match(asked[0] ?? '', /fieldManager=kustomize-controller.*fieldValidation=Strict/);
    assert.doesNotMatch(asked[0] ?? '', /dryRun/, 'what is applied later may need it');
  });

  test('tells what the API server refused', async () => {
    const refused = await apply(refusing(/deployments/).api, SERVED, DEPLOYMENT);
    assert.deepEqual(refused, { object: DEPLOYMENT, part: 'object', words: 'no' });
  });

  test('asks for a pod of its template too, because Pod Security refuses pods alone', async () => {
    const refused = await apply(refusing(/pods\?dryRun=All/).api, SERVED, DEPLOYMENT);
    assert.deepEqual(refused, { object: DEPLOYMENT, part: 'pod', words: 'no' });
  });

  for (const [kind, template] of [
    ['CronJob', ['jobTemplate', 'spec', 'template']],
    ['Workflow of an operator', ['steps', 'template']],
  ] as const) {
    test(`asks for a pod of a ${kind}, whose template lies deeper`, async () => {
      const pod = { metadata: {}, spec: { containers: [{ name: 'web', image: 'web' }] } };
      const spec = template.reduceRight<object>((inner, field) => ({ [field]: inner }), pod);
      const object = { ...DEPLOYMENT, spec };
      assert.equal((await apply(refusing(/pods\?dryRun=All/).api, SERVED, object))?.part, 'pod');
    });
  }

  test('asks for no pod of the values of a chart', async () => {
    const { api, asked } = refusing(NOTHING);
    await apply(api, SERVED, { ...DEPLOYMENT, spec: { values: { spec: { containers: [{ name: 'web' }] } } } });
    assert.equal(asked.length, 1);
  });

  test('refuses what has no namespace and needs one, as Flux does', async () => {
    const { api, asked } = refusing(NOTHING);
    const refused = await apply(api, SERVED, { ...DEPLOYMENT, metadata: { name: 'ghost' } });
    assert.equal(refused?.words, 'namespace not specified');
    assert.deepEqual(asked, []);
  });

  test('gives a namespace the ServiceAccount that its pods need', async () => {
    const { api, asked } = refusing(NOTHING);
    await apply(api, SERVED, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ghost' } });
    assert.match(asked.join(), /PATCH \/api\/v1\/namespaces\/ghost\?.*\/namespaces\/ghost\/serviceaccounts\/default\?/);
  });

  test('asks nobody about a kind that nobody serves', async () => {
    const { api, asked } = refusing(NOTHING);
    const refused = await apply(api, SERVED, { ...DEPLOYMENT, apiVersion: 'apps/v1beta1' });
    assert.equal(refused?.words, 'no kind Deployment in apps/v1beta1');
    assert.deepEqual(asked, []);
  });
});
