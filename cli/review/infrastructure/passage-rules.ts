import { fieldsIn } from './parts.ts';
import { gained, lost, type Rule, type Rules } from './rule.ts';

/** Ways into an account or a network, and out of it, that are neither a policy nor a security group. */
const PASSAGES = [
  /^AWS::EC2::(ClientVpn|TransitGateway|VPCPeering|VPNConnection|VPNGateway)/,
  /^AWS::EC2::(NetworkAclEntry|VPCEndpointService(Permissions)?)$/,
  /^AWS::Events::(EventBusPolicy|ApiDestination|Connection)$/,
  /^AWS::EKS::IdentityProviderConfig$/,
  /^AWS::IAM::(AccessKey|InstanceProfile|OIDCProvider|SAMLProvider|User|UserToGroupAddition)$/,
  /^AWS::Lambda::(LayerVersionPermission|Url)$/,
  /^AWS::Logs::(Destination|SubscriptionFilter)$/,
  /^AWS::RAM::ResourceShare$/,
  /^AWS::RolesAnywhere::/,
  /^AWS::SNS::Subscription$/,
];

/** What of a route leads out of the network by no translation of addresses. */
const DOORS_OF_ROUTES =
  /^(CarrierGatewayId|CoreNetworkArn|EgressOnlyInternetGatewayId|GatewayId|InstanceId|LocalGatewayId|NetworkInterfaceId|TransitGatewayId|VpcEndpointId|VpcPeeringConnectionId)$/;

/** Who comes in, and what goes out, past policies and security groups. */
export const PASSAGE_RULES: Rules = {
  passage: changedOrNew('lets somebody in or something out by a way of its own, and is new or changed', (type) =>
    PASSAGES.some((one) => one.test(type)),
  ),
  route: gained('leads to another network, or to the internet', (resource) =>
    resource?.Type === 'AWS::EC2::Route' ? fieldsIn(resource, DOORS_OF_ROUTES) : [],
  ),
  copies: gained('copies what it gets to somewhere else', (resource) => {
    if (resource?.Type === 'AWS::S3::Bucket') return fieldsIn(resource, /^ReplicationConfiguration$/);
    if (resource?.Type === 'AWS::Backup::BackupPlan') return fieldsIn(resource, /^DestinationBackupVaultArn$/);
    return resource?.Type === 'AWS::Events::Rule' ? fieldsIn(resource, /^Arn$/) : [];
  }),
  subscribers: gained('tells others what it is told', (resource) =>
    resource?.Type === 'AWS::SNS::Topic' ? fieldsIn(resource, /^Subscription$/) : [],
  ),
  limits: lost('loses the policy that says who may use it, and everybody may who reaches it', (resource) => {
    const names = fieldsIn(resource, /^(FileSystemPolicy|PolicyDocument)$/).map((field) => field.split(' ')[0] ?? '');
    return /^AWS::(EFS::FileSystem|EC2::VPCEndpoint)$/.test(resource.Type) ? names : [];
  }),
  groups: ({ before, after }) => {
    const earlier = fieldsIn(before, GROUPS);
    const later = fieldsIn(after, GROUPS);
    return before &&
      after &&
      (later.some((one) => !earlier.includes(one)) || (earlier.length > 0 && later.length === 0))
      ? 'is guarded by other security groups, or lies in other subnets'
      : undefined;
  },
  origin: gained('shows pages that come from another place', (resource) =>
    resource?.Type === 'AWS::CloudFront::Distribution' ? fieldsIn(resource, /^DomainName$/) : [],
  ),
};

const GROUPS = /^(SecurityGroups|SecurityGroupIds|SubnetIds|Subnets|VPCSecurityGroups)$/;

function changedOrNew(what: string, counts: (type: string) => boolean): Rule {
  return ({ type, after }) => (after && counts(type) ? what : undefined);
}
