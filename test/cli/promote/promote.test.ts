import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import type { PastExecution } from '../../../cli/promote/pipeline.ts';
import { checkPromotion, promoteOnwards, promoteTo } from '../../../cli/promote/promote.ts';
import { CommandError } from '../../../cli/shared/command-error.ts';
import type { Config } from '../../../lib/config/config.ts';
import { parseInstallations } from '../../../lib/config/parse.ts';
import { configInput } from '../../support/fixtures.ts';

const COMMIT = 'c0ffee'.padEnd(40, '0');
const [STAGING, PRODUCTION] = parseInstallations({
  ...configInput(),
  environments: { staging: {}, production: { after: 'staging' } },
}) as [Config, Config];

const folder = mkdtempSync(join(tmpdir(), 'onemerge-promote-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Pipelines of which that of staging has seen the commit like this. */
function world(ofStaging: readonly PastExecution[] = []) {
  const lines: string[] = [];
  const started: [name: string, commit: string, skip: string | undefined][] = [];
  const pipelineOf = async ({ name }: Config) => ({
    executionsOf: async () => ofStaging,
    start: async (commit: string, skip: string | undefined) => {
      started.push([name, commit, skip]);
      return 'execution-1';
    },
  });
  const say = (line: string) => void lines.push(line);
  return { lines, started, promoting: { pipelineOf, say } };
}

/** What verify left of the commit. */
function verdictFile(state: string, commit = COMMIT): string {
  const file = join(folder, `${state}-${commit.slice(0, 7)}.json`);
  writeFileSync(file, JSON.stringify({ commit, state, summary: '', problems: [] }));
  return file;
}

describe('a commit that is live in an environment', () => {
  test('goes on to the one that comes after it', async () => {
    const { lines, started, promoting } = world();
    await promoteOnwards(STAGING, COMMIT, { ...promoting, verdict: verdictFile('live') });
    assert.deepEqual(started, [['fixture', COMMIT, undefined]]);
    assert.deepEqual(lines, ['c0ffee0 is promoted to production: execution execution-1 of its pipeline has started.']);
  });

  test('goes nowhere from the last one', async () => {
    const { lines, started, promoting } = world();
    await promoteOnwards(PRODUCTION, COMMIT, { ...promoting, verdict: verdictFile('live') });
    const [only] = parseInstallations(configInput());
    await promoteOnwards(only, COMMIT, { ...promoting, verdict: verdictFile('live') });
    assert.deepEqual(started, []);
    assert.deepEqual(lines, ['Nothing comes after production.', 'Nothing comes after fixture.']);
  });
});

describe('where a person approves', () => {
  const [staging, production] = parseInstallations({
    ...configInput(),
    environments: { staging: {}, production: { after: 'staging', approval: 'manual' } },
  }) as [Config, Config];
  const asked =
    /^It waits there for a person's approval: npx onemerge promote --to production --commit c0ffee0+ --approve/;

  test('a promotion says so, and waits for nobody', async () => {
    const { lines, started, promoting } = world();
    await promoteOnwards(staging, COMMIT, { ...promoting, verdict: verdictFile('live') });
    assert.deepEqual(started, [['fixture', COMMIT, undefined]]);
    assert.match(lines.at(-1) ?? '', asked);
  });

  test('so does one by hand, past the environment before or not', async () => {
    for (const skip of [undefined, 'readers see errors']) {
      const { lines, promoting } = world(['succeeded']);
      await promoteTo(production, COMMIT, skip, promoting);
      assert.match(lines.at(-1) ?? '', asked);
    }
  });
});

describe('a commit that is not live goes nowhere', () => {
  const cases: [title: string, verdict: string | undefined, line: RegExp][] = [
    [
      'a later one has taken over',
      verdictFile('superseded'),
      /not promoted to production: a later commit has taken over/,
    ],
    ['it is not live', verdictFile('not live'), /not promoted to production: no verdict says that it is live/],
    ['the verdict is on another', verdictFile('live', 'd'.repeat(40)), /no verdict says that it is live/],
    ['there is no verdict', undefined, /no verdict says that it is live/],
  ];
  for (const [title, verdict, line] of cases) {
    test(`when ${title}`, async () => {
      const { lines, started, promoting } = world();
      await promoteOnwards(STAGING, COMMIT, { ...promoting, verdict });
      assert.deepEqual(started, []);
      assert.match(lines.join('\n'), line);
    });
  }
});

describe('the build of an environment', () => {
  test('deploys what was live in the one before', async () => {
    const { lines, promoting } = world(['succeeded']);
    await checkPromotion(PRODUCTION, COMMIT, { ...promoting, env: { ONEMERGE_SKIP_REASON: 'none' } });
    assert.deepEqual(lines, ['c0ffee0 was live in staging.']);
  });

  test('deploys what was live there once, and was deployed again since', async () => {
    const { promoting } = world(['failed', 'succeeded']);
    await checkPromotion(PRODUCTION, COMMIT, { ...promoting, env: {} });
  });

  test('deploys every commit of the branch that it follows', async () => {
    const { lines, promoting } = world();
    await checkPromotion(STAGING, COMMIT, { ...promoting, env: {} });
    const [only] = parseInstallations(configInput());
    await checkPromotion(only, COMMIT, { ...promoting, env: {} });
    assert.deepEqual(lines, [
      'staging follows the branch: every commit may come.',
      'fixture follows the branch: every commit may come.',
    ]);
  });

  test('says loudly that a commit goes past the one before, and why', async () => {
    const { lines, promoting } = world();
    await checkPromotion(PRODUCTION, COMMIT, { ...promoting, env: { ONEMERGE_SKIP_REASON: 'readers see errors' } });
    assert.deepEqual(lines, ['c0ffee0 GOES PAST staging: readers see errors']);
  });

  const refused: [found: readonly PastExecution[], message: RegExp][] = [
    [[], /^staging has not deployed c0ffee0: only what was live there may come after it$/],
    [
      ['awaiting approval'],
      /^staging waits for a person's approval of c0ffee0: only what was live there may come after/,
    ],
    [['failed'], /^staging does not run c0ffee0: only what was live there may come after it$/],
  ];
  for (const [found, message] of refused) {
    test(`refuses a commit of which staging says: ${found.join() || 'nothing'}`, async () => {
      const checking = checkPromotion(PRODUCTION, COMMIT, { ...world(found).promoting, env: {} });
      await assert.rejects(checking, (error) => {
        assert.ok(error instanceof CommandError);
        assert.match(error.message, message);
        assert.match(error.help, /npx onemerge promote --to <environment> --commit c0ffee0+ --skip <reason>/);
        assert.equal(error.exitCode, 1);
        return true;
      });
    });
  }
});

describe('by hand', () => {
  test('a commit that was live before is promoted again: a rollback', async () => {
    const { lines, started, promoting } = world(['succeeded']);
    await promoteTo(PRODUCTION, COMMIT, undefined, promoting);
    assert.deepEqual(started, [['fixture', COMMIT, undefined]]);
    assert.match(
      lines.join('\n'),
      /c0ffee0 was live in staging\.\n.*npx onemerge verify --environment production --commit c0ffee0/,
    );
  });

  test('one that was not live is refused before anything starts', async () => {
    const { started, promoting } = world(['failed']);
    await assert.rejects(promoteTo(PRODUCTION, COMMIT, undefined, promoting), /staging does not run c0ffee0/);
    assert.deepEqual(started, []);
  });

  test('one that cannot wait goes past the environment before it, with its reason', async () => {
    const { lines, started, promoting } = world();
    await promoteTo(PRODUCTION, COMMIT, ' readers see errors ', promoting);
    assert.deepEqual(started, [['fixture', COMMIT, 'readers see errors']]);
    assert.match(lines[0] ?? '', /^c0ffee0 GOES PAST staging: readers see errors\.$/);
  });

  test('a reason says something', async () => {
    const { started, promoting } = world();
    await assert.rejects(
      promoteTo(PRODUCTION, COMMIT, 'hotfix', promoting),
      /takes a reason of 10 to 500 characters, not 6/,
    );
    assert.deepEqual(started, []);
  });

  test('nothing is promoted to what follows the branch', async () => {
    const to = promoteTo(STAGING, COMMIT, undefined, world().promoting);
    await assert.rejects(to, /--to staging: it follows the branch, so nothing is promoted to it/);
  });
});
