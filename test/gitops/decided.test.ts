import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  CONTRACT_VALUES_WITH_MAIL,
  CONTRACT_VALUES_WITH_LOGS as LOGS_KEPT,
  CONTRACT_VALUES as SETTINGS,
} from '../../cli/shared/rendering/contract-values.ts';
import type { Manifest } from '../../cli/shared/rendering/render.ts';
import { ofKind, only, TREES, textOf, UNREADABLE } from './tree.ts';

/** A value that somebody decided, which every schema would let be another one. */
type Decided = readonly [object: string, field: string, value: unknown, why: string];

const GHOST = 'Deployment ghost';
const USERS = 'Deployment users';
const COLLECTOR = 'DaemonSet collector with logs';
const COLLECTING = 'spec.template.spec.containers.collector';
const ENV = 'spec.template.spec.containers.ghost.env';
const PREPARE = 'spec.template.spec.initContainers.prepare';
const POLICY = 'spec.egress';
const CONTENT = '/var/lib/ghost/content';

/** What Ghost reads of its environment. */
const GHOST_SETTINGS = [
  'url',
  ...['host', 'port', 'shutdownTimeout'].map((name) => `server__${name}`),
  'database__client',
  ...['host', 'port', 'database', 'user_FILE', 'password_FILE'].map((name) => `database__connection__${name}`),
  ...['ca_FILE', 'rejectUnauthorized', 'verifyIdentity'].map((name) => `database__connection__ssl__${name}`),
  'hostSettings__limits__limitSocialWeb__disabled',
  ...['frontend', '301', 'customRedirects'].map((name) => `caching__${name}__maxAge`),
  'logging__transports',
];

/** What it reads besides: without mail, and with it. */
const WITHOUT_MAIL = ['security__staffDeviceVerification'];
const WITH_MAIL = [
  ...['transport', 'from_FILE'].map((name) => `mail__${name}`),
  ...['host_FILE', 'port_FILE', 'auth__user_FILE', 'auth__pass_FILE', 'requireTLS'].map(
    (name) => `mail__options__${name}`,
  ),
  'hostSettings__managedEmail__enabled',
];

