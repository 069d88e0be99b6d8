import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FLUX_OPERATOR_VERSION, FLUX_VERSION } from '../../lib/versions.ts';
import { madeBy, templates, theOnly } from '../support/fixtures.ts';

const HELM = 'Custom::AWSCDK-EKS-HelmChart';
const MANIFEST = 'Custom::AWSCDK-EKS-KubernetesResource';

describe('Flux', () => {
  const { Flux: stack } = templates();
  const operator = theOnly(stack, HELM);
  const instance = madeBy(stack, MANIFEST, 'Flux');
  const [flux] = JSON.parse(instance.Properties.Manifest);

  test('is installed from the pinned chart', () => {
    assert.equal(operator.Properties.Chart, 'oci://ghcr.io/controlplaneio-fluxcd/charts/flux-operator');
    assert.equal(operator.Properties.Version, FLUX_OPERATOR_VERSION);
  });

  test("lets no other pod of the cluster read the operator's status page, which the chart would", () => {
    const { web } = JSON.parse(operator.Properties.Values);
    assert.deepEqual(web, { networkPolicy: { create: false } }, 'lib/constructs/flux.ts: values.web');
  });

  test('has values of its own, so that a rollback of its values is one', () => {
    assert.ok(operator.Properties.Values, 'helm upgrade without values keeps those of the release before');
  });

  test('gives Helm up well before Lambda cuts it off and leaves the release pending', () => {
    const seconds = Number.parseInt(operator.Properties.Timeout, 10);
    assert.ok(seconds <= 600, `${seconds} s is too near to the 900 s of a Lambda function`);
  });

  test('follows the branch of the repository in the config', () => {
    const { Flux: other } = templates({ repository: { owner: 'octo-org', name: 'blog', branch: 'live' } });
    const [{ spec }] = JSON.parse(madeBy(other, MANIFEST, 'Flux').Properties.Manifest);
    assert.equal(spec.sync.url, 'https://github.com/octo-org/blog.git');
    assert.equal(spec.sync.ref, 'refs/heads/live');
    assert.equal(spec.sync.path, 'gitops/clusters/production');
  });

  for (const word of ['true', '123', 'null', '0x1', 'no', '1e3']) {
    test(`follows a branch and a repository that YAML would read as something else than a text: ${word}`, () => {
      const { Flux: other } = templates({ repository: { owner: word, name: word, branch: word } });
      const [{ spec }] = JSON.parse(madeBy(other, MANIFEST, 'Flux').Properties.Manifest);
      assert.equal(spec.sync.url, `https://github.com/${word}/${word}.git`);
      assert.equal(spec.sync.ref, `refs/heads/${word}`);
    });
  }

  test('is the pinned distribution with the four controllers that the tree needs', () => {
    assert.equal(flux.spec.distribution.version, FLUX_VERSION);
    assert.deepEqual(flux.spec.components, [
      'source-controller',
      'kustomize-controller',
      'helm-controller',
      'notification-controller',
    ]);
  });

  test('admits only the traffic that Flux needs', () => assert.equal(flux.spec.cluster.networkPolicy, true));

  /** The patches of a controller: lists of JSON patches, and parts of its Deployment. */
  function patchesOf(controller: string) {
    const patches: { target: { kind: string; name: string }; patch: string }[] = flux.spec.kustomize.patches;
    return patches
      .filter(({ target }) => target.kind === 'Deployment' && new RegExp(`^${target.name}$`).test(controller))
      .map(({ patch }) => JSON.parse(patch));
  }

  /** The flags that patches add to a controller. */
  function flagsOf(controller: string): string[] {
    return patchesOf(controller).flatMap((patch) => (Array.isArray(patch) ? patch.map(({ value }) => value) : []));
  }

  test('lets a fix interrupt the wait for the rollout that it fixes, and looks for dependencies ten times a second', () => {
    const flags = flagsOf('kustomize-controller');
    for (const flag of [
      '--feature-gates=CancelHealthCheckOnNewRevision=true',
      '--requeue-dependency=100ms',
      '--kube-api-burst=20000',
      '--feature-gates=CacheSecretsAndConfigMaps=true',
    ])
      assert.ok(flags.includes(flag), flags.join(' '));
  });

  test('builds manifests in memory, by the names that Flux gives container and volume', () => {
    const [{ spec }] = patchesOf('kustomize-controller').filter((patch) => !Array.isArray(patch));
    assert.deepEqual(spec.template.spec, {
      containers: [{ name: 'manager', env: [{ name: 'GOGC', value: '400' }] }],
      volumes: [{ name: 'temp', emptyDir: { medium: 'Memory' } }],
    });
  });

  test('applies nothing from another repository', () => {
    assert.ok(flagsOf('kustomize-controller').includes('--no-remote-bases=true'));
  });

  for (const controller of ['kustomize-controller', 'helm-controller', 'notification-controller'])
    test(`gives nobody the sources of another namespace, in ${controller}`, () => {
      assert.ok(flagsOf(controller).includes('--no-cross-namespace-refs=true'));
    });

  test('fetches the manifests, in which it starts, and nothing else', () => {
    const patch = flux.spec.kustomize.patches.find(
      ({ target }: { target: { kind: string } }) => target.kind === 'GitRepository',
    );
    assert.deepEqual(JSON.parse(patch.patch), [{ op: 'add', path: '/spec/sparseCheckout', value: ['gitops'] }]);
    assert.ok(flux.spec.sync.path.startsWith('gitops/'), 'Flux starts outside of what it fetches');
  });

  test('substitutes the settings in the root Kustomization too, which states its timing', () => {
    const patch = flux.spec.kustomize.patches.find(
      ({ target }: { target: { kind: string } }) => target.kind === 'Kustomization',
    );
    const added = Object.fromEntries(
      JSON.parse(patch.patch).map(({ path, value }: { path: string; value: unknown }) => [path, value]),
    );
    assert.deepEqual(added['/spec/postBuild'], {
      substituteStrategy: 'Always',
      substituteFrom: [{ kind: 'ConfigMap', name: 'settings' }],
    });
    assert.deepEqual(Object.keys(added).sort(), [
      '/spec/postBuild',
      '/spec/retryInterval',
      '/spec/timeout',
      '/spec/wait',
    ]);
  });

  test('goes before its operator on deletion, so that the operator can take it apart', () => {
    assert.ok(instance.DependsOn?.includes(operator.logicalId), 'FluxInstance must depend on the operator');
  });

  test('can fail alone: a new version of Kubernetes changes nothing of its stack, and a new one of Flux nothing of the cluster', () => {
    const { Cluster: cluster } = templates();
    assert.deepEqual(Object.keys(stack.findResources('AWS::EKS::Cluster')), []);
    assert.deepEqual(
      [HELM, MANIFEST].map((type) => Object.keys(cluster.findResources(type))),
      [[], []],
    );
  });
});
