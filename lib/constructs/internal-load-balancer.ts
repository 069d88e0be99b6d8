import { Duration, Tags } from 'aws-cdk-lib';
import { type Connections, type IPeer, type IVpc, Port, SecurityGroup, SubnetType } from 'aws-cdk-lib/aws-ec2';
import type { ICluster } from 'aws-cdk-lib/aws-eks-v2';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { SERVICE_PORTS, type Services, servicePort } from '../config/services.ts';
import type { BlogMetrics } from './alarms/blog-alarms.ts';
import { CloudFrontPrefixList } from './cloudfront-prefix-list.ts';

export interface InternalLoadBalancerProps {
  readonly vpc: IVpc;
  readonly cluster: ICluster;
  /** Port of Ghost's pods. */
  readonly ghostPort: number;
  /** Port of the pods that receive Flux's webhook. */
  readonly webhookPort: number;
  /** Services of the config. */
  readonly services: Services;
}

/** Next to each other, so that one rule admits CloudFront to both. */
const LISTENERS = { ghost: 8080, webhook: 8081 } as const;

/** A way from CloudFront to pods. */
interface Way {
  /** What the rules of security groups call the pods. Services with the same port share a rule. */
  readonly pods: string;
  /** The port at the load balancer. */
  readonly listenerPort: number;
  readonly podPort: number;
  readonly healthCheck: elb.HealthCheck;
  /** What reaches the pods. */
  readonly from: Connections;
}

/**
 * Between CloudFront and the pods: only CloudFront reaches it, and only it reaches the pods.
 * The target groups start empty; TargetGroupBindings in `gitops/` fill them.
 */
export class InternalLoadBalancer extends Construct {
  readonly loadBalancer: elb.NetworkLoadBalancer;
  readonly ghost: elb.NetworkTargetGroup;
  readonly webhook: elb.NetworkTargetGroup;
  /** The target groups of the services, by name. */
  readonly services: ReadonlyMap<string, elb.INetworkTargetGroup>;

  /** The listeners' ports. */
  readonly ports = LISTENERS;

  constructor(scope: Construct, id: string, props: InternalLoadBalancerProps) {
    super(scope, id);
    const { vpc, services } = props;
    const own = this.securityGroup('SecurityGroup', vpc, 'Internal load balancer: in from CloudFront, out to the pods');
    const cloudFront = new CloudFrontPrefixList(this, 'CloudFront').peer;
    own.addIngressRule(cloudFront, Port.tcpRange(LISTENERS.ghost, LISTENERS.webhook), 'CloudFront');
    const ofServices = Object.keys(services).length > 0 ? this.groupOfServices(vpc, cloudFront) : undefined;
    this.loadBalancer = new elb.NetworkLoadBalancer(this, 'Nlb', {
      vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      internetFacing: false,
      crossZoneEnabled: true,
      securityGroups: [own, ...(ofServices ? [ofServices] : [])],
    });
    acknowledge(
      this.loadBalancer,
      'A network load balancer logs TLS listeners only, and TLS ends at CloudFront; flow logs cover the rest.',
      'AwsSolutions-ELB2',
    );
    // Ghost answers a plain health check with a redirect to https, which shows that it answers.
    const alive = { protocol: elb.Protocol.HTTP, path: '/', healthyHttpCodes: '200-399' };
    const open = { protocol: elb.Protocol.TCP };
    const way = (pods: string, listenerPort: number, podPort: number, healthCheck: elb.HealthCheck): Way => {
      return { pods, listenerPort, podPort, healthCheck, from: own.connections };
    };
    this.ghost = this.forward('Ghost', way('Ghost pods', LISTENERS.ghost, props.ghostPort, alive), props);
    this.webhook = this.forward('Webhook', way('Webhook pods', LISTENERS.webhook, props.webhookPort, open), props);
    const groups = Object.entries(services).map(([name, { port }]) => {
      const from = (ofServices ?? own).connections;
      const toService = { ...way('Pods of services', servicePort(name), port, open), from };
      return [name, this.forward(`Service-${name}`, toService, props)] as const;
    });
    this.services = new Map(groups);
  }

  /**
   * A group of its own: CloudFront's list fills 55 of the 60 rules of one, and CloudFormation would have to add a rule for
   * more ports before it removes the one for fewer.
   */
  private groupOfServices(vpc: IVpc, cloudFront: IPeer): SecurityGroup {
    const group = this.securityGroup('ServicesGroup', vpc, 'Services: in from CloudFront, out to the pods');
    group.addIngressRule(cloudFront, Port.tcpRange(SERVICE_PORTS.first, SERVICE_PORTS.last), 'CloudFront');
    return group;
  }

  private securityGroup(id: string, vpc: IVpc, description: string): SecurityGroup {
    return new SecurityGroup(this, id, { vpc, description, allowAllOutbound: false });
  }

  /** Names by which CloudWatch knows it and the target groups behind it. */
  get metricNames(): Omit<BlogMetrics, 'distributionId'> {
    return {
      loadBalancer: this.loadBalancer.loadBalancerFullName,
      targets: { ghost: this.ghost.targetGroupFullName, webhook: this.webhook.targetGroupFullName },
    };
  }

  /** A listener and the target group behind it, and the way from the load balancer to the pods. */
  private forward(
    id: string,
    { pods, listenerPort, podPort, healthCheck, from }: Way,
    { vpc, cluster }: InternalLoadBalancerProps,
  ): elb.NetworkTargetGroup {
    const targets = new elb.NetworkTargetGroup(this, `${id}Targets`, {
      vpc,
      port: podPort,
      protocol: elb.Protocol.TCP,
      targetType: elb.TargetType.IP,
      // Pods see the load balancer's address, so that "from the load balancer" is a rule that can be written.
      preserveClientIp: false,
      // As long as Ghost takes to finish what it has begun. Then the balancer ends what is open: a connection to a pod that
      // was killed would answer nothing until CloudFront gives up, after a minute.
      deregistrationDelay: Duration.seconds(30),
      connectionTermination: true,
      // A pod that comes back, or one that hangs, is noticed after two answers, ten seconds: AWS's fewest and quickest.
      healthCheck: {
        interval: Duration.seconds(5),
        timeout: Duration.seconds(4),
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
    from.allowTo(cluster.clusterSecurityGroup, Port.tcp(podPort), pods);
    return targets;
  }
}
