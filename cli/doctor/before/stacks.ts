import type { DeployedStack } from '../account/stacks.ts';
import { bad, type Check, type Finding, good, warning } from '../check.ts';
import { isOwn } from '../own-stacks.ts';
import type { BeforeDeploy } from './before-deploy.ts';

/** A stack of this name may be somebody else's, or what is left of an attempt. */
export const stacks: Check<BeforeDeploy> = {
  id: 'stacks',
  title: 'No other stack has the names',
  find: async ({ account, templates, config }) => {
    const wanted = [...templates.keys()];
    const found = (await account.stacks()).filter(({ name }) => wanted.includes(name));
    return judge(found, wanted.length, config);
  },
};

function judge(found: readonly DeployedStack[], wanted: number, config: BeforeDeploy['config']): Finding {
  const { name } = config;
  const listed = (some: readonly DeployedStack[]) => some.map((one) => `${one.name} (${one.status})`).join(', ');
  if (found.length === 0) return good(`no stack is named ${name}-...`);
  const foreign = found.filter((one) => !isOwn(one, config));
  if (foreign.length > 0)
    return bad(`not of this blog: ${listed(foreign)}`, 'choose another name in onemerge.config.ts');
  const moving = found.filter(({ status }) => status.endsWith('_IN_PROGRESS'));
  if (moving.length > 0)
    return bad(`somebody is at work: ${listed(moving)}`, 'wait until that has ended, then run the command again');
  const stuck = found.filter(({ status }) => /(ROLLBACK|DELETE)_FAILED$/.test(status));
  const [first] = stuck;
  if (first) {
    return bad(
      `cannot be updated: ${listed(stuck)}`,
      `aws cloudformation describe-stack-events --region ${first.region} --stack-name ${first.name}`,
    );
  }
  if (found.length === wanted) return warning('all stand: this blog is deployed', 'npx onemerge doctor --after-deploy');
  return warning(`an earlier attempt left ${listed(found)}`, 'npx cdk deploy --all');
}
