import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { makesCertificate, regionOfStack, regionsOf } from '../../../lib/config/certificate-region.ts';

const hostedZone = { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' };
const made = { domain: { name: 'example.com', redirectFrom: [], hostedZone } };
const given = { domain: { ...made.domain, certificateArn: 'arn:aws:acm:us-east-1:1:certificate/1' } };

describe('the regions of a blog', () => {
  test('are two when its certificate is made here, and one without, with a given one, and in us-east-1', () => {
    assert.deepEqual(regionsOf({ region: 'eu-west-1', blog: made }), ['eu-west-1', 'us-east-1']);
    for (const blog of [{}, given]) assert.deepEqual(regionsOf({ region: 'eu-west-1', blog }), ['eu-west-1']);
    assert.deepEqual(regionsOf({ region: 'us-east-1', blog: made }), ['us-east-1']);
  });

  test('a certificate is made for a domain that brings none', () => {
    assert.deepEqual(
      [{}, given, made].map((blog) => makesCertificate({ blog })),
      [false, false, true],
    );
  });

  test('only the stack of the certificate is in another one, whatever the blog is called', () => {
    const where = (stack: string) => regionOfStack(stack, 'eu-west-1');
    assert.equal(where('blog-certificate'), 'us-east-1');
    assert.equal(where('certificate-ghost'), 'eu-west-1');
  });
});
