import type { TemplateResource } from '../facts.ts';
import { jsonIn } from './iam/pattern.ts';
import { isSwitchedOn } from './parts.ts';

/** What a resource deletes by itself. */
interface Deletion {
  readonly what: string;
  /** The names that it is about begin so. */
  readonly prefix: string;
  /** What else it is limited to; empty for no limit. */
  readonly only: string;
  /** Days, or how many are left: fewer is sooner. */
  readonly after: number;
  /** How many of the newest are spared. */
  readonly spared: number;
}

type Fields = Readonly<Record<string, unknown>>;

/** Whether a resource deletes by itself what it kept, or sooner than it did. */
export function expiresMore(before: TemplateResource, after: TemplateResource): boolean {
  const earlier = deletionsOf(before);
  return deletionsOf(after).some((one) => !earlier.some((other) => covers(other, one)));
}

const covers = (wide: Deletion, narrow: Deletion) =>
  wide.what === narrow.what &&
  narrow.prefix.startsWith(wide.prefix) &&
  (wide.only === '' || wide.only === narrow.only) &&
  wide.after <= narrow.after &&
  wide.spared <= narrow.spared;

function deletionsOf({ Type, Properties = {} }: TemplateResource): Deletion[] {
  const { LifecycleConfiguration, LifecyclePolicy, TimeToLiveSpecification } = Properties;
  if (Type === 'AWS::S3::Bucket') return rulesIn(LifecycleConfiguration).flatMap(ofObjects);
  if (Type === 'AWS::ECR::Repository') return ofImages(LifecyclePolicy);
  return Type.startsWith('AWS::DynamoDB::') ? ofItems(TimeToLiveSpecification) : [];
}

/** The rules of a bucket, those included that a condition of the template decides about. */
function rulesIn(value: unknown): Fields[] {
  if (Array.isArray(value)) return value.flatMap(rulesIn);
  if (typeof value !== 'object' || value === null) return [];
  return 'Status' in value ? [value as Fields] : Object.values(value).flatMap(rulesIn);
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-rule.html */
function ofObjects(rule: Fields): Deletion[] {
  if (rule.Status === 'Disabled') return [];
  const { ExpirationInDays, ExpirationDate, NoncurrentVersionExpirationInDays, NoncurrentVersionExpiration } = rule;
  const { Prefix, TagFilters, ObjectSizeGreaterThan, ObjectSizeLessThan } = rule;
  const { NoncurrentDays, NewerNoncurrentVersions } = (NoncurrentVersionExpiration ?? {}) as Fields;
  const limits = [TagFilters, ObjectSizeGreaterThan, ObjectSizeLessThan];
  const only = limits.every((limit) => limit === undefined) ? '' : JSON.stringify(limits);
  const scope = { prefix: typeof Prefix === 'string' ? Prefix : '', only };
  const [spared, ofVersions] = [number(NewerNoncurrentVersions), NoncurrentVersionExpirationInDays ?? NoncurrentDays];
  return [
    ...(ExpirationInDays === undefined
      ? []
      : [{ ...scope, what: 'object', after: number(ExpirationInDays), spared: 0 }]),
    ...(ExpirationDate === undefined
      ? []
      : [{ ...scope, what: `object ${JSON.stringify(ExpirationDate)}`, after: 0, spared: 0 }]),
    ...(ofVersions === undefined ? [] : [{ ...scope, what: 'version', after: number(ofVersions), spared }]),
  ];
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
function ofImages(policy: unknown): Deletion[] {
  const { LifecyclePolicyText: text } = (policy ?? {}) as Fields;
  if (text === undefined) return [];
  return selectionsIn(jsonIn(text)).map(({ countType, countUnit: _, countNumber, ...scope }) => ({
    what: `image ${JSON.stringify(countType)}`,
    prefix: '',
    only: scope.tagStatus === 'any' ? '' : JSON.stringify(scope),
    after: number(countNumber),
    spared: 0,
  }));
}

/** What cannot be read may delete anything. */
function selectionsIn(text: string): Fields[] {
  try {
    const { rules } = JSON.parse(text) as { readonly rules: readonly { readonly selection: Fields }[] };
    return rules.map(({ selection }) => ({ ...selection }));
  } catch {
    return [{ countType: text, tagStatus: 'any' }];
  }
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-dynamodb-table-timetolivespecification.html */
function ofItems(specification: unknown): Deletion[] {
  const { Enabled, AttributeName } = (specification ?? {}) as Fields;
  const isOff = Enabled === undefined || (typeof Enabled !== 'object' && !isSwitchedOn(Enabled));
  return isOff ? [] : [{ what: `item ${JSON.stringify(AttributeName)}`, prefix: '', only: '', after: 0, spared: 0 }];
}

/** What a template leaves open may be nought. */
const number = (value: unknown) => (Number.isFinite(Number(value)) ? Number(value) : 0);