const DECIDED: readonly Decided[] = [
  [GHOST, 'spec.replicas', 1, 'Ghost supports one process for a database'],
  [GHOST, 'spec.strategy.type', 'Recreate', 'two processes would write into one database during an update'],
  [GHOST, 'spec.progressDeadlineSeconds', 900, 'a first start mounts a disk and migrates a database'],
  [GHOST, 'spec.template.spec.automountServiceAccountToken', false, 'Ghost never speaks to Kubernetes'],
  [GHOST, 'spec.template.spec.volumes.tmp.emptyDir.sizeLimit', '2Gi', 'uploads of a gigabyte pass through it'],
  [GHOST, 'spec.template.spec.volumes.database.secret.secretName', 'database-user', 'no program has the master user'],
  [GHOST, `${ENV}.url.value`, SETTINGS.SITE_URL, 'every link of the blog begins with it'],
  [GHOST, `${ENV}.server__host.value`, '0.0.0.0', 'the load balancer must reach it'],
  [GHOST, `${ENV}.database__connection__host.value`, SETTINGS.DATABASE_HOST, 'the certificate is for this host'],
  [GHOST, `${ENV}.database__connection__ssl__rejectUnauthorized.value`, 'true', 'anybody could be the database'],
  [GHOST, `${ENV}.database__connection__ssl__verifyIdentity.value`, 'true', 'any database of AWS could be ours'],
  [GHOST, `${ENV}.database__connection__ssl__ca_FILE.value`, '/run/ghost/database-ca/ca.pem', 'only these may sign'],
  [GHOST, `${ENV}.caching__frontend__maxAge.value`, '2', 'no program takes back what a browser keeps: decision 24'],
  [GHOST, `${ENV}.caching__301__maxAge.value`, '0', 'a permanent redirect may be corrected'],
  [GHOST, `${ENV}.caching__customRedirects__maxAge.value`, '0', 'a redirect may be corrected'],
  [GHOST, `${PREPARE}.args.3`, SETTINGS.OWNER_EMAIL, 'the owner is made before the door opens: decision 3'],
  [`${GHOST} with mail`, 'spec.template.spec.volumes.mail.secret.secretName', 'mail', 'its mail is set up by it'],
  [`${GHOST} with mail`, `${ENV}.mail__options__requireTLS.value`, 'true', 'the password of the mail would be read'],
  ...(
    [
      ['startupProbe', '/ghost/api/admin/site/'],
      ['livenessProbe', '/ghost/api/admin/site/'],
      ['readinessProbe', '/ghost/api/admin/authentication/setup/'],
    ] as const
  ).map(
    ([probe, path]): Decided => [
      GHOST,
      `spec.template.spec.containers.ghost.${probe}.httpGet.path`,
      path,
      'which page asks memory, and which the database: decision 6',
    ],
  ),
  ...[GHOST, USERS].flatMap((object): Decided[] => [
    [object, 'spec.template.spec.enableServiceLinks', false, 'variables of services would be read as settings'],
    [object, 'spec.template.spec.securityContext.runAsUser', 1000, "the image's user, whose files these are"],
    [object, 'spec.template.spec.securityContext.runAsGroup', 1000, "the image's group, whose files these are"],
  ]),
  [
    GHOST,
    `${PREPARE}.args`,
    ['node', '/run/ghost/prepare/prepare.mjs', 'current/index.js', SETTINGS.OWNER_EMAIL, '/run/ghost/owner/password'],
    'prepare.mjs takes them by their places',
  ],
  [
    GHOST,
    'spec.template.spec.containers.ghost.args',
    ['node', '--import', '/run/ghost/prepare/restart.mjs', 'current/index.js'],
    'it is started as its image does, and ended when a secret changes',
  ],
  [
    USERS,
    'spec.template.spec.containers.users.command',
    ['node', '/run/database/program/users.mjs'],
    'it is mounted there',
  ],
  ...['startupProbe', 'livenessProbe', 'readinessProbe'].flatMap((probe): Decided[] => {
    const headers = `spec.template.spec.containers.ghost.${probe}.httpGet.httpHeaders`;
    return [
      [GHOST, `${headers}.Host.value`, SETTINGS.SITE_HOST, 'Ghost redirects any other host'],
      [GHOST, `${headers}.X-Forwarded-Proto.value`, 'https', 'Ghost redirects plain http'],
    ];
  }),

  [USERS, 'spec.replicas', 1, 'two would make a user each'],
  [USERS, 'spec.strategy.type', 'Recreate', 'two would make a user each during an update'],
  [USERS, 'spec.template.spec.serviceAccountName', 'users', 'its rights are those of that account'],
  [
    USERS,
    'spec.template.spec.containers.users.readinessProbe.exec.command',
    ['test', '-f', '/tmp/made'],
    'it is ready once the user is there',
  ],
  [
    USERS,
    'spec.template.spec.containers.users.readinessProbe.failureThreshold',
    450,
    'a database may be away 15 minutes',
  ],

  [COLLECTOR, 'spec.template.spec.priorityClassName', 'logs', 'a new node keeps room for it'],
  [COLLECTOR, 'spec.template.spec.tolerations', [{ operator: 'Exists' }], 'every node has pods, to its end'],
  [COLLECTOR, 'spec.template.spec.securityContext.runAsUser', 0, "kubelet's files are root's"],
  [COLLECTOR, 'spec.template.spec.automountServiceAccountToken', false, 'it never speaks to Kubernetes'],
  [COLLECTOR, 'spec.template.spec.volumes.pods.hostPath.type', 'Directory', 'it makes no folder on a node'],
  [
    COLLECTOR,
    'spec.template.spec.volumes.state.emptyDir.sizeLimit',
    '100Mi',
    'ten megabytes wait there, and more goes',
  ],
  [COLLECTOR, `${COLLECTING}.args`, ['--config=/etc/collector/collector.conf'], 'it is mounted there'],
  [COLLECTOR, `${COLLECTING}.env.LOG_GROUP.value`, LOGS_KEPT.LOG_GROUP, 'its role may write nowhere else'],
  [COLLECTOR, `${COLLECTING}.env.LOG_STREAM.value`, LOGS_KEPT.LOG_STREAM, 'its role may write nowhere else'],
  [COLLECTOR, `${COLLECTING}.env.AWS_REGION.value`, SETTINGS.AWS_REGION, 'requests are signed for it'],
  [COLLECTOR, `${COLLECTING}.env.GOMEMLIMIT.value`, '200MiB', 'it would be killed at its limit'],
  ['PriorityClass logs with logs', 'preemptionPolicy', 'Never', 'a blog is worth more than its logs'],
  ['PriorityClass logs with logs', 'value', 1000, 'above that of every other pod of the tree'],
  [
    'NetworkPolicy collector with logs',
    `${POLICY}.2.to`,
    [{ ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } }],
    'CloudWatch may have an endpoint in the VPC',
  ],

  ['Namespace ghost', 'metadata.annotations.kustomize.toolkit.fluxcd.io/prune', 'disabled', 'it holds all uploads'],
  ['PersistentVolume ghost-content', 'spec.mountOptions', ['iam'], 'the access point asks for the identity of the pod'],
  ['PersistentVolume ghost-content', 'spec.csi.driver', 'efs.csi.aws.com', 'Auto Mode mounts EFS by it'],
  ['PersistentVolume ghost-content', 'spec.csi.volumeAttributes.encryptInTransit', 'true', 'EFS refuses plain text'],
  [
    'PersistentVolume ghost-content',
    'spec.csi.volumeHandle',
    `${SETTINGS.CONTENT_FILE_SYSTEM_ID}::${SETTINGS.CONTENT_ACCESS_POINT_ID}`,
    'file system, no path, access point: so the driver reads it',
  ],
  ['PersistentVolumeClaim content', 'spec.volumeName', 'ghost-content', 'it would wait for a disk of its own'],

  ['TargetGroupBinding ghost', 'spec.targetGroupARN', SETTINGS.GHOST_TARGET_GROUP_ARN, 'readers come by it'],
  [
    'TargetGroupBinding webhook-receiver',
    'spec.targetGroupARN',
    SETTINGS.WEBHOOK_TARGET_GROUP_ARN,
    'GitHub comes by it',
  ],
  ...['ghost', 'webhook-receiver'].flatMap((name): Decided[] => [
    [`TargetGroupBinding ${name}`, 'spec.targetType', 'ip', 'CDK made a target group of addresses'],
    [
      `TargetGroupBinding ${name}`,
      'metadata.annotations.kustomize.toolkit.fluxcd.io/force',
      'Enabled',
      "a binding's target group cannot be changed",
    ],
  ]),

  ['NetworkPolicy ghost', `${POLICY}.1.ports.0.port`, Number(SETTINGS.DATABASE_PORT), 'the database listens there'],
  ['NetworkPolicy ghost', `${POLICY}.2.ports`, [{ protocol: 'TCP', port: 443 }], 'no plain text leaves the pod'],
  ['NetworkPolicy users', `${POLICY}.1.ports.0.port`, Number(SETTINGS.DATABASE_PORT), 'the database listens there'],
  ['NetworkPolicy users', `${POLICY}.2.ports`, [{ protocol: 'TCP', port: 443 }], 'the API server listens there'],
  ...['ghost', 'users', 'external-secrets', 'collector with logs'].map(
    (name): Decided => [
      `NetworkPolicy ${name}`,
      `${POLICY}.0.to`,
      [{ ipBlock: { cidr: `${SETTINGS.CLUSTER_DNS_ADDRESS}/32` } }],
      'names are asked of the cluster alone',
    ],
  ),
  ...['ghost', 'users', 'external-secrets', 'collector with logs'].map(
    (name): Decided => [
      `NetworkPolicy ${name}`,
      `${POLICY}.0.ports`,
      ['UDP', 'TCP'].map((protocol) => ({ protocol, port: 53 })),
      'long answers come by TCP',
    ],
  ),
  ...['external-secrets', 'collector with logs'].map(
    (name): Decided => [
      `NetworkPolicy ${name}`,
      `${POLICY}.1.to`,
      [{ ipBlock: { cidr: '169.254.170.23/32' } }],
      'EKS Pod Identity answers there',
    ],
  ),
  [
    'NetworkPolicy webhook-receiver',
    'spec.podSelector.matchLabels',
    { app: 'notification-controller' },
    'Flux calls it so',
  ],
  [
    'NetworkPolicy mail with mail',
    `${POLICY}.0.ports`,
    [465, 587, 2525, 2587].map((port) => ({ protocol: 'TCP', port })),
    'mail services listen there',
  ],

  ['SecretStore secrets-manager', 'spec.provider.aws.service', 'SecretsManager', 'the secrets are there'],
  ['ClusterSecretStore secrets-manager', 'spec.provider.aws.service', 'SecretsManager', 'the secrets are there'],
  ['ExternalSecret master', 'spec.refreshInterval', '5m', 'RDS changes the password by itself'],
  ...['owner', 'webhook-token'].map(
    (name): Decided => [`ExternalSecret ${name}`, 'spec.refreshInterval', '15m', 'a secret may be changed'],
  ),

  [GHOST, 'spec.template.spec.containers.ghost.volumeMounts.content.mountPath', CONTENT, 'uploads outlive the pod'],
  [GHOST, `${PREPARE}.volumeMounts.content.mountPath`, CONTENT, 'the first start writes there, too'],
  [
    USERS,
    'spec.template.spec.containers.users.volumeMounts.master.mountPath',
    '/run/database/master',
    'users.mjs reads it',
  ],
  ...['operators-controllers', 'operators-configs', 'database', 'ghost', 'logs'].flatMap((name): Decided[] => [
    [`Kustomization ${name}`, 'spec.interval', '10m', 'what is changed by hand is put back'],
    [`Kustomization ${name}`, 'spec.retryInterval', '30s', 'what failed is tried again before anybody looks'],
  ]),
  ['HelmRelease external-secrets', 'spec.timeout', '5m', 'its pods wait for the first node'],
  ['Receiver github', 'spec.type', 'github', 'a generic one checks no signature'],
  ['Receiver github', 'spec.events', ['ping', 'push'], '`onemerge connect` proves it by a ping'],
  ['Kustomization ghost', 'spec.timeout', '15m', 'a first start mounts a disk and migrates a database'],

  ['OCIRepository external-secrets', 'spec.layerSelector.operation', 'copy', 'Helm reads the archive as it is'],
  ['HelmRelease external-secrets', 'spec.install.crds', 'CreateReplace', 'what comes after needs the definitions'],
  ['HelmRelease external-secrets', 'spec.upgrade.crds', 'CreateReplace', 'Helm leaves old definitions in place'],
  ['HelmRelease external-secrets', 'spec.install.remediation.retries', -1, 'the first install races the first node'],
  ['HelmRelease external-secrets', 'spec.driftDetection.mode', 'enabled', 'what is changed by hand is put back'],
  ['HelmRelease external-secrets', 'spec.values.webhook.create', false, 'while it is down nothing could be applied'],
  ['HelmRelease external-secrets', 'spec.values.certController.create', false, 'it serves the webhook alone'],
  ['HelmRelease external-secrets', 'spec.values.serviceAccount', { name: 'external-secrets' }, 'CDK gives it rights'],
  [
    'HelmRelease external-secrets',
    'spec.values.resources',
    { requests: { cpu: '20m', memory: '96Mi' }, limits: { memory: '256Mi' } },
    'a pod without them is the first to go',
  ],
  ...['ClusterExternalSecret', 'PushSecret', 'ClusterPushSecret', 'ClusterGenerator'].map(
    (kind): Decided => [
      'HelmRelease external-secrets',
      `spec.values.process${kind}`,
      false,
      'no rights for what is unused',
    ],
  ),
  [
    'HelmRelease external-secrets',
    'spec.upgrade.remediation',
    { retries: 3, remediateLastFailure: true },
    'a version that does not start goes back to the one before',
  ],
  ...['Namespace', 'OCIRepository', 'HelmRelease'].map(
    (kind): Decided => [
      `${kind} external-secrets`,
      'metadata.annotations.kustomize.toolkit.fluxcd.io/prune',
      'disabled',
      'CDK may take it over',
    ],
  ),

  [
    'ValidatingAdmissionPolicy onemerge-build',
    'spec.matchConstraints.resourceRules.0.operations',
    ['CREATE', 'UPDATE', 'DELETE'],
    'the build may do nothing else',
  ],
  [
    'ValidatingAdmissionPolicy onemerge-build',
    'spec.validations.0.expression',
    'variables.updates && object.spec == oldObject.spec',
    'the build may change nothing that Flux applies',
  ],
  [
    'ValidatingAdmissionPolicy onemerge-external-secrets',
    'spec.matchConstraints.resourceRules.0.resources',
    ['secrets', 'serviceaccounts/token'],
    'it needs no tokens',
  ],
  [
    'ValidatingAdmissionPolicy onemerge-external-secrets',
    'spec.matchConstraints.resourceRules.0.operations',
    ['CREATE', 'UPDATE'],
    'it may write nowhere else',
  ],
];

