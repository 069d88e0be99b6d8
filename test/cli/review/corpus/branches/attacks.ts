import { addObject, addResource, type Edit, object, removeResource, resource, write } from '../edits.ts';

const set = (path: string, change: Record<string, unknown>): Edit =>
  resource(path, (own) => Object.assign(own, change));
const without = (path: string, name: string): Edit =>
  resource(path, (own) => {
    delete own[name];
  });

const WORKER = 'worker/Deployment-worker';
// biome-ignore lint/suspicious/noExplicitAny: manifests are as deep and varied as the Kubernetes API
const pod = (change: (spec: any, template: any) => void): Edit =>
  object(WORKER, ({ spec }) => change(spec.template.spec, spec.template));

const made = (apiVersion: string, kind: string, more: Record<string, unknown> = {}): Edit =>
  addObject('worker', { apiVersion, kind, metadata: { name: 'made', namespace: 'worker' }, ...more });

/** Writes lines of code into the stacks' app, before its last brace. */
const code =
  (...lines: string[]): Edit =>
  (files) => {
    files['lib/app.ts'] = (files['lib/app.ts'] ?? '').replace(/\}\s*$/, `${lines.join('\n')}\n}\n`);
  };

const DATABASE = "(app.node.findChild('Database') as Stack)";

/** Branches of somebody who wants what is dangerous to look safe. */
export const ATTACKS: Readonly<Record<string, readonly Edit[]>> = {
  'attack-backups-by-other-ways': [
    set('Build/Selection', { BackupSelection: { Resources: ['one'] } }),
    set('Build/Snapshots', { DeleteAutomatedBackups: true }),
    set('Database/Key', { PendingWindowInDays: 7 }),
    without('Build/Objects', 'ObjectLockConfiguration'),
    set('Build/Images', { EmptyOnDelete: true }),
  ],
  'attack-data-by-a-condition': [
    resource('Ghost/Files', (_, whole) => {
      whole.Condition = 'Never';
    }),
    set('Database/Database', { DBSnapshotIdentifier: 'old' }),
  ],
  'attack-public-by-default': [
    without('Database/Database', 'PubliclyAccessible'),
    addResource('Archive/Bucket', 'AWS::S3::Bucket', { PublicAccessBlockConfiguration: { BlockPublicAcls: false } }),
  ],
  'attack-encryption-in-other-words': [
    set('Edge/Listener', { SslPolicy: 'ELBSecurityPolicy-2016-08' }),
    set('Build/Images', { EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey: 'arn:other' } }),
    addResource('Archive/Files', 'AWS::EFS::FileSystem', {}),
  ],
  'attack-ways-out': [
    addResource('Archive/Subscription', 'AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'a@example.com' }),
    addResource('Archive/Route', 'AWS::EC2::Route', { GatewayId: 'igw', DestinationCidrBlock: '0.0.0.0/0' }),
    addResource('Archive/Stack', 'AWS::CloudFormation::Stack', { TemplateURL: 'https://example.com/it' }),
    set('Ghost/Bucket', { ReplicationConfiguration: { Role: 'it' } }),
    without('Edge/Endpoint', 'PolicyDocument'),
    set('Database/Database', { VPCSecurityGroups: ['open'] }),
    resource('Ghost/Cdn', (own) => {
      own.DistributionConfig.Origins = [{ Id: 'it', DomainName: 'elsewhere.example.com' }];
    }),
  ],
  'attack-build': [
    resource('Build/Project', (own) => {
      Object.assign(own, { ServiceRole: 'arn:administrator', Visibility: 'PUBLIC_READ' });
      own.Environment = { Image: 'docker.io/stranger/it', PrivilegedMode: true };
    }),
    resource('Build/Pipeline', (own) => {
      own.Stages[0].Actions[0].Configuration.FullRepositoryId = 'stranger/blog';
      own.Stages[0].Actions.pop();
    }),
    set('Build/Calls', { Create: '{"service":"IAM","action":"attachRolePolicy"}' }),
    set('Build/Chart', { Chart: 'oci://docker.io/stranger/flux-operator' }),
    set('Pipeline/Role', { MaxSessionDuration: 43_200 }),
    set('Database/Credentials', { Password: 'hunter2' }),
  ],
  'attack-watch': [
    set('Build/Trail', { IsLogging: false }),
    set('Build/Alarm', { AlarmRule: 'FALSE' }),
    set('Edge/Addresses', { Addresses: ['0.0.0.0/1', '128.0.0.0/1'] }),
    removeResource('Edge/Association'),
    set('Cluster/Cluster', { AccessConfig: { AuthenticationMode: 'API_AND_CONFIG_MAP' } }),
  ],
  'attack-past-the-resources': [
    code(`${DATABASE}.addTransform('Stranger');`, `new CfnParameter(${DATABASE}, 'Days', { default: 1 });`),
    (files) => {
      const text = files['lib/app.ts'] ?? '';
      files['lib/app.ts'] = text.replace('CfnOutput,', 'CfnOutput, CfnParameter,').replace("'blog-'", "'other-'");
    },
  ],
  'attack-objects-of-a-stack': [
    set('Ghost/Settings', {
      Manifest: JSON.stringify([
        {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'ClusterRoleBinding',
          metadata: { name: 'root' },
          roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
          subjects: [{ kind: 'User', name: 'stranger' }],
        },
      ]),
    }),
  ],
  'attack-pod': [
    pod((spec, template) => {
      const [container] = spec.containers;
      Object.assign(container, { command: ['sh', '-c', 'elsewhere'], env: [{ name: 'API_TOKEN', value: 'hunter2' }] });
      container.image = `ghcr.io/it/worker:1.4.0@sha256:${'1'.repeat(64)}`;
      spec.hostAliases = [{ ip: '203.0.113.7', hostnames: ['database'] }];
      spec.volumes = [{ name: 'work', secret: { secretName: 'master' } }];
      template.metadata.labels = { app: 'other' };
    }),
  ],
  'attack-service': [
    object('worker/Service-worker', ({ spec }) => Object.assign(spec, { selector: { app: 'other' } })),
    object('worker/ServiceAccount-worker', ({ metadata }) => {
      metadata.annotations = { 'eks.amazonaws.com/role-arn': 'arn:administrator' };
    }),
    object('worker/ResourceQuota-worker', ({ spec }) => Object.assign(spec.hard, { pods: '1000' })),
    object('worker/Ingress-worker', ({ spec }) => Object.assign(spec, { tls: undefined })),
    object('worker/ConfigMap-gated', ({ metadata }) => {
      metadata.annotations = {};
      metadata.ownerReferences = [{ name: 'it' }];
    }),
    object('worker/OCIRepository-worker', ({ spec }) => {
      Object.assign(spec, { ref: { digest: 'sha256:other' }, verify: undefined });
    }),
  ],
  'attack-new-objects': [
    made('v1', 'Namespace'),
    made('discovery.k8s.io/v1', 'EndpointSlice', { endpoints: [{ addresses: ['203.0.113.7'] }] }),
    made('apiregistration.k8s.io/v1', 'APIService', { spec: {} }),
    made('eks.amazonaws.com/v1', 'NodeClass', { spec: { role: 'administrator' } }),
    made('source.toolkit.fluxcd.io/v1', 'GitRepository', { spec: { url: 'https://example.com/it' } }),
    made('fluxcd.controlplane.io/v1', 'ResourceSet', { spec: {} }),
    made('helm.toolkit.fluxcd.io/v2', 'HelmRelease', { spec: {} }),
    made('notification.toolkit.fluxcd.io/v1beta3', 'Provider', { spec: { address: 'https://example.com' } }),
    addObject('worker', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'made', namespace: 'kube-system' } }),
  ],
  'attack-flux': [
    object('flux-system/Kustomization-worker', ({ spec }) => {
      Object.assign(spec, { postBuild: undefined, targetNamespace: 'kube-system', deletionPolicy: 'Orphan' });
    }),
    object('worker/ConfigMap-gated', ({ metadata }) => {
      metadata.annotations['kustomize.toolkit.fluxcd.io/prune'] = 'disabled';
    }),
  ],
  'attack-files': [
    write({
      '.ci/run': 'true\n',
      '.vscode/tasks.json': '{}\n',
      'cli/lock/command.ts': 'export {};\n',
      'package.json': '{}\n',
      'renovate.json': '{}\n',
    }),
  ],
  'attack-letters': [
    addObject('worker', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'p\u0430yments\u202egnp.exe' } }),
    pod((spec) => {
      spec.containers[0].image = spec.containers[0].image.replace('ghcr.io/it', 'ghcr.io/\u0456t');
    }),
  ],
};
