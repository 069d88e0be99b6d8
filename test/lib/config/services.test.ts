import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConfigError } from '../../../lib/config/config-error.ts';
import { parseConfig } from '../../../lib/config/parse.ts';
import { servicePort } from '../../../lib/config/services.ts';
import { show } from '../../../lib/config/show.ts';
import { configInput } from '../../support/fixtures.ts';

const HELLO = { path: '/hello/*', port: 8080 };

/** The lines of the error that services give; none when they are accepted. */
function complaints(services: unknown): string[] {
  try {
    parseConfig({ ...configInput(), services });
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError, `expected a ConfigError, got ${error}`);
    return error.message.split('\n');
  }
}

const numbered = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`s${i}`, { path: `/s${i}/*`, port: 8080 }]));

/** Two names with the same port at the load balancer, found by trying. */
function namesOfOnePort(): [string, string] {
  const seen = new Map<number, string>();
  for (let i = 0; ; i += 1) {
    const other = seen.get(servicePort(`s${i}`));
    if (other !== undefined) return [other, `s${i}`];
    seen.set(servicePort(`s${i}`), `s${i}`);
  }
}

describe('services', () => {
  const accepted: [title: string, services: unknown][] = [
    ['none', {}],
    ['one', { hello: HELLO }],
    ['two with the same port of their pods', { hello: HELLO, 'my-api': { path: '/api/*', port: 8080 } }],
    ['with a path of several parts', { hello: { path: '/a1/b_c/d.e~f/*', port: 1 } }],
    ['whose paths only begin alike', { hello: HELLO, more: { path: '/hello-more/*', port: 65_535 } }],
    ['with a path that only begins like one of the blog', { hello: { path: '/ghosts/*', port: 8080 } }],
    ['ten', numbered(10)],
  ];
  for (const [title, services] of accepted) {
    test(`${title}: accepted`, () => assert.deepEqual(complaints(services), []));
  }

  const [one, other] = namesOfOnePort();
  const refused: [field: string, services: unknown, message: RegExp][] = [
    ['services', [HELLO], /write the services by name, for example \{ hello: /],
    ['services', 'hello', /write the services by name/],
    ['services', numbered(11), /name 10 at most: each takes an origin of CloudFront/],
    ['services.hello', { hello: '/hello/*' }, /write \{ path: "\/hello\/\*", port: 8080 \}/],
    ['services.hello.path', { hello: { port: 8080 } }, /is missing: write a path such as "\/hello\/\*"/],
    ['services.hello.port', { hello: { path: '/hello/*' } }, /is missing: write the port on which/],
    ['services.hello.paht', { hello: { ...HELLO, paht: 'x' } }, /unknown field; did you mean path\?/],
    ['services.hello.image', { hello: { ...HELLO, image: 'x' } }, /unknown field; remove it, or use one of path, port/],
    ...['Hello', 'h', 'my_api', '-a', 'a-', 'a--b', '1a', 'x'.repeat(21)].map((name): [string, unknown, RegExp] => [
      `services.${name}`,
      { [name]: HELLO },
      /use 2 to 20 lower-case letters/,
    ]),
    ...['ghost', 'webhook'].map((name): [string, unknown, RegExp] => [
      `services.${name}`,
      { [name]: HELLO },
      /that is a part of the blog itself/,
    ]),
    ...[0, -1, 65_536, 80.5, 'http'].map((port): [string, unknown, RegExp] => [
      'services.hello.port',
      { hello: { ...HELLO, port } },
      /write the port/,
    ]),
    ['services.hello.port', { hello: { ...HELLO, port: '8080' } }, /write 8080, without quotes/],
    [`services.${other}`, { [one]: { path: '/a/*', port: 1 }, [other]: { path: '/b/*', port: 1 } }, /rename it: by/],
    ['services.more.path', { hello: HELLO, more: HELLO }, /choose one outside of \/hello\/\*, which leads to hello/],
    ['services.more.path', { hello: HELLO, more: { path: '/hello/more/*', port: 1 } }, /choose one outside of/],
    ['services.more.path', { more: { path: '/hello/more/*', port: 1 }, hello: HELLO }, /choose one outside of/],
  ];
  for (const [field, services, message] of refused) {
    test(`${show(services)} gives one line that names field and fix`, () => {
      const lines = complaints(services);
      assert.equal(lines.length, 1, lines.join('\n'));
      assert.ok(lines[0]?.startsWith(`onemerge.config.ts: ${field} is `), lines[0]);
      assert.match(lines[0] ?? '', message);
    });
  }

  const paths: [path: unknown, message: RegExp][] = [
    [8080, /write a path such as/],
    ['', /begin with a slash/],
    ['hello/*', /begin with a slash/],
    ['https://blog.example.com/hello/*', /begin with a slash, without https/],
    ['/hello', /end with \/\*/],
    ['/hello*', /end with \/\*/],
    ['/*', /that is the whole blog/],
    ['/Hello/*', /use lower case/],
    ['//*', /each part has letters/],
    ['/a//b/*', /each part has letters/],
    ['/a/*/b/*', /each part has letters/],
    ['/a?/*', /each part has letters/],
    ['/a b/*', /each part has letters/],
    ['/%67host/*', /each part has letters/],
    ['/../*', /begins with a letter or a digit/],
    ['/.ghost/activitypub/*', /begins with a letter or a digit/],
    ['/.well-known/*', /begins with a letter or a digit/],
    [`/${'a'.repeat(254)}/*`, /use 255 characters at most/],
    ...[
      'ghost',
      'ghost/api',
      'members',
      'content',
      'hook',
      'assets',
      'public',
      'rss',
      'p',
      'page',
      'tag',
      'author',
    ].map((own): [string, RegExp] => [`/${own}/*`, /the blog itself answers there/]),
  ];
  for (const [path, message] of paths) {
    test(`the path ${show(path)} gives the edit that helps`, () => {
      const lines = complaints({ hello: { path, port: 8080 } });
      assert.equal(lines.length, 1, lines.join('\n'));
      assert.ok(lines[0]?.startsWith(`onemerge.config.ts: services.hello.path is ${show(path)}: `), lines[0]);
      assert.match(lines[0] ?? '', message);
    });
  }
});

test("a service's port at the load balancer is its own, whatever others come and go, and none of the blog's", () => {
  for (const name of Object.keys(numbered(1000))) {
    assert.equal(servicePort(name), servicePort(name));
    assert.ok(servicePort(name) >= 8082 && servicePort(name) <= 8999, name);
  }
});