describe('a value of gitops/ that was decided stays, or is decided again here', { skip: UNREADABLE }, () => {
  for (const [object, field, value, why] of DECIDED) {
    test(`${object}: ${field} is ${JSON.stringify(value)}: ${why}`, () => {
      assert.deepEqual(
        valueAt(find(object), field),
        value,
        `${object}: write ${field} so, or change it here with its reason.`,
      );
    });
  }
});

describe('an ExternalSecret brings the keys that pods read, out of the secret that is meant', {
  skip: UNREADABLE,
}, () => {
  const wanted: readonly (readonly [name: string, secret: string, keys: readonly string[]])[] = [
    ['ExternalSecret owner', SETTINGS.OWNER_SECRET_ARN, ['password']],
    ['ExternalSecret master', SETTINGS.DATABASE_SECRET_ARN, ['username', 'password']],
    ['ExternalSecret webhook-token', SETTINGS.WEBHOOK_SECRET_ARN, ['token']],
    [
      'ExternalSecret mail with mail',
      CONTRACT_VALUES_WITH_MAIL.MAIL_SECRET_ARN,
      ['host', 'port', 'user', 'password', 'from'],
    ],
  ];
  for (const [name, secret, keys] of wanted) {
    test(name, () => {
      const expected = keys.map((key) => ({ secretKey: key, remoteRef: { key: secret, property: key } }));
      assert.deepEqual(find(name).spec.data, expected, `${name}: list ${keys.join(', ')}, each under its own name.`);
    });
  }

  test('and there is no other', () => {
    const names = new Set(ofKind('ExternalSecret').map(({ metadata }) => metadata.name));
    assert.equal(names.size, wanted.length, `list the keys of each above: ${[...names].join(', ')}`);
  });
});

