import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseConfig } from '../../../lib/config/parse.ts';
import { complaints } from '../../support/config-complaints.ts';
import { configInput } from '../../support/fixtures.ts';

describe('a value that cannot be read', () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.self = { cyclic };
  const throwing = Object.defineProperty({}, 'size', {
    enumerable: true,
    get: () => {
      throw new Error('no such file');
    },
  });
  const hostile = new Proxy(
    {},
    new Proxy(
      {},
      {
        get: () => () => {
          throw new Error('no');
        },
      },
    ),
  );
  const deep = Array.from({ length: 100 }).reduce<object>((below) => ({ below }), {});
  const cases: [title: string, input: unknown, message: RegExp][] = [
    [
      'a promise as the default export',
      Promise.resolve(configInput()),
      /the default export is a promise: write "await"/,
    ],
    ['a promise in a field', { ...configInput(), region: Promise.resolve('x') }, /region is a promise: write "await"/],
    ['a cycle', { ...configInput(), database: cyclic }, /database\.self\.cyclic is .*may not hold itself/],
    ['a getter that throws', { ...configInput(), database: throwing }, /database\.size is a function: .*no such file/],
    ['a date', { ...configInput(), database: new Date(0) }, /database is "1970-.*: write a plain object/],
    ['a map', { ...configInput(), database: new Map([['size', 't4g.small']]) }, /database is .*: write a plain object/],
    [
      'a set in place of a list',
      { ...configInput(), availabilityZones: new Set(['a']) },
      /a plain object.*, a list, \[/,
    ],
    ['a pattern in place of a text', { ...configInput(), name: /x/ }, /name is .*: write a plain object.* or a text/],
    [
      'a mark that turns the line around',
      { ...configInput(), name: 'a\u202eb' },
      /name is "a\\u\{202e\}b": name the blog, .*: use 2 to 20/,
    ],
    [
      'a mark that nobody sees',
      { ...configInput(), 'na\u200bme': 1 },
      /^onemerge\.config\.ts: \["na\\u\{200b\}me"\] is 1: unk/,
    ],
    ['an instance', { ...configInput(), database: new (class Size {})() }, /database is .*: write a plain object/],
    [
      'a text as an object',
      { ...configInput(), name: new String('my-blog') },
      /name is "my-blog": write a plain object/,
    ],
    ['fields by inheritance', Object.create(configInput()), /the default export is .*: write a plain object/],
    ['a proxy', new Proxy(configInput(), {}), /the default export is a proxy: write plain values/],
    ['a hostile proxy', { ...configInput(), blog: hostile }, /blog is a proxy: write plain values/],
    ['a symbol for a name', { ...configInput(), [Symbol('x')]: 1 }, /\[Symbol\(x\)\] is Symbol\(x\): unknown field/],
    ['a list without end', { ...configInput(), availabilityZones: new Array(1e9) }, /list at most 1000 entries/],
    ['a nesting without end', { ...configInput(), database: deep }, /at most 20 deep/],
  ];
  for (const [title, input, message] of cases) {
    test(`gives one line: ${title}`, () => {
      const lines = complaints(input);
      assert.equal(lines.length, 1, lines.join('\n'));
      assert.match(lines[0] ?? '', message);
    });
  }
});

describe('what is read', () => {
  test('is read once, so that what is checked is what is used', () => {
    let reads = 0;
    const names = ['my-blog', 'NOT A NAME'];
    const input = Object.defineProperty(configInput(), 'name', { enumerable: true, get: () => names[reads++] });
    assert.equal(parseConfig(input).name, 'my-blog');
    assert.equal(reads, 1);
  });

  test('is no field that the text of a config calls __proto__', () => {
    const input = { ...configInput(), database: JSON.parse('{"__proto__": {"size": "t4g.medium"}}') };
    const [line = ''] = complaints(input);
    assert.match(line, /database\.__proto__ is .*: unknown field/);
  });

  for (const services of [
    '{"__proto__": {"path": "/a/*", "port": 80}}',
    '{"hello": {"__proto__": {}, "path": "/a/*"}}',
  ]) {
    test(`is no entry that is called so: ${services}`, () => {
      const [line = ''] = complaints({ ...configInput(), services: JSON.parse(services) });
      assert.match(line, /services\.(hello\.)?__proto__ is .*: unknown field; remove it/);
    });
  }
});
