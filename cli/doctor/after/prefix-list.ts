import { propertiesOf } from '../../shared/templates.ts';
import type { Ingress } from '../account/door.ts';
import { bad, type Check, type Finding, good } from '../check.ts';
import type { AfterDeploy } from './after-deploy.ts';
import { resourcesOf } from './standing.ts';

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/LocationsOfEdgeServers.html */
const NAME = 'com.amazonaws.global.cloudfront.origin-facing';

/** CloudFront reaches the load balancer, and nobody else does. */
export const prefixList: Check<AfterDeploy> = {
  id: 'prefix-list',
  title: 'The load balancer lets in CloudFront alone',
  find: async (asked) => {
    const { account, templates } = asked;
    const [balancer = {}] = propertiesOf(templates, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
    const groups = await resourcesOf(asked, 'ghost', 'AWS::EC2::SecurityGroup');
    // The template names the balancer's groups by their logical ids, in Fn::GetAtt.
    const own = [...groups].filter(([logicalId]) => JSON.stringify(balancer.SecurityGroups).includes(logicalId));
    const [lists, ...rules] = await Promise.all([
      account.prefixLists(NAME),
      ...own.map(([, physicalId]) => account.ingress(physicalId)),
    ]);
    return judge(lists, rules.flat());
  },
};

function judge(lists: readonly string[], rules: readonly Ingress[]): Finding {
  const [list] = lists;
  if (list === undefined || lists.length > 1) {
    return bad(`${lists.length} prefix lists are named ${NAME}`, 'open an issue with this line');
  }
  const others = rules.flatMap(({ from, ports }) =>
    from.filter((one) => one !== list).map((one) => `${one} (${ports})`),
  );
  if (others.length > 0)
    return bad(
      `the load balancer also lets in ${others.join(', ')}`,
      'npx cdk diff Ghost, then remove what was added by hand',
    );
  const [rule] = rules;
  if (rule === undefined) return bad('the load balancer lets in nobody', 'npx cdk deploy Ghost');
  return good(`${list} on ${rules.map(({ ports }) => ports).join(', ')}, and nobody else`);
}
