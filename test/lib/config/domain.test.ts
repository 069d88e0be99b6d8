import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { configSchema } from '../../../lib/config/config.ts';
import { ConfigError } from '../../../lib/config/config-error.ts';
import { parseConfig } from '../../../lib/config/parse.ts';
import { show } from '../../../lib/config/show.ts';
import { configInput } from '../../support/fixtures.ts';

const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012';
const hostedZone = { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' };
const DOMAIN = { name: 'blog.example.com', certificateArn };

/** The lines of the error that a domain gives; none when it is accepted. */
function complaints(domain: unknown): string[] {
  try {
    parseConfig({ ...configInput(), blog: { ownerEmail: 'owner@example.com', domain } });
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError, `expected a ConfigError, got ${error}`);
    return error.message.split('\n');
  }
}

describe('a domain', () => {
  const accepted: [title: string, domain: unknown][] = [
    ['below another one', DOMAIN],
    [
      'that is the zone itself, with www',
      { ...DOMAIN, name: 'example.com', redirectFrom: ['www.example.com'], hostedZone },
    ],
    ['as www, with the zone itself', { ...DOMAIN, name: 'www.example.com', redirectFrom: ['example.com'], hostedZone }],
    ['in punycode', { ...DOMAIN, name: 'blog.xn--bcher-kva.example' }],
    ['with digits and hyphens', { ...DOMAIN, name: '1-2--3.4.example' }],
    ['of a country below a country', { ...DOMAIN, name: 'blog.example.co.uk' }],
    ['whose certificate is made in its zone', { name: DOMAIN.name, hostedZone }],
    ['of more than 64 characters, with a certificate', { ...DOMAIN, name: `${'a'.repeat(60)}.example.com` }],
    ['whose certificate is made in its zone', { name: DOMAIN.name, hostedZone }],
    ['of more than 64 characters, with a certificate', { ...DOMAIN, name: `${'a'.repeat(60)}.example.com` }],
    ['whose old name is of another zone, without a zone', { ...DOMAIN, redirectFrom: ['old.example.org'] }],
  ];
  for (const [title, domain] of accepted) {
    test(`${title} is accepted`, () => assert.deepEqual(complaints(domain), []));
  }

  const names: [name: unknown, message: RegExp][] = [
    ['https://blog.example.com', /write the host alone, without https:\/\/ and without a path/],
    ['blog.example.com/', /write the host alone/],
    ['example.com/blog', /write the host alone/],
    ['blog@example.com', /write the host alone/],
    ['blog.example.com:443', /leave the port out/],
    ['192.0.2.7', /an address is no name/],
    ['2001:db8::7', /an address is no name/],
    ['[2001:db8::7]', /an address is no name/],
    ['*.example.com', /name each host: a reader cannot open a wildcard/],
    ['blog.example.com.', /leave out the dot at its end/],
    ['bücher.example', /write it as DNS knows it, "xn--bcher-kva\.example"/],
    ['Bücher.example', /write it as DNS knows it, "xn--bcher-kva\.example"/],
    ['blog.example.com ', /write "blog\.example\.com", without white space around it/],
    ['blog example.com', /use letters, digits, hyphens and dots only/],
    ['Blog.Example.com', /write it in lower case, "blog\.example\.com"/],
    ['d111111abcdef8.cloudfront.net', /leave blog\.domain out to use the name that it gives/],
    ['cloudfront.net', /leave blog\.domain out/],
    ['localhost', /write it in full/],
    ['', /write it in full/],
    [`${'a.'.repeat(126)}com`, /use 253 characters at most/],
    [`${'a'.repeat(64)}.example.com`, /each part has 1 to 63/],
    ['blog..example.com', /each part has 1 to 63/],
    ['-blog.example.com', /each part has 1 to 63/],
    ['blog_1.example.com', /each part has 1 to 63/],
    ['blog.example.123', /no browser takes it for a name/],
    ['xn--a.example', /no browser takes it for a name/],
    [7, /name the host of your blog/],
  ];
  for (const [name, message] of names) {
    test(`${show(name)} gives one line that says what to write`, () => {
      const lines = complaints({ ...DOMAIN, name });
      assert.equal(lines.length, 1, lines.join('\n'));
      assert.match(lines[0] ?? '', /^onemerge\.config\.ts: blog\.domain\.name is /);
      assert.match(lines[0] ?? '', message);
    });
  }

  const others: [title: string, changes: object, message: RegExp][] = [
    [
      'without a certificate and without a zone in which one could be made',
      { certificateArn: undefined },
      /blog\.domain\.certificateArn is .*write the ARN of a certificate of us-east-1.*, or the hostedZone/,
    ],
    [
      'of more than 64 characters, for which a certificate is to be made',
      { certificateArn: undefined, name: `${'a'.repeat(60)}.example.com`, hostedZone },
      /blog\.domain\.name is .*use 64 characters at most, or write the ARN/,
    ],
    [
      'with a certificate of another region',
      { certificateArn: certificateArn.replace('us-east-1', 'eu-west-1') },
      /CloudFront takes those of us-east-1 only, and this one is of eu-west-1/,
    ],
    [
      'with a certificate of IAM',
      { certificateArn: 'arn:aws:iam::111122223333:server-certificate/mine' },
      /write the ARN of a certificate of ACM: for example "arn:aws:acm:us-east-1:/,
    ],
    [
      'with a certificate of another account',
      { certificateArn: certificateArn.replace('111122223333', '999988887777') },
      /certificateArn .* use one of the account of everything else, 111122223333/,
    ],
    ['that redirects from itself', { redirectFrom: [DOMAIN.name] }, /that is the name of the blog itself/],
    ['that redirects from a name twice', { redirectFrom: ['a.example.com', 'a.example.com'] }, /name each host once/],
    [
      'that redirects from one text',
      { redirectFrom: 'www.example.com' },
      /redirectFrom is .*write a list: \["www\.example\.com"\]/,
    ],
    [
      'that redirects from a wildcard',
      { redirectFrom: ['*.example.com'] },
      /redirectFrom\[0\] is .*name hosts that lead to your blog.*: name each host/,
    ],
    [
      'with more names than a certificate holds',
      { redirectFrom: Array.from({ length: 10 }, (_, i) => `a${i}.example.com`) },
      /list nine names at most/,
    ],
    [
      'in a zone that it does not belong to',
      { hostedZone: { ...hostedZone, name: 'ample.com' } },
      /hostedZone\.name is "ample\.com": blog\.example\.com is not in it/,
    ],
    [
      'that redirects from a name outside its zone',
      { hostedZone, redirectFrom: ['example.org'] },
      /hostedZone\.name is "example\.com": example\.org is not in it/,
    ],
    ['with a path of a zone', { hostedZone: { ...hostedZone, id: '/hostedzone/Z01234' } }, /write the id alone/],
    ['with a zone as Route 53 prints it', { hostedZone: { ...hostedZone, name: 'example.com.' } }, /leave out the dot/],
    ['with the id of a zone alone', { hostedZone: hostedZone.id }, /write \{ id: ".*", name: "example\.com" \}/],
    ['with a mistyped field', { redirectform: [] }, /redirectform .*did you mean redirectFrom\?/],
  ];
  for (const [title, changes, message] of others) {
    test(`${title} gives one line that says what to write`, () => {
      const lines = complaints({ ...DOMAIN, ...changes });
      assert.equal(lines.length, 1, lines.join('\n'));
      assert.match(lines[0] ?? '', message);
    });
  }

  test('written as a text says what to write', () =>
    assert.match(
      complaints('blog.example.com').join(),
      /blog\.domain is .*write \{ name: "blog\.example\.com", hostedZone/,
    ));

  test('is tried with a wrong value in every field', () => {
    const tried = [/blog\.domain\.name/, ...others.map(([, , message]) => message)].join();
    const fields = Object.keys(configSchema.shape.blog.shape.domain.unwrap().shape);
    assert.deepEqual(
      fields.filter((field) => !tried.includes(field)),
      [],
    );
  });
});
