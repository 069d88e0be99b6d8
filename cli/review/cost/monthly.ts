import type { TemplateResource } from '../facts.ts';
import { databaseMonth, PRICES } from './prices.ts';

/** What a resource costs a month; `unknown` when the table has no price for what it is. */
type Month = (properties: Readonly<Record<string, unknown>>) => number | 'unknown';

const fixed =
  (dollars: number): Month =>
  () =>
    dollars;

/** Types that cost by the hour or the month, however much they are used. */
const MONTHS: Readonly<Record<string, Month>> = {
  'AWS::CloudFront::MonitoringSubscription': fixed(PRICES.cdnMetrics),
  'AWS::CloudWatch::Alarm': fixed(PRICES.alarm),
  'AWS::EC2::EIP': fixed(PRICES.publicAddress),
  'AWS::EC2::NatGateway': fixed(PRICES.natGateway),
  'AWS::EC2::VPCEndpoint': ({ VpcEndpointType, SubnetIds = [] }) =>
    VpcEndpointType === 'Interface' ? PRICES.endpoint * (SubnetIds as unknown[]).length : 0,
  'AWS::EC2::Volume': ({ Size }) => PRICES.volumeStorage * Number(Size ?? 0),
  'AWS::EKS::Cluster': fixed(PRICES.eksCluster + PRICES.node),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': fixed(PRICES.loadBalancer),
  'AWS::KMS::Key': fixed(PRICES.key),
  // Without dimensions it makes one metric.
  'AWS::Logs::MetricFilter': fixed(PRICES.metric),
  'AWS::RDS::DBInstance': ({ DBInstanceClass, AllocatedStorage, MultiAZ, ManageMasterUserPassword }) => {
    const month = databaseMonth(String(DBInstanceClass));
    const storage = PRICES.databaseStorage * Number(AllocatedStorage ?? 0);
    // The secret that RDS keeps of the master is billed as any other.
    const secret = ManageMasterUserPassword === true ? PRICES.secret : 0;
    return month === undefined ? 'unknown' : (month + storage) * (MultiAZ === true ? 2 : 1) + secret;
  },
  'AWS::SecretsManager::Secret': fixed(PRICES.secret),
};

/** Types that are billed by the hour and have no price here. What is left costs nothing, or by use. */
const UNPRICED =
  /^AWS::(ACMPCA::CertificateAuthority|AmazonMQ|AutoScaling::AutoScalingGroup|CloudHSM|DAX|DMS::ReplicationInstance|DirectoryService|DocDB|EC2::(CapacityReservation|ClientVpnEndpoint|Fleet|Host|Instance|SpotFleet|TransitGateway\w*|VPNConnection)$|ECS::(Service|TaskSet)|EKS::Nodegroup|EMR|ElastiCache|FSx|GlobalAccelerator|Kinesis::Stream$|MSK|MWAA|MemoryDB|Neptune|NetworkFirewall|OpenSearchService|RDS::(DBCluster|DBProxy)|Redshift|SageMaker|Shield|Timestream|Transfer::Server|WAFv2::WebACL$|WorkSpaces)/;

/** Dollars a month. */
export function monthOf({ Type, Properties = {} }: TemplateResource): number | 'unknown' {
  return MONTHS[Type]?.(Properties) ?? (UNPRICED.test(Type) ? 'unknown' : 0);
}
