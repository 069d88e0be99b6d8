import type { TemplateResource } from '../facts.ts';
import { fieldsIn, isSwitchedOn, placesOf } from './parts.ts';
import { kept, lost, property, type Rules } from './rule.ts';

/** What keeps others from reading along, and what tells afterwards who did. */
export const ENCRYPTION_RULES: Rules = {
  unencrypted: lost('is not encrypted any more, or not with its own key', encryption),
  keyRotation: kept('does not change its key every year any more', (before, after) => {
    return isSwitchedOn(before.Properties?.EnableKeyRotation) && !isSwitchedOn(after.Properties?.EnableKeyRotation);
  }),
  plain: ({ before, after }) => (!before && after && isPlain(after) ? 'is not encrypted' : undefined),
  plainListener: ({ before, after }) =>
    !before && after && /Listener$/.test(after.Type) && openings(after) > 0
      ? 'is new, and takes connections that are not encrypted'
      : undefined,
  otherKey: kept('is encrypted with another key', (before, after) => {
    const [earlier, later] = [fieldsIn(before, KEY_IDS), fieldsIn(after, KEY_IDS)];
    return earlier.length > 0 && later.some((key) => !earlier.includes(key));
  }),
  transport: kept('takes connections that are not encrypted', (before, after) => {
    const later = transport(after);
    return transport(before).some((one) => !later.includes(one)) || openings(after) > openings(before);
  }),
  tlsPolicy: property('SslPolicy', 'takes other versions of TLS than it did', (before, after) => {
    return before !== undefined && before !== after;
  }),
  tlsVersion: kept(
    'takes older versions of TLS than it did',
    (before, after) => tlsVersion(after) < tlsVersion(before),
  ),
  logs: lost('writes fewer logs than it did', logs),
  logsElsewhere: kept('writes its logs to another place', (before, after) => {
    const [had, has] = [logPlace(before), logPlace(after)];
    return had !== undefined && has !== undefined && had !== has;
  }),
  logsShorter: kept('keeps its logs for a shorter time', (before, after) => {
    return days(after) < days(before);
  }),
  logsGone: ({ type, impact }) =>
    impact.startsWith('removed') && RECORDING.includes(type) ? 'records nothing any more' : undefined,
};

const FLAGS =
  /^(Encrypted|StorageEncrypted|SSEEnabled|SqsManagedSseEnabled|AtRestEncryptionEnabled|TransitEncryptionEnabled|EnforceHTTPS)$/;
const KEY_IDS = /^(KMSMasterKeyID|KmsKey|KmsKeyArn|KmsKeyId|KmsMasterKeyId|KeyArn|EncryptionKeyArn)$/;
const KEYS = ['BucketEncryption', 'EncryptionConfig', 'KmsKeyArn', 'KmsKeyId', 'KmsMasterKeyId', 'SSESpecification'];

function encryption(resource: TemplateResource): string[] {
  const { Properties = {} } = resource;
  const flags = flagsOf(resource);
  const own = /"SSEAlgorithm":"aws:kms(:dsse)?"/.test(JSON.stringify(Properties)) ? ['its own key'] : [];
  return [...flags, ...own, ...KEYS.filter((name) => Properties[name] !== undefined)];
}

/** Types that AWS encrypts only where it is told to. */
const isPlain = (resource: TemplateResource): boolean =>
  /^AWS::(EC2::Volume|EFS::FileSystem|RDS::DB(Cluster|Instance))$/.test(resource.Type) &&
  flagsOf(resource).length === 0;

const flagsOf = (resource: TemplateResource) =>
  [...placesOf(resource, FLAGS)].filter(([, value]) => isSwitchedOn(value)).map(([place]) => place);

/** How many ways in take a connection that is not encrypted. */
function openings({ Type, Properties = {} }: TemplateResource): number {
  const listens = /Listener$/.test(Type) && /^(HTTP|TCP|UDP|TCP_UDP)$/.test(String(Properties.Protocol)) ? 1 : 0;
  const routes = /"(ViewerProtocolPolicy|OriginProtocolPolicy)":"(allow-all|http-only|match-viewer)"/g;
  return listens + (JSON.stringify(Properties).match(routes)?.length ?? 0);
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
  const { EnableCloudwatchLogsExports: exported = [], LoggingConfiguration, DistributionConfig } = Properties;
  const { Logging = Properties.Logging } = (DistributionConfig ?? {}) as { Logging?: unknown };
  const { ClusterLogging } = (Logging ?? {}) as { ClusterLogging?: { EnabledTypes?: readonly { Type: string }[] } };
  const kinds = ClusterLogging?.EnabledTypes?.map(({ Type }) => Type) ?? [];
  const accesses = Logging !== undefined || LoggingConfiguration !== undefined ? ['any'] : [];
  return [...(exported as string[]), ...kinds, ...accesses];
}

/** The bucket that the accesses of a distribution, a bucket or a firewall are written to. */
function logPlace({ Properties = {} }: TemplateResource): string | undefined {
  const { Logging, LoggingConfiguration, DistributionConfig, LogDestinationConfigs } = Properties;
  const distributed = (DistributionConfig as { Logging?: unknown } | undefined)?.Logging;
  const place = (Logging ?? LoggingConfiguration ?? distributed) as Readonly<Record<string, unknown>> | undefined;
  const named = place?.Bucket ?? place?.DestinationBucketName ?? LogDestinationConfigs;
  return named === undefined ? undefined : JSON.stringify(named);
}

/** Without a number of days, CloudWatch keeps logs for ever. */
const days = ({ Type, Properties = {} }: TemplateResource) =>
  Type === 'AWS::Logs::LogGroup' || Type === 'Custom::LogRetention'
    ? Number(Properties.RetentionInDays ?? Number.POSITIVE_INFINITY)
    : 0;

const RECORDING = ['AWS::CloudTrail::Trail', 'AWS::CloudWatch::Alarm', 'AWS::EC2::FlowLog', 'AWS::Logs::LogGroup'];