describe('a program of gitops/ is given what it asks for', { skip: UNREADABLE }, () => {
  const [container] = only('Deployment', 'users').spec.template.spec.containers;
  const program = textOf('gitops/apps/database/users.mjs');

  test('each variable that it reads', () => {
    const [, read = ''] = /const \{ (.*) \} = process\.env/.exec(program) ?? [];
    const names = read.split(', ').map((one) => one.split(/[ :]/)[0] ?? '');
    assert.ok(names.length >= 4, 'users.mjs reads its variables elsewhere now: look for them there');
    const given = container.env.map(({ name }: { name: string }) => name);
    for (const name of names) assert.ok(given.includes(name), `gitops/apps/database/deployment.yaml: set ${name}`);
  });

  test('each file that it imports, beside it', () => {
    for (const [owner, generated] of [
      ['users', 'program'],
      ['ghost', 'prepare'],
    ] as const) {
      const map = ofKind('ConfigMap').find(({ metadata }) => metadata.name.startsWith(`${generated}-`));
      const held: Readonly<Record<string, string>> = map?.data ?? {};
      for (const [name, text] of Object.entries(held))
        for (const [, file = ''] of text.matchAll(/from '\.\/(.+?)'/g))
          assert.ok(file in held, `the ConfigMap of ${owner}: ${name} imports ${file}: list it in kustomization.yaml`);
      assert.ok(Object.keys(held).length > 1, `the ConfigMap ${generated} is not found`);
    }
  });

  test('the file by which it says that it is ready', () => {
    const file = container.readinessProbe.exec.command.at(-1);
    assert.ok(
      program.includes(`'${file}'`),
      `gitops/apps/database/deployment.yaml looks for ${file}, and users.mjs makes another`,
    );
  });
});

