import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConfigInput } from '../../../lib/config/config.ts';
import { appOf, effectOf } from '../../../test/support/config-change.ts';
import { CONFIG_CHANGES } from '../../../test/support/config-changes.ts';
import { configInput } from '../../../test/support/fixtures.ts';
import { ACCOUNT } from '../../fakes/aws/start.ts';
import type { Harness } from '../../harness/harness.ts';
import { CONFIG, configSource, NAME } from '../../harness/project.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { DEPLOY } from '../deployments.ts';
import type { Scenario } from '../scenario.ts';
import { UNREAD } from '../unread.ts';
import { compareStacks, deployedMoves, namingInfrastructure } from './stack-changes.ts';
import { widenBounds } from './wider-bounds.ts';

const ANOTHER_INSTALLATION = 'it would need a cluster of its own';

/** Fields, and groups of fields, whose changes need what only another rehearsal has. */
const PLAYED_ELSEWHERE: Readonly<Record<string, string>> = {
  name: ANOTHER_INSTALLATION,
  region: ANOTHER_INSTALLATION,
  account: ANOTHER_INSTALLATION,
  'repository.app': '--recipes private',
  'blog.domain': '--recipes domain',
  restore: '--recipes restore',
};

const isPlayedElsewhere = (field: string) =>
  Object.keys(PLAYED_ELSEWHERE).some((name) => field === name || field.startsWith(`${name}.`));

/** What CloudFormation may make only once somebody has bootstrapped with it. */
const WIDE = "monthlyBudget: 300, cdnMetrics: 'on', driftCheck: 'weekly',";

/** What cannot be taken back, and comes last. */
const GROWS = 'database.storageGiB';

interface Change {
  /** As the table names it. */
  readonly title: string;
  readonly before: ConfigInput;
  readonly after: ConfigInput;
}

/**
 * Each row of the table in docs/operations.md, deployed by hand, one after the other; no workload is looked at. Nothing
 * follows it: storage that has grown cannot shrink.
 */
export const changeTheConfig: Scenario = {
  id: 'change-the-config',
  title: 'docs/operations.md: each change of the config does what the table says',
  unread: UNREAD.another,
  run: async (harness) => {
    await widenBounds(harness, WIDE);
    const wrong: string[] = [];
    const unreached: string[] = [];
    let standing = ours({});
    await become(harness, standing, standing);
    for (const change of CHANGES) {
      const { title, before, after } = change;
      if (isRefused(standing, before)) {
        unreached.push(title);
        continue;
      }
      if (JSON.stringify(standing) !== JSON.stringify(before)) await become(harness, standing, before);
      wrong.push(...(await play(harness, change)).map((fault) => `${title}: ${fault}`));
      standing = isRefused(before, after) ? before : after;
    }
    if (wrong.length > 0) throw otherwise(wrong);
    const elsewhere = Object.entries(PLAYED_ELSEWHERE).map(([field, where]) => `${field} (${where})`);
    return `${CHANGES.length - unreached.length} changes; begin with another installation: ${unreached.join('; ')}; not here: ${elsewhere.join(', ')}`;
  },
};

const CHANGES: readonly Change[] = Object.entries(CONFIG_CHANGES)
  .filter(([field]) => !isPlayedElsewhere(field))
  .toSorted(([one], [other]) => Number(one === GROWS) - Number(other === GROWS))
  .flatMap(([field, rows]) =>
    rows.map(([what, before, after]) => ({ title: `${field}, ${what}`, before: ours(before), after: ours(after) })),
  );

/** The config of a row, in the rehearsal's account. */
function ours(row: Partial<ConfigInput>): ConfigInput {
  const text = JSON.stringify(configInput({ ...row, name: NAME }));
  return JSON.parse(text.replaceAll(configInput().account ?? '', ACCOUNT)) as ConfigInput;
}

const isRefused = (before: ConfigInput, after: ConfigInput) => effectOf(appOf(before), appOf(after)).refused.length > 0;

const write = (harness: Harness, config: ConfigInput) =>
  writeFileSync(join(harness.project.folder, CONFIG), configSource(config));

/** A vault's lock is bounded as it is, so that every other one takes a bootstrap: docs/operations.md, A locked vault. */
const hasAnotherLock = (before: ConfigInput, after: ConfigInput) =>
  after.backupVault !== undefined &&
  JSON.stringify(before.backupVault?.lock) !== JSON.stringify(after.backupVault.lock);

/** @param standing what is deployed */
async function become(harness: Harness, standing: ConfigInput, config: ConfigInput): Promise<void> {
  if (hasAnotherLock(standing, config)) {
    write(harness, ours({}));
    await widenBounds(harness, `${WIDE} backupVault: ${JSON.stringify(config.backupVault)},`);
  }
  write(harness, config);
  await harness.cdk.run(DEPLOY);
}

/** @returns what came otherwise than foretold */
async function play(harness: Harness, { before, after }: Change): Promise<string[]> {
  if (isRefused(before, after)) {
    write(harness, after);
    await harness.cdk.fail(DEPLOY);
    return [];
  }
  const start = new Date();
  await become(harness, before, after);
  const { moves } = effectOf(appOf(before), appOf(after));
  const foretold = moves.map(({ stack, logicalId, how }) => ({ stack, id: logicalId, impact: how }));
  return compareStacks(foretold, await deployedMoves(harness, start), settings(after));
}

function settings(config: ConfigInput): string[] {
  const { stacks } = appOf(config).synth();
  return stacks.flatMap(({ stackName, template }) =>
    namingInfrastructure(template.Resources).map((id) => `${stackName}/${id}`),
  );
}

function otherwise(wrong: readonly string[]): RehearsalError {
  return new RehearsalError(`CloudFormation did something else than the table says:\n${wrong.join('\n')}`, {
    where: 'docs/operations.md',
    help: 'see test/support/config-change.ts, which works the table out; run again with --keep',
  });
}
