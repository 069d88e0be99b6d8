import { bad, type Check, good } from '../check.ts';
import { fixedNames } from '../fixed-names.ts';
import type { AfterDeploy } from './after-deploy.ts';
import { stackOf } from './standing.ts';

/** Each listener has a VPC origin, which takes up to a quarter of an hour. */
export const vpcOrigins: Check<AfterDeploy> = {
  id: 'vpc-origins',
  title: 'The VPC origins are deployed',
  find: async (asked) => {
    const { account, config, templates } = asked;
    await stackOf(asked, `${config.name}-ghost`);
    const wanted = [...templates.values()]
      .flatMap(fixedNames)
      .filter(({ type, property }) => type === 'AWS::CloudFront::VpcOrigin' && property === 'Name');
    const states = new Map((await account.vpcOrigins()).map(({ name, status }) => [name, status]));
    const wrong = wanted.filter(({ name }) => states.get(name) !== 'Deployed');
    if (wrong.length === 0) return good(wanted.map(({ name }) => name).join(', '));
    const listed = wrong.map(({ name }) => `${name} is ${states.get(name) ?? 'not there'}`).join(', ');
    return bad(listed, 'wait a quarter of an hour after the deployment, then run the command again');
  },
};
