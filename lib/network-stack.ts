import { Fn, RemovalPolicy, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { Config } from './config/config.ts';

/** The VPC's IPv4 range. Constant: changing it would replace everything that holds data. */
const VPC_CIDR = '10.0.0.0/16';

/** Why zones may be named. */
const NAMED_ZONES =
  'An account maps zone names to zones in its own way, and AWS refuses some: the config names those that do.';

export interface NetworkStackProps extends StackProps {
  readonly config: Config;
}

/** The VPC: public subnets for NAT, private ones for the cluster, isolated ones for data. */
export class NetworkStack extends Stack {
  readonly vpc: ec2.IVpc;

  /** The VPC's IPv4 range, for example `10.0.0.0/16`. */
  readonly vpcCidr = VPC_CIDR;

  private readonly zones: string[];

  constructor(scope: Construct, id: string, props: NetworkStackProps) {
    super(scope, id, props);
    const { availability, availabilityZones } = props.config;
    // The same for every availability: neither the ranges of subnets nor the zones of EKS can be moved later.
    // https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
    this.zones = availabilityZones ?? firstZones(3);

    this.vpc = new ec2.Vpc(this, 'Vpc', {
      ipAddresses: ec2.IpAddresses.cidr(VPC_CIDR),
      availabilityZones: this.zones,
      natGateways: availability === 'high' ? this.zones.length : 1,
      subnetConfiguration: [
        { name: 'Public', subnetType: ec2.SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
        { name: 'Private', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 20 },
        { name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
      ],
      gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } },
      flowLogs: { All: { destination: ec2.FlowLogDestination.toCloudWatchLogs(this.flowLogGroup()) } },
    });
    this.tagSubnetsForEks();
    if (availabilityZones !== undefined) acknowledge(this.vpc, NAMED_ZONES, 'CloudFormation-Validate::W3010');
  }

  /**
   * Vpc compares the zones it is given with the stack's, which the CDK would look up in the account.
   * These are the same zones, so that `cdk synth` needs no credentials.
   */
  override get availabilityZones(): string[] {
    return this.zones;
  }

  private flowLogGroup(): LogGroup {
    return new LogGroup(this, 'FlowLogGroup', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  /** EKS places load balancers by these tags. https://docs.aws.amazon.com/eks/latest/userguide/tag-subnets-auto.html */
  private tagSubnetsForEks(): void {
    for (const subnet of this.vpc.publicSubnets) Tags.of(subnet).add('kubernetes.io/role/elb', '1');
    for (const subnet of this.vpc.privateSubnets) Tags.of(subnet).add('kubernetes.io/role/internal-elb', '1');
  }
}

/** The first zones of whichever region the stack is deployed to, resolved by CloudFormation. */
function firstZones(count: number): string[] {
  return Array.from({ length: count }, (_, i) => Fn.select(i, Fn.getAzs()));
}
