import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { RuleAt } from '../cli/review/facts.ts';
import { findingsIn, REPORTED_ONLY } from '../cli/review/reader/validation.ts';
import { cdkContext } from '../cli/shared/cdk-context.ts';
import { buildApp } from '../lib/app.ts';
import type { ConfigInput } from '../lib/config/config.ts';
import { parseConfig } from '../lib/config/parse.ts';
import { configInput, outdir } from './support/fixtures.ts';

/** What cdk-nag and the CDK's own validation report for an app. */
function findings(app: App): RuleAt[] {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: false }));
  app.synth();
  return findingsIn(app.outdir);
}

function define(overrides: Partial<ConfigInput>): App {
  const context = { ...cdkContext(), ...REPORTED_ONLY, 'aws:cdk:disable-asset-staging': true };
  const app = new App({ context, outdir: outdir() });
  buildApp(app, parseConfig(configInput(overrides)));
  return app;
}

/** The same app as if nobody had acknowledged anything. */
function defineUnacknowledged(overrides: Partial<ConfigInput>): App {
  const { mock: silenced } = mock.method(Validations.prototype, 'acknowledge', () => undefined);
  try {
    return define(overrides);
  } finally {
    silenced.restore();
  }
}

/** Every acknowledgement of this project; the CDK makes a few of its own, but not through lib/acknowledge.ts. */
function acknowledgements(app: App): RuleAt[] {
  return app.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .filter(({ trace = [] }) => trace.some((line) => line.includes('acknowledge.ts')))
      .flatMap(({ data }) => Object.keys(data as object).map((rule) => ({ rule, path: node.path }))),
  );
}

const matches = (acknowledged: RuleAt, found: RuleAt): boolean =>
  acknowledged.rule.endsWith(found.rule) && `${found.path}/`.startsWith(`${acknowledged.path}/`);

const CONFIGS: Record<string, Partial<ConfigInput>> = {
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
  'a private repository': {
    repository: { owner: 'octo-org', name: 'blog', app: { id: 1234567, installation: 7654321 } },
  },
  'a private repository, whose App says how merges ended': {
    repository: { owner: 'octo-org', name: 'blog', app: { id: 1234567, installation: 7654321, reports: 'on' } },
  },
  'high availability, protection off, API open to one network, no audit logs': {
    availability: 'high',
    protection: { off: 'Tearing the demo down' },
    monthlyBudget: 300,
    cdnMetrics: 'on',
    chat: { format: 'slack', webhookSecretArn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:chat-AbCdEf' },
    kubernetesApi: { allowedCidrs: ['203.0.113.7/32'], auditLogs: { off: 'Too dear for a demo' } },
    region: 'us-east-1',
    availabilityZones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
  },
};

for (const [title, overrides] of Object.entries(CONFIGS)) {
  describe(`the findings for ${title}`, () => {
    const app = define(overrides);

    test('are all acknowledged, each with a reason at its construct', () => {
      const help = 'fix the finding, or acknowledge it where it is made, with a reason that a reviewer would accept';
      assert.deepEqual(findings(app), [], help);
    });

    test('leave no acknowledgement over', () => {
      const acknowledged = acknowledgements(app);
      assert.ok(acknowledged.length > 20, 'no acknowledgements were found: did the CDK change where it keeps them?');
      const found = findings(defineUnacknowledged(overrides));
      const unused = acknowledged.filter(
        (acknowledgement) => !found.some((finding) => matches(acknowledgement, finding)),
      );
      assert.deepEqual(unused, [], 'remove the acknowledgement: it matches nothing');
    });
  });
}
