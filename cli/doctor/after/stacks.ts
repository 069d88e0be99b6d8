import { regionOfStack } from '../../../lib/config/certificate-region.ts';
import { bad, type Check, good, warning } from '../check.ts';
import { isOwn } from '../own-stacks.ts';
import type { AfterDeploy } from './after-deploy.ts';

/** Everything stands, and nothing of it is half done. */
export const stacks: Check<AfterDeploy> = {
  id: 'stacks',
  title: 'Every stack stands',
  find: async ({ account, templates, config }) => {
    const own = (await account.stacks()).filter((one) => isOwn(one, config));
    const found = new Map(own.map(({ name, status }) => [name, status]));
    const wanted = [...templates.keys()];
    const wrong = wanted.filter((name) => !/^(CREATE|UPDATE)_COMPLETE$/.test(found.get(name) ?? ''));
    const [first] = wrong;
    if (first === undefined) return good(`all ${wanted.length} are complete`);
    if (wanted.every((name) => !found.has(name))) {
      return bad(`no stack of ${config.name} is deployed in ${account.region}`, 'npx cdk deploy --all');
    }
    const rolledBack = wrong.every((name) => found.get(name) === 'UPDATE_ROLLBACK_COMPLETE');
    const listed = wrong.map((name) => `${name} is ${found.get(name) ?? 'not deployed'}`).join(', ');
    if (rolledBack) return warning(`${listed}: its last update failed, and it is as before`, 'npx cdk diff');
    return bad(
      listed,
      found.has(first)
        ? `aws cloudformation describe-stack-events --region ${regionOfStack(first, account.region)} --stack-name ${first}`
        : 'npx cdk deploy --all',
    );
  },
};
