import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Manifest } from '../../cli/shared/rendering/render.ts';
import { ofKind, only, TREES, UNREADABLE } from './tree.ts';

const ours = ofKind('Deployment');
const containersOf = ({ spec }: Manifest) => [
  ...(spec.template.spec.initContainers ?? []),
  ...spec.template.spec.containers,
];

describe('the pods of gitops/apps', { skip: UNREADABLE }, () => {
  test('of Ghost stay with their readers while a database changes its class, which takes up to a quarter of an hour', () => {
    const [ghost] = only('Deployment', 'ghost').spec.template.spec.containers;
    const seconds = ({ periodSeconds, failureThreshold }: { periodSeconds: number; failureThreshold: number }) =>
      periodSeconds * failureThreshold;
    const where = 'gitops/apps/ghost/deployment.yaml';
    assert.ok(
      seconds(ghost.readinessProbe) >= 900,
      `${where}: readinessProbe must fail for 15 minutes before it counts`,
    );
    assert.equal(
      ghost.startupProbe.httpGet.path,
      '/ghost/api/admin/site/',
      `${where}: startupProbe must not ask the database`,
    );
    assert.notEqual(
      ghost.livenessProbe.httpGet.path,
      ghost.readinessProbe.httpGet.path,
      `${where}: livenessProbe must not ask the database`,
    );
  });

  test('of Ghost join the load balancer while they start, and stay in it while they restart in their place', () => {
    assert.equal(
      only('Service', 'ghost').spec.publishNotReadyAddresses,
      true,
      'gitops/apps/ghost/service.yaml: set publishNotReadyAddresses, or readers wait for AWS after Ghost has started',
    );
  });

  test('of Ghost send all mail from the address of the mail secret, which mail services know', () => {
    const tree = TREES['mail on'].flatMap(({ objects }) => objects);
    const deployment = tree.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'ghost');
    const [ghost] = deployment?.spec.template.spec.containers ?? [];
    const names = ghost.env.map(({ name }: { name: string }) => name);
    for (const name of ['mail__from_FILE', 'hostSettings__managedEmail__enabled'])
      assert.ok(names.includes(name), `gitops/apps/ghost/mail-on/deployment-patch.yaml: set ${name}`);
  });

  test('find every file that a _FILE variable names', () => {
    for (const deployment of ours) {
      const sources = new Map<string, Manifest>();
      for (const volume of deployment.spec.template.spec.volumes ?? []) {
        const secret = ofKind('ExternalSecret').find(
          ({ metadata, spec }) => (spec.target?.name ?? metadata.name) === volume.secret?.secretName,
        );
        const source = secret ?? ofKind('ConfigMap').find(({ metadata }) => metadata.name === volume.configMap?.name);
        if (source) sources.set(volume.name, source);
      }
      for (const container of containersOf(deployment)) {
        for (const { name, value = '' } of (container.env ?? []).filter((entry: { name: string }) =>
          entry.name.endsWith('_FILE'),
        )) {
          const mount = (container.volumeMounts ?? []).find(({ mountPath }: { mountPath: string }) =>
            value.startsWith(`${mountPath}/`),
          );
          if (mount && !sources.has(mount.name)) continue; // another kind of volume, whose files nobody knows
          const source = sources.get(mount?.name ?? '');
          const keys: string[] =
            source?.spec?.data?.map((entry: { secretKey: string }) => entry.secretKey) ??
            Object.keys({ ...source?.data, ...source?.binaryData });
          assert.ok(
            keys.includes(value.slice((mount?.mountPath.length ?? 0) + 1)),
            `Deployment ${deployment.metadata.name}: ${name} names ${value}, and no mounted Secret or ConfigMap holds it.`,
          );
        }
      }
    }
  });

  test('need no sign-in code exactly when there is no mail', () => {
    const verification = (tree: keyof typeof TREES) => {
      const deployment = TREES[tree]
        .flatMap(({ objects }) => objects)
        .find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'ghost');
      return deployment?.spec.template.spec.containers[0].env.find(
        ({ name }: { name: string }) => name === 'security__staffDeviceVerification',
      )?.value;
    };
    assert.equal(verification('mail off'), 'false');
    assert.equal(verification('mail on'), undefined);
  });
});