describe('Ghost is given these settings and no others: one that is mistyped would be left out in silence', {
  skip: UNREADABLE,
}, () => {
  for (const [object, more] of [
    [GHOST, WITHOUT_MAIL],
    [`${GHOST} with mail`, WITH_MAIL],
  ] as const)
    test(object, () => {
      const { containers, initContainers } = find(object).spec.template.spec;
      const names = (of: { env: { name: string }[] }[]) => of.map(({ env }) => env.map(({ name }) => name).sort());
      const help = 'gitops/apps/ghost: write the settings so, or change the lists of them here.';
      assert.deepEqual(names(containers), [[...GHOST_SETTINGS, ...more].sort()], help);
      assert.deepEqual(names(initContainers), [[...GHOST_SETTINGS].sort()], help);
    });
});

test('the collector of logs is given each variable that its configuration reads', { skip: UNREADABLE }, () => {
  const read = [...textOf('gitops/apps/logs/collector.conf').matchAll(/\$\{env:(\w+)\}/g)].map(([, name]) => name);
  const [{ env }] = find(COLLECTOR).spec.template.spec.containers;
  assert.deepEqual(
    [...new Set(read)].sort(),
    env
      .map(({ name }: { name: string }) => name)
      .filter((name: string) => name !== 'GOMEMLIMIT')
      .sort(),
    'gitops/apps/logs/collector.yaml: set what collector.conf reads, and nothing else.',
  );
});

