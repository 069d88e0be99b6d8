import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { madeBy, resources, templates, theOnly } from '../support/fixtures.ts';

const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012';
const ZONE = { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' };

const { Ghost: own } = templates({
  blog: {
    ownerEmail: 'owner@example.com',
    domain: { name: 'example.com', redirectFrom: ['www.example.com'], certificateArn: CERTIFICATE, hostedZone: ZONE },
  },
});
const distribution = theOnly(own, 'AWS::CloudFront::Distribution').Properties.DistributionConfig;
const outputs = Object.fromEntries(
  Object.entries(own.findOutputs('*')).map(([key, { Value }]) => [key, JSON.stringify(Value)]),
);

describe('a blog with a domain of its own', () => {
  test('answers to its name and to those that redirect to it, by a certificate that holds them', () => {
    assert.deepEqual(distribution.Aliases, ['example.com', 'www.example.com']);
    assert.equal(distribution.ViewerCertificate.AcmCertificateArn, CERTIFICATE);
    assert.equal(distribution.ViewerCertificate.SslSupportMethod, 'sni-only');
  });

  test('takes no TLS below 1.2', () =>
    assert.match(distribution.ViewerCertificate.MinimumProtocolVersion, /^TLSv1\.2_20(2[1-9]|[3-9]\d)$/));

  test('is called so by Ghost, by the verdict and by the doctor', () => {
    const settings = JSON.stringify(theOnly(own, 'Custom::AWSCDK-EKS-KubernetesResource').Properties.Manifest);
    assert.match(settings, /SITE_URL\\":\\"https:\/\/example\.com\\"/);
    assert.match(settings, /SITE_HOST\\":\\"example\.com\\"/);
    assert.equal(outputs.BlogUrl, '"https://example.com"');
  });

  test("keeps CloudFront's name, which does not change with the domain, for the webhook", () =>
    assert.match(outputs.CloudFrontUrl ?? '', /https:\/\/.*Distribution.*DomainName/));

  test('is found at each of its names in the hosted zone, by IPv4 and IPv6', () => {
    const records = Object.values(resources(own, 'AWS::Route53::RecordSet')).map(({ Properties }) => Properties);
    assert.deepEqual(records.map(({ Name, Type }) => `${Type} ${Name}`).sort(), [
      'A example.com.',
      'A www.example.com.',
      'AAAA example.com.',
      'AAAA www.example.com.',
    ]);
    for (const { HostedZoneId, AliasTarget } of records) {
      assert.equal(HostedZoneId, ZONE.id);
      assert.match(JSON.stringify(AliasTarget.DNSName), /Distribution.*DomainName/);
    }
    assert.equal(outputs.DnsRecords, undefined, 'nobody has to write a record');
  });

  test('gets another function with another name, which the distribution takes together with that name', () => {
    const [id = ''] = Object.keys(resources(own, 'AWS::CloudFront::Function'));
    assert.match(id, /^CdnViewerRequest[0-9a-f]{8}/);
    const { Name } = madeBy(own, 'AWS::CloudFront::Function', 'CdnViewerRequest').Properties;
    assert.match(Name, /^fixture-ghost-eu-west-1-ViewerRequest-[0-9a-f]{8}$/);
    const longest = Name.replace('fixture', 'a'.repeat(20)).replace('eu-west-1', 'ap-southeast-1');
    assert.ok(longest.length <= 64, `CloudFront takes 64 characters, and ${longest} has ${longest.length}`);
  });
});
