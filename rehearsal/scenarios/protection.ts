import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { replaceOnce } from '../harness/project.ts';
import { setting } from '../harness/settings.ts';
import { whileEdited } from '../harness/unpushed.ts';
import { RehearsalError } from '../shared/errors.ts';
import { DEPLOY, deploymentFailed, STACKS } from './deployments.ts';
import type { Scenario } from './scenario.ts';
import { UNREAD } from './unread.ts';

const DATABASE = 'lib/constructs/mysql-database.ts';
const AFTER = '    acknowledgeLogRetention(this);\n';
/** A second instance of the same name, which RDS refuses once the first one is there. */
const REFUSED = `    new rds.CfnDBInstance(this, 'Refused', { dbInstanceIdentifier: this.instanceIdentifier, dbInstanceClass: 'db.t4g.small', engine: 'mysql', allocatedStorage: '20', masterUsername: 'refused', manageMasterUserPassword: true });\n`;

/** What follows it is `deploy`: the same command, once the cause is mended. */
export const failedFirst: Scenario = {
  id: 'failed-first',
  title: 'a first deployment that fails leaves no database in the way of the next',
  unread: UNREAD.noBlog,
  run: async (harness) => {
    // Given a database that RDS makes, followed by one that it refuses
    const refused = (text: string) => replaceOnce(text, AFTER, `${AFTER}${REFUSED}`, DATABASE);
    const said = await whileEdited(harness, DATABASE, refused, () => harness.cdk.fail(DEPLOY));
    // Then what was made is removed again; the CDK cuts the status to the width of its column
    if (!/ already exists/.test(said)) throw deploymentFailed(harness, 'the deployment failed for another reason');
    if (/ROLLBACK_FAIL/.test(said) || !/ROLLBACK_COMPLET/.test(said)) {
      throw deploymentFailed(harness, 'the failed database could not be removed: is it protected before it stands?');
    }
    return 'rolled back, instance included';
  },
};

export const replacementRefused: Scenario = {
  id: 'replacement-refused',
  title: 'a change that would replace the database is refused',
  run: async (harness) => {
    const host = await setting(harness, 'DATABASE_HOST');
    const change = { branch: 'another-schema', title: 'Start over with another schema' };
    const file = 'lib/database-stack.ts';
    const edits = { [file]: (text: string) => replaceOnce(text, "schema: 'ghost'", "schema: 'journal'", file) };
    const merged = await harness.project.merge({ ...change, edits });
    const said = await harness.cdk.fail(DEPLOY);
    if (!/Action denied by stack policy/.test(said.replaceAll(/\s+/g, ' '))) {
      throw deploymentFailed(harness, 'the deployment was not refused by the stack policy');
    }
    const now = await setting(harness, 'DATABASE_HOST');
    if (now !== host) throw deploymentFailed(harness, `the settings point to ${now}, not to ${host} as before`);
    await harness.project.revert(merged, { branch: 'revert-another-schema', title: `Revert: ${change.title}` });
    return `${host.split('.')[0]} stays`;
  },
};

/** Nobody protects them by hand, and the first deployment did not. */
export const protectedStacks: Scenario = {
  id: 'protected',
  title: 'the pipeline protects every stack from deletion',
  run: async ({ aws }) => {
    const { Stacks = [] } = await new CloudFormationClient(aws.client).send(new DescribeStacksCommand({}));
    const found = Stacks.filter(({ EnableTerminationProtection }) => EnableTerminationProtection);
    const names = found.map(({ StackName }) => StackName);
    const open = STACKS.filter((stack) => !names.includes(stack));
    if (open.length === 0) return `${STACKS.length} stacks`;
    throw new RehearsalError(`after executions of the pipeline these stacks may be deleted: ${open.join(', ')}`, {
      where: 'buildspec.yml',
      help: 'read what the build passes as --context standing; run again with --keep',
    });
  },
};
