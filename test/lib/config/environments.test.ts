import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConfigError } from '../../../lib/config/config-error.ts';
import { followersOf, isPromotedTo, neighboursOf } from '../../../lib/config/environment.ts';
import { parseConfig, parseInstallations } from '../../../lib/config/parse.ts';
import { configInput } from '../../support/fixtures.ts';

const TWO = { staging: {}, production: { after: 'staging' } };
const config = (environments: unknown, shared: Record<string, unknown> = {}) => ({
  ...configInput(),
  ...shared,
  environments,
});

/** The lines of the error that a config gives; none when it is accepted. */
function complaints(input: unknown): string[] {
  try {
    parseInstallations(input);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError, `expected a ConfigError, got ${error}`);
    return error.message.split('\n').map((line) => line.replace('onemerge.config.ts: ', ''));
  }
}

describe('environments', () => {
  test('are installations by the same config, each with what differs in it', () => {
    const size = (one: string) => ({ database: { size: one } });
    const all = parseInstallations(
      config({ staging: size('t4g.micro'), production: { after: 'staging' } }, size('m8g.large')),
    );
    const database = { storageGiB: 20, backupDays: 7 };
    assert.deepEqual(
      all.map((one) => [one.environment?.name, one.database]),
      [
        ['staging', { size: 't4g.micro', ...database }],
        ['production', { size: 'm8g.large', ...database }],
      ],
    );
  });

  test('are told apart by name, and the last one keeps that of the config, so that what is installed goes on', () => {
    const names = (environments: unknown) => parseInstallations(config(environments)).map(({ name }) => name);
    assert.deepEqual(names(TWO), ['fixture-staging', 'fixture']);
    assert.deepEqual(names({ ...TWO, canary: { after: 'staging', name: 'canary' } }), [
      'fixture-staging',
      'fixture',
      'canary',
    ]);
    assert.deepEqual(names({ staging: { name: 'fixture' }, production: { after: 'staging', name: 'live' } }), [
      'fixture',
      'live',
    ]);
  });

  test('know who comes before and after them', () => {
    const chain = { staging: {}, canary: { after: 'staging' }, production: { after: 'canary' } };
    const [staging, canary, production] = parseInstallations(config(chain));
    assert.ok(canary && production);
    const names = (of: readonly { name: string }[]) => of.map(({ name }) => name);
    assert.deepEqual(names(followersOf(staging)), ['fixture-canary']);
    assert.deepEqual(names(neighboursOf(canary)), ['fixture-staging', 'fixture']);
    assert.deepEqual([staging, canary, production].map(isPromotedTo), [false, true, true]);
  });

  test('are none where the config has none', () => {
    const [only, ...others] = parseInstallations(configInput());
    assert.deepEqual(others, []);
    assert.equal(only.environment, undefined);
    assert.deepEqual(neighboursOf(only), []);
  });

  test('take a service whose name every object has', () => {
    const services = { constructor: { path: '/c/*', port: 8080 } };
    const [staging] = parseInstallations(config({ ...TWO, staging: { services: {} } }, { services }));
    assert.deepEqual(staging.services, services);
  });

  test('must be named when one is meant', () => {
    assert.equal(parseConfig(config(TWO), 'staging').name, 'fixture-staging');
    assert.throws(() => parseConfig(config(TWO)), /its environments are staging and production: say which is meant/);
    assert.throws(() => parseConfig(config(TWO), 'stging'), { instead: 'staging', message: /not "stging"/ });
    assert.throws(() => parseConfig(configInput(), 'staging'), {
      instead: undefined,
      message: /it has no environments/,
    });
  });

  test('may have a person approve each commit, within seven days or another time', () => {
    const approvalOf = (approval: unknown) => {
      const [, production] = parseInstallations(config({ staging: {}, production: { after: 'staging', approval } }));
      return production?.environment?.approval;
    };
    assert.deepEqual(approvalOf('manual'), { timeoutMinutes: 10_080 });
    assert.deepEqual(approvalOf({ timeoutMinutes: 60 }), { timeoutMinutes: 60 });
    assert.equal(approvalOf(undefined), undefined);
  });

  const approving = (approval: unknown) => config({ staging: {}, production: { after: 'staging', approval } });

  const wrong: [title: string, input: unknown, ...lines: RegExp[]][] = [
    ['no object', config([]), /^environments is \[\]: write each by its name/],
    ['none at all', config({}), /^environments is \{\}: write each by its name/],
    [
      'an environment that is no object',
      config({ staging: 5 }),
      /^environments\.staging is 5: write what differs there/,
    ],
    [
      'a name that cannot be part of one',
      config({ 'Big One': {} }),
      /^environments\["Big One"\] is "Big One": use 2 to 20/,
    ],
    [
      'a name that makes that of the stacks too long',
      config(TWO, { name: 'a-name-of-twenty-two' }),
      /^environments\.staging\.name is "a-name-of-twenty-two-staging": .*use 2 to 20/,
    ],
    [
      'a wrong field of one',
      config({ ...TWO, staging: { database: { size: 'x' } } }),
      /^environments\.staging\.database\.size is "x": use a Graviton/,
    ],
    ['a wrong field of all, once', config(TWO, { region: 'eu-wst-1' }), /^region is "eu-wst-1": name an AWS region/],
    [
      'a field that only some have',
      config({ staging: { alarmEmail: 'a@example.com' }, production: { after: 'staging' } }, { alarmEmail: undefined }),
      /^environments\.production\.alarmEmail is missing/,
    ],
    [
      'a mistyped field',
      config({ ...TWO, staging: { databse: {} } }),
      /^environments\.staging\.databse is .* did you mean database\?/,
    ],
    [
      'a mistyped after',
      config({ staging: {}, production: { name: 'live', afer: 'staging' } }),
      /^environments\.production\.afer is "staging": unknown field; did you mean after\?/,
    ],
    [
      'environments of an environment',
      config({ ...TWO, staging: { environments: {} } }),
      /^environments\.staging\.environments is \{\}: remove it: an environment holds no others/,
    ],
    ['a name that every object has', config(TWO, { constructor: 1 }), /^constructor is 1: unknown field/],
    [
      'a mistyped environments',
      { ...configInput(), environmets: TWO },
      /^environmets is .* did you mean environments\?/,
    ],
    [
      'an environment that comes after one that there is not',
      config({ ...TWO, production: { after: 'stagin' } }),
      /^environments\.production\.after is "stagin": did you mean 'staging'\?/,
    ],
    [
      'one that comes after itself',
      config({ live: { after: 'live' } }),
      /^environments\.live\.after is "live": name another environment: there is none/,
    ],
    [
      'an after that is no name',
      config({ ...TWO, production: { after: ['staging'] } }),
      /^environments\.production\.after is \["staging"\]: name the environment that commits come from/,
    ],
    [
      'a circle',
      config({ staging: { after: 'production', name: 'one' }, production: { after: 'staging' } }),
      /^environments\.staging\.after is "production": one must follow the branch/,
      /^environments\.production\.after is "staging": one must follow the branch/,
    ],
    [
      'two of one name',
      config({ one: {}, two: {} }),
      /^environments\.two\.name is "fixture": one has that name; write another one/,
    ],
    [
      'a name that the environment before may change by its own',
      config({
        staging: { name: 'blog' },
        canary: { after: 'staging', name: 'canary' },
        production: { after: 'canary', name: 'blog-live' },
      }),
      /^environments\.production\.name is "blog-live": what deploys blog may change whatever begins with blog-/,
    ],
    [
      'an approval where Flux follows the branch',
      config({ ...TWO, staging: { approval: 'manual' } }),
      /^environments\.staging\.approval is "manual": leave it out, or say which environment comes before/,
    ],
    [
      'an approval of another kind',
      approving(true),
      /^environments\.production\.approval is true: write 'manual', or \{ timeoutMinutes: 1440 \}/,
    ],
    [
      'an approval with a mistyped field',
      approving({ minutes: 60 }),
      /^environments\.production\.approval is .*: write 'manual', or/,
    ],
    ...[4, 86_401, 5.5, '60'].map((timeoutMinutes): [string, unknown, RegExp] => [
      `an approval that ends after ${JSON.stringify(timeoutMinutes)} minutes`,
      approving({ timeoutMinutes }),
      /^environments\.production\.approval is .*: use a whole number of minutes from 5 to 86400/,
    ]),
    [
      'an approval without environments',
      { ...configInput(), approval: 'manual' },
      /^approval is "manual": unknown field/,
    ],
    [
      'another branch in one',
      config({ ...TWO, staging: { repository: { branch: 'next' } } }),
      /^environments\.staging\.repository\.branch is "next": write it for all environments/,
    ],
  ];
  for (const [title, input, ...lines] of wrong) {
    test(`refuse ${title}`, () => {
      const found = complaints(input);
      assert.equal(found.length, lines.length, found.join('\n'));
      for (const [i, line] of lines.entries()) assert.match(found[i] ?? '', line);
    });
  }

  test('may have a connection of their own, in their account', () => {
    const connectionArn =
      'arn:aws:codeconnections:eu-west-1:444455556666:connection/12345678-1234-1234-1234-123456789012';
    const own = { account: '444455556666', repository: { connectionArn } };
    assert.deepEqual(complaints(config({ ...TWO, staging: own })), []);
  });
});
