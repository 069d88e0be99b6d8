import { synthesizeTemplates } from '../../../cli/shared/templates.ts';
import { CERTIFICATE_REGION } from '../../../lib/config/certificate-region.ts';
import { parseConfig } from '../../../lib/config/parse.ts';
import type { Template } from '../../../lib/output-fingerprint.ts';
import { ACCOUNT } from '../../fakes/aws/start.ts';
import { ADDRESS } from '../../harness/alarms.ts';
import { NAME, REPOSITORY } from '../../harness/project.ts';

/** The dollars of the config's budget. */
export const DOLLARS = 300;

/**
 * The templates of a blog that asks for every alarm there is, in the one region that has them all: that of CloudFront's metrics.
 * @returns by stack name
 */
export function everyAlarm(): ReadonlyMap<string, Template> {
  return synthesizeTemplates(
    parseConfig({
      name: NAME,
      region: CERTIFICATE_REGION,
      availabilityZones: ['us-east-1a', 'us-east-1b'],
      account: ACCOUNT,
      repository: REPOSITORY,
      alarmEmail: ADDRESS,
      blog: { ownerEmail: 'owner@example.com', accessLogs: { keepDays: 30 } },
      backupVault: { keepDays: 35, lock: { minRetentionDays: 30 } },
      logs: { keepDays: 30 },
      driftCheck: 'weekly',
      monthlyBudget: DOLLARS,
      cdnMetrics: 'on',
    }),
  );
}
