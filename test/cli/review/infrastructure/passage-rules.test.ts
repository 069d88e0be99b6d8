import { PASSAGE_RULES } from '../../../../cli/review/infrastructure/passage-rules.ts';
import { resourceRuleTests } from '../../../support/review.ts';
import { database, resource } from './resources.ts';

const subscribed = (Endpoint: string) => resource('AWS::SNS::Subscription', { Endpoint, Protocol: 'email' });
const topic = (more: object) => resource('AWS::SNS::Topic', { TopicName: 'it', ...more });
const route = (more: object) => resource('AWS::EC2::Route', { DestinationCidrBlock: '0.0.0.0/0', ...more });
const bucket = (more: object) => resource('AWS::S3::Bucket', { BucketName: 'it', ...more });
const copied = { ReplicationConfiguration: { Rules: [{ Destination: { Bucket: 'arn:elsewhere' } }] } };
const files = (more: object) => resource('AWS::EFS::FileSystem', { Encrypted: true, ...more });
const limited = { FileSystemPolicy: { Statement: [{ Effect: 'Allow', Principal: 'a', Action: 'b' }] } };
const cdn = (DomainName: string, Comment = '') =>
  resource('AWS::CloudFront::Distribution', { DistributionConfig: { Comment, Origins: [{ Id: 'it', DomainName }] } });

resourceRuleTests('ways past policies and security groups', PASSAGE_RULES, {
  passage: { said: [undefined, subscribed('a')], unsaid: [subscribed('a'), undefined] },
  route: { said: [undefined, route({ GatewayId: 'igw' })], unsaid: [undefined, route({ NatGatewayId: 'nat' })] },
  copies: { said: [bucket({}), bucket(copied)], unsaid: [bucket(copied), bucket({})] },
  subscribers: {
    said: [topic({}), topic({ Subscription: [{ Protocol: 'https', Endpoint: 'https://example.com' }] })],
    unsaid: [topic({}), topic({ FifoTopic: false })],
  },
  limits: { said: [files(limited), files({})], unsaid: [files({}), files(limited)] },
  groups: {
    said: [database({ VPCSecurityGroups: ['a'] }), database({ VPCSecurityGroups: ['a', 'b'] })],
    unsaid: [database({ VPCSecurityGroups: ['a', 'b'] }), database({ VPCSecurityGroups: ['a'] })],
  },
  origin: { said: [cdn('a'), cdn('b')], unsaid: [cdn('a'), cdn('a', 'another comment')] },
});
