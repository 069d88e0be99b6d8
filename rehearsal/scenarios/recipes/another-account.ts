import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNT, REGION } from '../../fakes/aws/start.ts';
import type { Harness } from '../../harness/harness.ts';
import { onemerge } from '../../harness/onemerge.ts';
import { CONFIG, NAME, replaceOnce } from '../../harness/project.ts';
import { whileEdited } from '../../harness/unpushed.ts';
import { RehearsalError } from '../../shared/errors.ts';
import type { Scenario } from '../scenario.ts';
import { readRecipe } from './document.ts';
import { fieldsOf } from './restore.ts';
import { runCommands } from './run-blocks.ts';

const DOCUMENT = 'docs/operations.md';
const HEADING = 'Move to another account';
/** The fake AWS takes a key of twelve digits for the root of the account of that number. */
const OTHER = '444455556666';
const SNAPSHOT = `${NAME}-trial`;
const COPY = `${NAME}-moved`;

/** Looks up what a person reads in the console: the database's name, and the ARN of the last backup of the uploads. */
const INSTANCE = `aws rds describe-db-instances --region ${REGION} --query 'DBInstances[0].DBInstanceIdentifier' --output text`;
const BACKUP = `files=$(aws efs describe-file-systems --region ${REGION} --query 'FileSystems[0].FileSystemArn' --output text)
aws backup list-recovery-points-by-resource --region ${REGION} --resource-arn "$files" --query 'RecoveryPoints[-1].RecoveryPointArn' --output text`;

/**
 * What a running blog holds is copied into another account by the document's commands, as its trial says, and the command finds it
 * there. The blog itself is not deployed there: a rehearsal has one installation of its name.
 */
export const anotherAccount: Scenario = {
  id: 'another-account',
  title: `${DOCUMENT}: the document's commands bring database and uploads into another account, and restore finds them there`,
  run: async (harness) => {
    const { share, take, admit, copy, between, backUp } = commands(harness);
    const there = inAccount(harness, OTHER);
    const instance = (await runCommands(harness, INSTANCE)).trim();
    const snapshot = `aws rds create-db-snapshot --region ${REGION} --db-instance-identifier ${instance} --db-snapshot-identifier ${SNAPSHOT}`;
    await runCommands(harness, `${snapshot}\n${backUp}`);
    const of = lineOf(await onemerge(harness, ['restore'], { seconds: 60 }), SNAPSHOT);
    const backup = (await runCommands(harness, BACKUP)).trim();

    await runCommands(harness, share);
    await runCommands(there, take);
    await runCommands(harness, between);
    await runCommands(there, admit);
    await runCommands(harness, copy.replaceAll('<backup>', backup));

    const moved = (text: string) => replaceOnce(text, `"account": "${ACCOUNT}"`, `"account": "${OTHER}"`, CONFIG);
    const [listed, printed] = await whileEdited(harness, CONFIG, moved, async () => [
      await onemerge(there, ['restore'], { seconds: 60 }),
      await onemerge(there, ['restore', '--snapshot', COPY, '--without-uploads'], { seconds: 60 }),
    ]);
    const then = lineOf(listed, COPY);
    if (then !== of) throw wrong(`the copy is listed as of ${then}, and the snapshot was of ${of}`);
    const [, uploads] = /^Uploads, and the database nearest to them:\n {2}(\S+) /m.exec(listed) ?? [];
    if (uploads === undefined) throw wrong(`restore lists no uploads in ${OTHER}: ${listed}`);
    const fields = fieldsOf(printed);
    if (!fields.includes(`snapshot: '${COPY}'`)) throw wrong(`restore prints another field: ${fields}`);
    return `in ${OTHER} restore lists ${COPY} as of ${of} and the uploads of ${uploads}, and prints the field for the config; the blog was not deployed there`;
  },
};

/** The document's commands, by what they do, filled in. @throws RehearsalError when it has fewer or more */
function commands(harness: Harness) {
  const { folder } = harness.project;
  const blocks = (heading: string) => readRecipe(folder, DOCUMENT, heading).filter(({ language }) => language === 'sh');
  const filled = (text: string) =>
    [
      ['<name>', NAME],
      ['<region>', REGION],
      ['<old account>', ACCOUNT],
      ['<new account>', OTHER],
      ['<snapshot>', SNAPSHOT],
    ].reduce((done, [placeholder = '', value = '']) => done.replaceAll(placeholder, value), text);
  const [share, take, admit, copy, ...more] = blocks(HEADING).map(({ text }) => filled(text));
  const [backUp] = blocks('Bring back what was destroyed').map(({ text }) => filled(text));
  const [, between] =
    /`(aws backup update-global-settings [^`]+)`/.exec(readFileSync(join(folder, DOCUMENT), 'utf8')) ?? [];
  if (share && take && admit && copy && more.length === 0 && backUp && between)
    return { share, take, admit, copy, between, backUp };
  throw wrong(`${DOCUMENT} says other commands than the recipe knows to move a blog to another account`);
}

/** The harness of somebody who is signed in to another account. */
const inAccount = (harness: Harness, account: string): Harness => ({
  ...harness,
  aws: { ...harness.aws, env: { ...harness.aws.env, AWS_ACCESS_KEY_ID: account } },
});

/** The moment that the list of `onemerge restore` gives for a snapshot. */
function lineOf(listed: string, snapshot: string): string {
  const [, moment] = new RegExp(`^ {2}(\\S+) {2}${snapshot}$`, 'm').exec(listed) ?? [];
  if (moment !== undefined) return moment;
  throw wrong(`restore does not list the snapshot ${snapshot}: ${listed}`);
}

const wrong = (what: string): RehearsalError =>
  new RehearsalError(what, {
    where: DOCUMENT,
    help: `mend the commands below "## ${HEADING}", or cli/restore/read-moments.ts; run again with --keep`,
  });
