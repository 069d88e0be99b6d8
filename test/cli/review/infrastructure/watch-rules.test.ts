import { WATCH_RULES } from '../../../../cli/review/infrastructure/watch-rules.ts';
import { resourceRuleTests } from '../../../support/review.ts';
import { resource } from './resources.ts';

const trail = (IsLogging: boolean) => resource('AWS::CloudTrail::Trail', { IsLogging });
const alarm = (Threshold: number, AlarmDescription = '') =>
  resource('AWS::CloudWatch::Alarm', { Threshold, AlarmDescription });
const addresses = (...Addresses: string[]) => resource('AWS::WAFv2::IPSet', { Addresses });
const association = resource('AWS::WAFv2::WebACLAssociation', { WebACLArn: 'it' });
const cluster = (AuthenticationMode: string) => resource('AWS::EKS::Cluster', { AccessConfig: { AuthenticationMode } });

resourceRuleTests('what watches over the rest', WATCH_RULES, {
  watch: { said: [trail(true), trail(false)], unsaid: [trail(false), trail(true)] },
  threshold: { said: [alarm(1), alarm(1000)], unsaid: [alarm(1), alarm(1, 'in other words')] },
  firewall: {
    said: [addresses('10.0.0.0/8'), addresses('0.0.0.0/1')],
    unsaid: [addresses('10.0.0.0/8'), resource('AWS::WAFv2::IPSet', { Addresses: ['10.0.0.0/8'], Description: 'it' })],
  },
  guardGone: { said: [association, undefined], unsaid: [undefined, association] },
  authentication: {
    said: [cluster('API'), cluster('API_AND_CONFIG_MAP')],
    unsaid: [cluster('API_AND_CONFIG_MAP'), cluster('API')],
  },
});
