import { readFileSync } from 'node:fs';
import type { Placed } from '../config/certificate-region.ts';
import type { Config } from '../config/config.ts';
import { bootstrapNames } from './names.ts';

/** The files beside this one: what every role of the app may do at most, and what CloudFormation may do. */
export type PolicyFile =
  | 'boundary'
  | 'execution-iam'
  | 'execution-app'
  | 'execution-dns'
  | 'execution-budget'
  | 'execution-metrics'
  | 'execution-drift'
  | 'execution-backup'
  | 'execution-certificate';

/** What the policies name of a config. */
export type Bounded = Pick<Config, 'name'> &
  Placed &
  Partial<Pick<Config, 'monthlyBudget' | 'cdnMetrics' | 'driftCheck' | 'backupVault'>>;

/** The hosted zone of Route 53 in which a deployment may write addresses, if the config names one. */
export const zoneOf = ({ blog }: Bounded): string | undefined => blog?.domain?.hostedZone?.id;

/** A policy as IAM takes it. */
export interface PolicyDocument {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** The one lock that a deployment may put on the vault: another one takes another bootstrap, by a person. */
function lockValues({ backupVault }: Bounded): Readonly<Record<string, string>> {
  const { minRetentionDays, changeableForDays } = backupVault?.lock ?? {};
  return {
    MIN_RETENTION_DAYS: String(minRetentionDays ?? 0),
    CHANGEABLE_FOR_DAYS: String(changeableForDays ?? 0),
    ALWAYS_CHANGEABLE: String(changeableForDays === undefined),
  };
}

/**
 * A policy, filled in for a blog.
 * @param account the account's id, or the CDK's token for it
 */
export function policyDocument(file: PolicyFile, config: Bounded, account: string): PolicyDocument {
  const { qualifier, boundary } = bootstrapNames(config);
  const values = {
    NAME: config.name,
    REGION: config.region,
    ACCOUNT: account,
    QUALIFIER: qualifier,
    BOUNDARY: boundary,
    ZONE: zoneOf(config) ?? '',
    ...lockValues(config),
  };
  const text = readFileSync(new URL(`${file}.json`, import.meta.url), 'utf8');
  const filled = Object.entries(values).reduce((done, [name, value]) => done.replaceAll(`\${${name}}`, value), text);
  return JSON.parse(filled) as PolicyDocument;
}
