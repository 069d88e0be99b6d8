import { bad, type Check, good, warning } from '../check.ts';
import type { AfterDeploy } from './after-deploy.ts';
import { resourcesOf } from './standing.ts';

/** Nodes take addresses for their pods in blocks of so many. https://docs.aws.amazon.com/eks/latest/best-practices/prefix-mode-linux.html */
const BLOCK = 16;
/** A node that is replaced and the one that replaces it. */
const TWO_NODES = 2 * BLOCK;

/** A subnet without free addresses lets no node, no pod and no load balancer begin. */
export const addresses: Check<Pick<AfterDeploy, 'account' | 'templates' | 'config'>> = {
  id: 'addresses',
  title: 'Every subnet has free addresses',
  find: async (asked) => {
    const ids = [...(await resourcesOf(asked, 'network', 'AWS::EC2::Subnet')).values()];
    const subnets = await asked.account.freeAddresses(ids);
    const [scarcest] = [...subnets].sort((one, other) => one.free - other.free);
    if (scarcest === undefined) return bad(`none of ${ids.join(', ')} is there`, 'npx onemerge drift');
    const { id, free } = scarcest;
    const text = `${subnets.length} subnets, the fewest free addresses in ${id}: ${free}`;
    const help = `aws ec2 describe-network-interfaces --region ${asked.account.region} --filters Name=subnet-id,Values=${id}`;
    if (free < BLOCK) return bad(text, help);
    return free < TWO_NODES ? warning(text, help) : good(text);
  },
};
