import { addObject, addResource, type Edit, object, removeResource, resource } from '../edits.ts';

const set = (path: string, change: Record<string, unknown>): Edit =>
  resource(path, (own) => Object.assign(own, change));

/** Branches of what no table lists by name, and their neighbours: a type, a kind or a field that the review never saw. */
export const UNJUDGED: Readonly<Record<string, readonly Edit[]>> = {
  'data-of-other-services': [
    set('Build/Queue', { MessageRetentionPeriod: 60 }),
    set('Build/Copied', { Replicas: [{ Region: 'eu-west-1' }] }),
    resource('Database/Parameters', (own) => Object.assign(own.Parameters, { sync_binlog: '0' })),
    addResource('Build/Emptied', 'Custom::S3AutoDeleteObjects', { BucketName: 'it' }),
  ],
  'unjudged-resources': [
    addResource('Edge/Door', 'AWS::EC2::InstanceConnectEndpoint', { SubnetId: 'it' }),
    addResource('Edge/Made', 'Custom::It', { ServiceToken: 'arn:aws:lambda:eu-west-1:999988887777:function:it' }),
    addResource('Edge/Plain', 'AWS::ElasticLoadBalancingV2::Listener', { Protocol: 'HTTP', Port: 80 }),
    resource('Ghost/Cdn', (own) => {
      own.DistributionConfig.Logging.Bucket = 'elsewhere';
      own.DistributionConfig.Restrictions = { GeoRestriction: { RestrictionType: 'none' } };
    }),
    removeResource('Network/Balancer'),
    set('Build/Topic', { Subscription: [{ Protocol: 'https', Endpoint: 'https://example.com' }] }),
    set('Build/Storage', { AddonVersion: 'v2.1.9-eksbuild.1' }),
    set('Cluster/Cluster', { Version: '1.36' }),
  ],
  'words-and-sizes': [
    resource('Ghost/Cdn', (own) => {
      own.DistributionConfig.Comment = 'the blog';
    }),
    set('Build/Topic', { Tags: [{ Key: 'team', Value: 'blog' }] }),
    set('Pipeline/Handler', { Timeout: 90, MemorySize: 256 }),
  ],
  'unjudged-objects': [
    addObject('worker', {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'elsewhere', namespace: 'worker' },
      spec: { source: { repoURL: 'https://example.com/it' } },
    }),
    addObject('worker', {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'nightly', namespace: 'worker' },
      spec: {
        schedule: '0 0 * * *',
        jobTemplate: { spec: { template: { spec: { containers: [{ name: 'it', image: 'ghcr.io/it/it:1.2.3' }] } } } },
      },
    }),
    object('worker/Deployment-worker', ({ spec }) => {
      spec.template.spec.priorityClassName = 'system-node-critical';
    }),
    object('worker/ConfigMap-gated', (map) => Object.assign(map, { data: { 'start.sh': 'elsewhere' } })),
    object('ghost/Deployment-ghost', ({ spec }) => {
      spec.template.spec.containers[0].env.push({ name: 'NODE_OPTIONS', value: '--require=/tmp/it' });
      spec.template.spec.containers[0].env.push({ name: 'database__connection__host', value: 'elsewhere.example.com' });
    }),
    object('operators/HelmRelease-secrets', ({ spec }) => Object.assign(spec, { releaseName: 'other' })),
  ],
};
