import type { TemplateResource } from '../facts.ts';
import { fieldsIn } from './parts.ts';
import { kept, lost, type Rules } from './rule.ts';

/** What watches over the rest, and who is told. */
export const WATCH_RULES: Rules = {
  watch: lost('watches less than it did, or tells nobody', (resource) => [
    ...SWITCHES.filter((name) => String(resource.Properties?.[name]) === 'true'),
    ...fieldsIn(resource, /^(AlarmActions|WebACLId)$/),
    ...fieldsIn(resource, /^TrafficType$/).filter((field) => field.endsWith(' ALL')),
  ]),
  threshold: kept('alarms later than it did, or about something else', (before, after) => {
    return /^AWS::CloudWatch::(Composite)?Alarm$/.test(after.Type) && alarming(before) !== alarming(after);
  }),
  firewall: kept('lets other requests through than it did', (before, after) => {
    return /^AWS::WAFv2::(WebACL|RuleGroup|IPSet)$/.test(after.Type) && rules(before) !== rules(after);
  }),
  guardGone: ({ type, impact }) =>
    impact.startsWith('removed') && GUARDS.test(type) ? 'guards nothing any more' : undefined,
  authentication: kept('lets others in by another list than its access entries', (before, after) => {
    const earlier = fieldsIn(before, AUTHENTICATION);
    const fields = fieldsIn(after, AUTHENTICATION).filter((field) => !/ API$|{false}$/.test(field));
    return after.Type === 'AWS::EKS::Cluster' && fields.some((field) => !earlier.includes(field));
  }),
};

const SWITCHES = ['ActionsEnabled', 'Enable', 'EnableLogFileValidation', 'IsLogging', 'IsMultiRegionTrail'];
const GUARDS = /^AWS::(Config::ConfigurationRecorder|GuardDuty::Detector|SecurityHub::Hub|WAFv2::WebACLAssociation)$/;
const AUTHENTICATION = /^(AuthenticationMode|BootstrapClusterCreatorAdminPermissions)$/;

const MEANING = [
  'AlarmRule',
  'ComparisonOperator',
  'DatapointsToAlarm',
  'EvaluationPeriods',
  'MetricName',
  'Metrics',
  'Namespace',
  'Period',
  'Statistic',
  'Threshold',
  'TreatMissingData',
];

const alarming = ({ Properties = {} }: TemplateResource) => JSON.stringify(MEANING.map((name) => Properties[name]));

const rules = ({ Properties: { DefaultAction, Rules, Addresses } = {} }: TemplateResource) =>
  JSON.stringify([DefaultAction, Rules, Addresses]);
