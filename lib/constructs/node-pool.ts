import { type ICluster, KubernetesManifest } from 'aws-cdk-lib/aws-eks-v2';
import { Construct } from 'constructs';
import { hourAfter, type TimeOfDay } from '../config/time-of-day.ts';

export interface NodePoolProps {
  readonly cluster: ICluster;
  /** When the hour begins in which nodes may be replaced. */
  readonly maintenance: TimeOfDay;
}

/**
 * The nodes that everything runs on, of the shapes that are cheapest. The built-in pool `general-purpose` cannot be edited: it
 * takes no ARM and nothing burstable, and replaces nodes at any hour.
 * https://docs.aws.amazon.com/eks/latest/userguide/create-node-pool.html
 */
export class NodePool extends Construct {
  constructor(scope: Construct, id: string, props: NodePoolProps) {
    super(scope, id);
    new KubernetesManifest(this, 'Manifest', { cluster: props.cluster, manifest: [nodePool(props.maintenance)] });
  }
}

const oneOf = (key: string, ...values: string[]) => ({ key, operator: 'In', values });

function nodePool(maintenance: TimeOfDay) {
  return {
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodePool',
    metadata: { name: 'workloads' },
    spec: {
      // Before the built-in pool `system`, which some pods tolerate as well.
      weight: 100,
      template: {
        spec: {
          nodeClassRef: { group: 'eks.amazonaws.com', kind: 'NodeClass', name: 'default' },
          requirements: [
            // A spot node is taken away with two minutes' notice, at any hour.
            oneOf('karpenter.sh/capacity-type', 'on-demand'),
            oneOf('kubernetes.io/arch', 'arm64', 'amd64'),
            oneOf('eks.amazonaws.com/instance-category', 't', 'c', 'm', 'r'),
            { key: 'eks.amazonaws.com/instance-generation', operator: 'Gt', values: ['2'] },
            oneOf('eks.amazonaws.com/instance-cpu', '2', '4', '8'),
          ],
          // AWS ends a node after 21 days at any hour. A new image of it comes every week or so, and waits for the hour below:
          // so nearly every node is replaced in that hour, before its time is up.
          expireAfter: '480h',
          // Longer than any pod takes to end.
          terminationGracePeriod: '10m',
        },
      },
      disruption: {
        consolidationPolicy: 'WhenEmptyOrUnderutilized',
        consolidateAfter: '5m',
        // The least of those in force counts. An empty node serves nobody, and goes at any hour.
        budgets: [{ nodes: '1' }, { nodes: '0', reasons: ['Drifted', 'Underutilized'], ...exceptFor(maintenance) }],
      },
      // A mistake in the tree does not buy more than this.
      limits: { cpu: '16', memory: '64Gi' },
    },
  };
}

/** All of the day, UTC, but the hour that begins then. */
function exceptFor(maintenance: TimeOfDay) {
  const [hours, minutes] = hourAfter(maintenance).split(':').map(Number);
  return { schedule: `${minutes} ${hours} * * *`, duration: '23h' };
}