test('without logs in the config nothing of their collector is applied', { skip: UNREADABLE }, () => {
  const applied = TREES['mail off'].find(({ name }) => name === 'logs');
  assert.deepEqual(applied?.objects, [], 'gitops/apps/logs/collector-off/kustomization.yaml: delete it all');
});

test("a chart's values are these and no others: one that is mistyped would be left out in silence", {
  skip: UNREADABLE,
}, () => {
  const values: object = find('HelmRelease external-secrets').spec.values;
  const processed = ['ClusterExternalSecret', 'PushSecret', 'ClusterPushSecret', 'ClusterGenerator'];
  assert.deepEqual(
    Object.keys(values).sort(),
    [...processed.map((kind) => `process${kind}`), 'certController', 'resources', 'serviceAccount', 'webhook'].sort(),
    'gitops/operators/controllers/external-secrets.yaml: write spec.values so, or change the list of them here.',
  );
});

describe('Ghost', { skip: UNREADABLE }, () => {
  const { terminationGracePeriodSeconds, containers } = only('Deployment', 'ghost').spec.template.spec;

  test('ends by itself before it is killed', () => {
    const timeout = valueAt(only('Deployment', 'ghost'), `${ENV}.server__shutdownTimeout.value`);
    assert.ok(
      Number(timeout) / 1000 + 10 <= terminationGracePeriodSeconds,
      `gitops/apps/ghost/deployment.yaml: terminationGracePeriodSeconds must be ten more than server__shutdownTimeout, ${timeout} ms`,
    );
  });

  test('has ten minutes for the migrations of an upgrade, which a kill would leave half done', () => {
    const { periodSeconds, failureThreshold } = containers[0].startupProbe;
    assert.ok(
      periodSeconds * failureThreshold >= 600,
      'gitops/apps/ghost/deployment.yaml: make startupProbe wait 600 s',
    );
  });
});

