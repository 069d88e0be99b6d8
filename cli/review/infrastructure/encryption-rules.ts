import type { TemplateResource } from '../facts.ts';
import { kept, lost, type Rules } from './rule.ts';

/** What keeps others from reading along, and what tells afterwards who did. */
export const ENCRYPTION_RULES: Rules = {
  unencrypted: lost('is not encrypted any more, or not with its own key', encryption),
  keyRotation: kept('does not change its key every year any more', (before, after) => {
    return before.Properties?.EnableKeyRotation === true && after.Properties?.EnableKeyRotation !== true;
  }),
  transport: lost('takes connections that are not encrypted', transport),
  tlsVersion: kept(
    'takes older versions of TLS than it did',
    (before, after) => tlsVersion(after) < tlsVersion(before),
  ),
  logs: lost('writes fewer logs than it did', logs),
  logsShorter: kept('keeps its logs for a shorter time', (before, after) => {
    return days(after) < days(before);
  }),
  logsGone: ({ type, impact }) =>
    impact.startsWith('removed') && RECORDING.includes(type) ? 'records nothing any more' : undefined,
};

const FLAGS = ['StorageEncrypted', 'Encrypted'];
const KEYS = ['BucketEncryption', 'EncryptionConfig', 'KmsKeyArn', 'KmsKeyId', 'KmsMasterKeyId', 'SSESpecification'];

function encryption({ Properties = {} }: TemplateResource): string[] {
  const flags = FLAGS.filter((name) => Properties[name] === true);
  return [...flags, ...KEYS.filter((name) => Properties[name] !== undefined)];
}

/** What demands encryption in transit. */
function transport({ Properties = {} }: TemplateResource): string[] {
  const text = JSON.stringify(Properties);
  const demands = [
    /"require_secure_transport":"(1|ON)"/,
    /"ViewerProtocolPolicy":"(https-only|redirect-to-https)"/,
    /"OriginProtocolPolicy":"https-only"/,
  ];
  return demands.filter((demand) => demand.test(text)).map(({ source }) => source);
}

/** CloudFront's names of versions, such as TLSv1.2_2021, in order. */
function tlsVersion({ Properties = {} }: TemplateResource): number {
  const found = /"MinimumProtocolVersion":"TLSv1(?:\.(\d))?(?:_(\d{4}))?"/.exec(JSON.stringify(Properties));
  return found === null ? 0 : 1 + Number(found[1] ?? 0) * 10_000 + Number(found[2] ?? 0);
}

/** The kinds of logs that a database exports, or a cluster writes. */
function logs({ Properties = {} }: TemplateResource): string[] {
  const { EnableCloudwatchLogsExports: exported = [], Logging, LoggingConfiguration } = Properties;
  const { ClusterLogging } = (Logging ?? {}) as { ClusterLogging?: { EnabledTypes?: readonly { Type: string }[] } };
  const kinds = ClusterLogging?.EnabledTypes?.map(({ Type }) => Type) ?? [];
  const accesses = Logging !== undefined || LoggingConfiguration !== undefined ? ['any'] : [];
  return [...(exported as string[]), ...kinds, ...accesses];
}

/** Without a number of days, CloudWatch keeps logs for ever. */
const days = ({ Type, Properties = {} }: TemplateResource) =>
  Type === 'AWS::Logs::LogGroup' || Type === 'Custom::LogRetention'
    ? Number(Properties.RetentionInDays ?? Number.POSITIVE_INFINITY)
    : 0;

const RECORDING = ['AWS::CloudTrail::Trail', 'AWS::CloudWatch::Alarm', 'AWS::EC2::FlowLog'];
