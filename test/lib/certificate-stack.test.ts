import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Template } from 'aws-cdk-lib/assertions';
import { CertificateStack } from '../../lib/certificate-stack.ts';
import { PRODUCERS } from '../../lib/output-fingerprint.ts';
import { fixtureApp, madeBy, stackOf, theOnly } from '../support/fixtures.ts';

const ZONE = { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' };
const app = fixtureApp({
  blog: {
    ownerEmail: 'owner@example.com',
    domain: { name: 'example.com', redirectFrom: ['www.example.com'], hostedZone: ZONE },
  },
});
const stack = app.node.findChild('Certificate');
assert.ok(stack instanceof CertificateStack);
const certificate = theOnly(Template.fromStack(stack), 'AWS::CertificateManager::Certificate');

describe('the certificate of a domain in Route 53', () => {
  test('is made where CloudFront looks for it, wherever the blog is', () => {
    assert.equal(stack.region, 'us-east-1');
    assert.equal(stackOf(app, 'Ghost').region, 'eu-west-1');
  });

  test('holds every name, and proves itself in the zone', () => {
    const { DomainName, SubjectAlternativeNames, ValidationMethod, DomainValidationOptions } = certificate.Properties;
    assert.deepEqual(
      [DomainName, SubjectAlternativeNames, ValidationMethod],
      ['example.com', ['www.example.com'], 'DNS'],
    );
    assert.deepEqual(
      DomainValidationOptions,
      ['example.com', 'www.example.com'].map((DomainName) => ({ DomainName, HostedZoneId: ZONE.id })),
    );
  });

  test('is kept when other names replace it: the distribution uses it until the later stack is deployed', () => {
    assert.equal(certificate.UpdateReplacePolicy, 'Retain');
    assert.equal(certificate.DeletionPolicy, 'Delete');
  });

  test('comes before the distribution, which reads it where it is and again when it is replaced', () => {
    assert.ok(stackOf(app, 'Ghost').dependencies.includes(stack));
    const { Properties, Metadata = {} } = theOnly(
      Template.fromStack(stackOf(app, 'Ghost')),
      'AWS::CloudFront::Distribution',
    );
    const read = Properties.DistributionConfig.ViewerCertificate.AcmCertificateArn['Fn::GetStackOutput'];
    assert.deepEqual([read.StackName, read.Region], ['fixture-certificate', 'us-east-1']);
    assert.match(JSON.stringify(Metadata[PRODUCERS]), /"fixture-certificate":"[0-9a-f]{16}"/);
  });

  test('is deployed by the build, through the bootstrap of its region', () => {
    const policy = madeBy(Template.fromStack(stackOf(app, 'Pipeline')), 'AWS::IAM::Policy', 'DeployRole');
    const roles = JSON.stringify(policy.Properties.PolicyDocument).match(/-role-[^\]]*us-east-1/g) ?? [];
    assert.deepEqual(roles.length, 3, 'deploy, file publishing, lookup');
  });

  test("belongs to the blog: its policies know it by the stack's tag", () =>
    assert.deepEqual(stack.tags.tagValues(), { 'onemerge:name': 'fixture' }));
});