test('every image comes from a registry that has no limit for those who do not sign in', { skip: UNREADABLE }, () => {
  assert.match(
    find(COLLECTOR).spec.template.spec.containers[0].image,
    /^ghcr\.io\/open-telemetry\//,
    'gitops/apps/logs/collector-on/kustomization.yaml: newName',
  );
  for (const name of ['ghost', 'users']) {
    const { initContainers = [], containers } = only('Deployment', name).spec.template.spec;
    for (const { image } of [...initContainers, ...containers])
      assert.match(
        image,
        /^public\.ecr\.aws\/docker\/library\/ghost:/,
        'gitops/apps/ghost/image/kustomization.yaml: newName',
      );
  }
});

test('the build may read, and ask Flux to look again, and nothing else', { skip: UNREADABLE }, () => {
  const rules: { verbs: string[]; resources: string[] }[] = ['onemerge-build', 'onemerge-read'].flatMap(
    (name) => only('ClusterRole', name).rules,
  );
  const asked = ['gitrepositories', 'kustomizations', 'helmreleases'];
  for (const { verbs, resources } of rules) {
    const allowed = ['get', 'list', ...(resources.every((one) => asked.includes(one)) ? ['patch'] : [])];
    const more = verbs.filter((verb) => !allowed.includes(verb));
    assert.deepEqual(more, [], `gitops/operators/configs/build-access.yaml: ${resources}: remove ${more}`);
  }
});

test('the weekly look for drift may read, and ask Flux for nothing', { skip: UNREADABLE }, () => {
  const bound = ['onemerge-drift', 'onemerge-drift-view'].map((name) => only('ClusterRoleBinding', name).roleRef.name);
  assert.deepEqual(bound, ['onemerge-read', 'view'], 'gitops/operators/configs/drift-access.yaml: bind it to no other');
  const rules: { verbs: string[] }[] = only('ClusterRole', 'onemerge-read').rules;
  const more = rules.flatMap(({ verbs }) => verbs).filter((verb) => !['get', 'list'].includes(verb));
  assert.deepEqual(more, [], 'gitops/operators/configs/build-access.yaml: what changes belongs to onemerge-build');
});

test('for a private repository Flux leaves to CDK all of External Secrets', { skip: UNREADABLE }, () => {
  const left = TREES.private
    .flatMap(({ objects }) => objects)
    .filter(({ metadata }) => metadata.name === 'external-secrets');
  assert.deepEqual(
    left.map(({ kind }) => kind),
    ['NetworkPolicy'],
    'gitops/operators/controllers/by-cdk/kustomization.yaml: delete its Namespace, OCIRepository and HelmRelease',
  );
});

/** @param object `Deployment ghost`; `... with mail` and `... with logs` for the one of a blog that sends mail, or keeps the logs of pods */
function find(object: string): Manifest {
  const [kind = '', name = '', , variant] = object.split(' ');
  const trees = { mail: TREES['mail on'], logs: TREES['logs kept'] };
  const tree = variant === 'mail' || variant === 'logs' ? trees[variant] : TREES['mail off'];
  const found = tree.flatMap(({ objects }) => objects).find((one) => one.kind === kind && one.metadata.name === name);
  assert.ok(found, `gitops/ renders no ${object}`);
  return found;
}

/** Follows a path of fields, positions, and names of what is in a list. An annotation's name may hold dots. */
function valueAt(value: unknown, path: string): unknown {
  const annotation = /^metadata\.annotations\.(.+)$/.exec(path)?.[1];
  const steps = annotation === undefined ? path.split('.') : ['metadata', 'annotations', annotation];
  return steps.reduce<unknown>((at, step) => {
    if (!Array.isArray(at)) return (at as Readonly<Record<string, unknown>> | undefined)?.[step];
    return at.find((one, index) => String(index) === step || one.name === step);
  }, value);
}
