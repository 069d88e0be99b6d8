import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { ALL_CONTRACT_VALUES } from '../cli/shared/rendering/contract-values.ts';
import { variablesIn } from '../cli/shared/rendering/render.ts';
import { parseConfig } from '../lib/config/parse.ts';
import { infrastructuresIn } from '../lib/infrastructure.ts';
import {
  BUILD_GROUP,
  DRIFT_GROUP,
  EXTERNAL_SECRETS,
  FLUX_NAMESPACE,
  FLUX_PATH,
  FLUX_SOURCE,
  GHOST_PORT,
  GHOST_USER_ID,
  LOG_COLLECTOR,
  POD_LOGS_FOLDER,
  WEBHOOK_PORT,
  WEBHOOK_RECEIVER,
} from '../lib/names.ts';
import { SETTINGS_CONFIG_MAP, targetGroupSetting } from '../lib/settings.ts';
import config from '../onemerge.config.ts';
import { filesBelow, ofKind, only, RENDERED_BY, TREES, textOf, UNREADABLE } from './gitops/tree.ts';

const fluxKustomizations = ofKind('Kustomization');

describe('the contract between lib/ and gitops/', { skip: UNREADABLE }, () => {
  before(() => console.log(`gitops/ rendered by kubectl ${RENDERED_BY}`));

  // The root is substituted too; it holds variables of its own. The lock's variable is no setting of lib/settings.ts.
  const variables = Object.values(TREES).flatMap((tree) => tree.flatMap(({ text }) => variablesIn(text)));
  const used = new Set(variables.filter((name) => infrastructuresIn(name).length === 0));
  const ofType = [...textOf('lib/settings.ts').matchAll(/^ {2}readonly ([A-Z][A-Z0-9_]*)\??:/gm)].map(
    ([, key]) => key ?? '',
  );
  const services = Object.keys(parseConfig(config).services);
  const declared = [...ofType, ...services.map(targetGroupSetting)];

  test('every service of the config is bound to pods, so that no path of the blog leads nowhere', () => {
    const unbound = services.filter((name) => !used.has(targetGroupSetting(name)));
    const setting = targetGroupSetting(unbound[0] ?? '');
    assert.deepEqual(
      unbound,
      [],
      `Add a TargetGroupBinding with \${${setting}} below gitops/services/, as docs/add-a-service.md has it, or remove services.${unbound[0]} from onemerge.config.ts.`,
    );
  });

  test('every setting is used by a manifest, so that none is written for nobody', () => {
    const unused = ofType.filter((key) => !used.has(key));
    assert.deepEqual(
      unused,
      [],
      `Use \${${unused[0]}} in a manifest below gitops/, or delete ${unused[0]} from lib/settings.ts.`,
    );
  });

  test('every variable of a manifest is a setting, so that Flux never meets one without a value', () => {
    const unknown = [...used].filter((name) => !declared.includes(name));
    const files = filesBelow('gitops').filter((path) => textOf(path).includes(`\${${unknown[0]}}`));
    assert.deepEqual(
      unknown,
      [],
      `${files.join(', ')} uses \${${unknown[0]}}: ${unknown[0]?.endsWith('_TARGET_GROUP_ARN') ? 'add its service to services of onemerge.config.ts' : `add ${unknown[0]} to lib/settings.ts`}, or correct the name.`,
    );
  });

  test('the tests have a value for every setting', () => {
    const missing = declared.filter((key) => !ALL_CONTRACT_VALUES.some((values) => key in values));
    assert.deepEqual(missing, [], `Add ${missing.join(', ')} to cli/shared/rendering/contract-values.ts.`);
  });

  test('Flux starts at a folder that exists', () => {
    assert.ok(
      existsSync(join(import.meta.dirname, '..', FLUX_PATH, 'kustomization.yaml')),
      `FLUX_PATH in lib/names.ts says ${FLUX_PATH}, which holds no kustomization.yaml.`,
    );
  });

  for (const { metadata, spec } of fluxKustomizations) {
    const file = `${FLUX_PATH}/${metadata.name}.yaml`;

    test(`${metadata.name} is substituted from the settings that CDK writes`, () => {
      assert.deepEqual(
        spec.postBuild?.substituteFrom,
        [{ kind: 'ConfigMap', name: SETTINGS_CONFIG_MAP.name }],
        `Write it in ${file} as lib/settings.ts names it.`,
      );
      assert.equal(
        metadata.namespace,
        SETTINGS_CONFIG_MAP.namespace,
        `${file}: the settings are in ${SETTINGS_CONFIG_MAP.namespace}, and Flux looks in the Kustomization's own namespace.`,
      );
    });

    test(`${metadata.name} follows the repository that CDK's FluxInstance makes`, () => {
      assert.deepEqual(
        spec.sourceRef,
        { kind: 'GitRepository', name: FLUX_SOURCE },
        `${file}: lib/names.ts names the source ${FLUX_SOURCE}.`,
      );
      assert.equal(metadata.namespace, FLUX_NAMESPACE, `${file}: the source is in ${FLUX_NAMESPACE}.`);
    });
  }

  test('External Secrets runs under the name that Pod Identity gives rights to', () => {
    const { namespace, serviceAccount } = EXTERNAL_SECRETS;
    const release = only('HelmRelease', 'external-secrets');
    assert.equal(
      release.metadata.namespace,
      namespace,
      `gitops/operators/controllers/external-secrets.yaml: metadata.namespace must be ${namespace}, as in lib/names.ts.`,
    );
    assert.equal(
      release.spec.values.serviceAccount.name,
      serviceAccount,
      `gitops/operators/controllers/external-secrets.yaml: values.serviceAccount.name must be ${serviceAccount}, as in lib/names.ts.`,
    );
    only('Namespace', namespace);
  });

  test('the collector of logs runs under the name that Pod Identity gives rights to, and reads the folder that rules know', () => {
    const { metadata, spec } = only('DaemonSet', 'collector');
    const pod = spec.template.spec;
    assert.deepEqual(
      { namespace: metadata.namespace, serviceAccount: pod.serviceAccountName },
      LOG_COLLECTOR,
      'gitops/apps/logs: the namespace and the ServiceAccount must be those of lib/names.ts.',
    );
    assert.equal(
      only('ServiceAccount', LOG_COLLECTOR.serviceAccount).metadata.namespace,
      LOG_COLLECTOR.namespace,
      'gitops/apps/logs/service-account.yaml: its name must be that of lib/names.ts.',
    );
    assert.equal(
      pod.volumes[0].hostPath.path,
      POD_LOGS_FOLDER,
      `gitops/apps/logs/collector.yaml: the folder must be ${POD_LOGS_FOLDER}, as in lib/names.ts.`,
    );
    const { matchConstraints, validations } = only('ValidatingAdmissionPolicy', 'onemerge-logs').spec;
    assert.equal(
      matchConstraints.namespaceSelector.matchLabels['kubernetes.io/metadata.name'],
      LOG_COLLECTOR.namespace,
      'gitops/apps/logs/limit.yaml: it must limit the namespace of lib/names.ts.',
    );
    assert.equal(
      validations[0].expression,
      `variables.folders.all(volume, volume.hostPath.path == "${POD_LOGS_FOLDER}")`,
      `gitops/apps/logs/limit.yaml: it must allow ${POD_LOGS_FOLDER}, as in lib/names.ts, and nothing else.`,
    );
  });

  test("the build's group is the one that its access entry carries", () => {
    for (const kind of ['ClusterRoleBinding', 'RoleBinding']) {
      const groups = only(kind, 'onemerge-build').subjects.map(({ name }: { name: string }) => name);
      assert.deepEqual(
        groups,
        [BUILD_GROUP],
        `gitops/operators/configs/build-access.yaml: the ${kind} must name ${BUILD_GROUP}, as in lib/names.ts.`,
      );
    }
    const [condition] = only('ValidatingAdmissionPolicy', 'onemerge-build').spec.matchConditions;
    assert.equal(
      condition.expression,
      `"${BUILD_GROUP}" in request.userInfo.groups`,
      `gitops/operators/configs/build-access-limit.yaml must name ${BUILD_GROUP}.`,
    );
  });

  test('the group of the look for drift is the one that its access entry carries', () => {
    for (const kind of ['ClusterRoleBinding', 'RoleBinding']) {
      const groups = only(kind, 'onemerge-drift').subjects.map(({ name }: { name: string }) => name);
      assert.deepEqual(
        groups,
        [DRIFT_GROUP],
        `gitops/operators/configs/drift-access.yaml: the ${kind} must name ${DRIFT_GROUP}, as in lib/names.ts.`,
      );
    }
  });

  test('the build reads the settings and no other ConfigMap', () => {
    const { rules, metadata } = only('Role', 'onemerge-build');
    assert.deepEqual(rules, [
      { apiGroups: [''], resources: ['configmaps'], resourceNames: [SETTINGS_CONFIG_MAP.name], verbs: ['get'] },
    ]);
    assert.equal(metadata.namespace, SETTINGS_CONFIG_MAP.namespace);
  });

  test('the webhook wakes the repository that Flux follows, on the port that CDK opens', () => {
    // The webhook's path is made of this name and namespace: `onemerge connect` computes it, Flux listens at it.
    const [receiver] = ofKind('Receiver');
    assert.equal(
      receiver?.metadata.name,
      WEBHOOK_RECEIVER,
      `gitops/operators/configs/webhook-receiver.yaml: metadata.name must be ${WEBHOOK_RECEIVER}, as in lib/names.ts.`,
    );
    assert.deepEqual(
      receiver.spec.resources.map(({ kind, name }: { kind: string; name: string }) => `${kind}/${name}`),
      [`GitRepository/${FLUX_SOURCE}`],
    );
    assert.equal(receiver.metadata.namespace, FLUX_NAMESPACE);
    const [rule] = only('NetworkPolicy', 'webhook-receiver').spec.ingress;
    assert.deepEqual(
      rule.ports,
      [{ protocol: 'TCP', port: WEBHOOK_PORT }],
      `gitops/operators/configs/webhook-network.yaml: the port must be ${WEBHOOK_PORT}, as in lib/names.ts.`,
    );
  });

  test('Ghost runs as the user that owns the content folder', () => {
    const { securityContext } = only('Deployment', 'ghost').spec.template.spec;
    assert.equal(
      securityContext.runAsUser,
      GHOST_USER_ID,
      `gitops/apps/ghost/deployment.yaml: runAsUser must be ${GHOST_USER_ID}, as in lib/names.ts.`,
    );
    assert.equal(
      securityContext.runAsGroup,
      GHOST_USER_ID,
      `gitops/apps/ghost/deployment.yaml: runAsGroup must be ${GHOST_USER_ID}, as in lib/names.ts.`,
    );
  });

  test('Ghost listens where CDK sends the load balancer', () => {
    const why = `must be ${GHOST_PORT}, as in lib/names.ts.`;
    const [ghost] = only('Deployment', 'ghost').spec.template.spec.containers;
    const listens = ghost.env.find(({ name }: { name: string }) => name === 'server__port');
    assert.equal(listens.value, String(GHOST_PORT), `gitops/apps/ghost/deployment.yaml: server__port ${why}`);
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
      assert.equal(
        ghost[probe].httpGet.port,
        GHOST_PORT,
        `gitops/apps/ghost/deployment.yaml: the port of ${probe} ${why}`,
      );
    }
    assert.equal(
      only('Service', 'ghost').spec.ports[0].targetPort,
      GHOST_PORT,
      `gitops/apps/ghost/service.yaml: targetPort ${why}`,
    );
    const [rule] = only('NetworkPolicy', 'ghost').spec.ingress;
    assert.equal(rule.ports[0].port, GHOST_PORT, `gitops/apps/ghost/network.yaml: the ingress port ${why}`);
  });
});
