import type { ConfigInput, EnvironmentsInput } from '../lib/config/config.ts';
import { PERSON } from '../test/support/signing-keys.ts';

/** What its config has beside the least. */
export type Blog = Partial<ConfigInput> | EnvironmentsInput;

/** Blogs whose templates are scanned: between them they have whatever the config can ask for. */
export const BLOGS: Readonly<Record<string, Blog>> = {
  'the smallest config': {},
  'a domain of its own, in Route 53, with the certificate made here': {
    blog: {
      ownerEmail: 'owner@example.com',
      domain: { name: 'blog.example.com', hostedZone: { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' } },
    },
  },
  'a domain of its own, in Route 53': {
    blog: {
      ownerEmail: 'owner@example.com',
      domain: {
        name: 'blog.example.com',
        certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012',
        hostedZone: { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' },
      },
    },
  },
  'a locked vault': { backupVault: { keepDays: 35, lock: { minRetentionDays: 30, changeableForDays: 3 } } },
  'access logs': { blog: { ownerEmail: 'owner@example.com', accessLogs: { keepDays: 30 } } },
  'logs of pods': { logs: { keepDays: 30 } },
  'logs of pods, and their metrics': { logs: { keepDays: 30, podMetrics: 'on' } },
  'signed commits': { repository: { owner: 'octo-org', name: 'blog', signedBy: [PERSON] } },
  'a private repository': {
    repository: { owner: 'octo-org', name: 'blog', app: { id: 1234567, installation: 7654321 } },
  },
  'a private repository, whose App says how merges ended': {
    repository: { owner: 'octo-org', name: 'blog', app: { id: 1234567, installation: 7654321, reports: 'on' } },
  },
  'production, with staging before it': { environments: { staging: {}, production: { after: 'staging' } } },
  'high availability, protection off, API open to one network, no audit logs': {
    availability: 'high',
    protection: { off: 'Tearing the demo down' },
    monthlyBudget: 300,
    cdnMetrics: 'on',
    driftCheck: 'weekly',
    chat: { format: 'slack', webhookSecretArn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:chat-AbCdEf' },
    kubernetesApi: { allowedCidrs: ['192.175.48.7/32'], auditLogs: { off: 'Too dear for a demo' } },
    region: 'us-east-1',
    availabilityZones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
  },
};
