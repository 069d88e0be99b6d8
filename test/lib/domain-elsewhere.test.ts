import assert from 'node:assert/strict';
import { test } from 'node:test';
import { templates } from '../support/fixtures.ts';

const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012';
const domain = { name: 'blog.example.com', redirectFrom: ['old.example.org'], certificateArn };
const { Ghost: ghost } = templates({ blog: { ownerEmail: 'owner@example.com', domain } });

test('whoever keeps the names elsewhere is told each record to write, and Route 53 gets none', () => {
  ghost.resourceCountIs('AWS::Route53::RecordSet', 0);
  const records = JSON.stringify(ghost.findOutputs('DnsRecords').DnsRecords?.Value);
  assert.match(records, /blog\.example\.com CNAME .*DomainName.*; old\.example\.org CNAME .*DomainName/);
});
