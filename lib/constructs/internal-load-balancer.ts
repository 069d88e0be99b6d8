import { Duration, Tags } from 'aws-cdk-lib';
import { type IVpc, Port, SecurityGroup, SubnetType } from 'aws-cdk-lib/aws-ec2';
import type { ICluster } from 'aws-cdk-lib/aws-eks-v2';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { CloudFrontPrefixList } from './cloudfront-prefix-list.ts';

export interface InternalLoadBalancerProps {
  readonly vpc: IVpc;
  readonly cluster: ICluster;
  /** Port of Ghost's pods. */
  readonly ghostPort: number;
  /** Port of the pods that receive Flux's webhook. */
  readonly webhookPort: number;
}

/** Next to each other, so that one rule admits CloudFront to both. */
const LISTENERS = { ghost: 8080, webhook: 8081 } as const;

/**
 * Between CloudFront and the pods: only CloudFront reaches it, and only it reaches the pods.
 * The target groups start empty; TargetGroupBindings in `gitops/` fill them.
 */
export class InternalLoadBalancer extends Construct {
  readonly loadBalancer: elb.NetworkLoadBalancer;
  readonly ghost: elb.INetworkTargetGroup;
  readonly webhook: elb.INetworkTargetGroup;

  /** The listeners' ports. */
  readonly ports = LISTENERS;

  constructor(scope: Construct, id: string, props: InternalLoadBalancerProps) {
    super(scope, id);
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc: props.vpc,
      description: 'Internal load balancer: in from CloudFront, out to the pods',
      allowAllOutbound: false,
    });
    securityGroup.addIngressRule(
      new CloudFrontPrefixList(this, 'CloudFront').peer,
      Port.tcpRange(LISTENERS.ghost, LISTENERS.webhook),
      'CloudFront',
    );
    this.loadBalancer = new elb.NetworkLoadBalancer(this, 'Nlb', {
      vpc: props.vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      internetFacing: false,
      crossZoneEnabled: true,
      securityGroups: [securityGroup],
    });
    acknowledge(
      this.loadBalancer,
      'A network load balancer logs TLS listeners only, and TLS ends at CloudFront; flow logs cover the rest.',
      'AwsSolutions-ELB2',
    );
    // Ghost answers a plain health check with a redirect to https, which shows that it answers.
    const alive = { protocol: elb.Protocol.HTTP, path: '/', healthyHttpCodes: '200-399' };
    this.ghost = this.forward('Ghost', LISTENERS.ghost, props.ghostPort, alive, props);
    this.webhook = this.forward('Webhook', LISTENERS.webhook, props.webhookPort, { protocol: elb.Protocol.TCP }, props);
  }

  /** A listener and the target group behind it, and the way from the load balancer to the pods. */
  private forward(
    id: string,
    listenerPort: number,
    podPort: number,
    healthCheck: elb.HealthCheck,
    { vpc, cluster }: InternalLoadBalancerProps,
  ): elb.INetworkTargetGroup {
    const targets = new elb.NetworkTargetGroup(this, `${id}Targets`, {
      vpc,
      port: podPort,
      protocol: elb.Protocol.TCP,
      targetType: elb.TargetType.IP,
      // Pods see the load balancer's address, so that "from the load balancer" is a rule that can be written.
      preserveClientIp: false,
      deregistrationDelay: Duration.seconds(15),
      // A new pod gets readers after two answers, ten seconds, and not after AWS's default of five answers.
      healthCheck: {
        interval: Duration.seconds(5),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 2,
        ...healthCheck,
      },
    });
    // Auto Mode touches a target group that it did not make only when it carries this tag.
    Tags.of(targets).add('eks:eks-cluster-name', cluster.clusterName);
    this.loadBalancer.addListener(`${id}Listener`, {
      port: listenerPort,
      protocol: elb.Protocol.TCP,
      defaultTargetGroups: [targets],
    });
    this.loadBalancer.connections.allowTo(cluster.clusterSecurityGroup, Port.tcp(podPort), `${id} pods`);
    return targets;
  }
}
