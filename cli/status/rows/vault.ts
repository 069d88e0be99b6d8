import { resourcesOf, servingDatabase } from '../../doctor/after/standing.ts';
import { bad, good, warning } from '../../doctor/check.ts';
import { day } from '../../shared/day.ts';
import { age } from '../age.ts';
import type { Row } from '../asked.ts';
import { arnOf, fileSystem } from './arns.ts';

/** Copies are made once a day, in a window of thirteen hours. */
const BEHIND_MS = 37 * 3600 * 1000;

/** Whether the locked vault is locked as the config says, and gets a copy of both a day. Asked with `backupVault` alone. */
export const vault: Row = {
  id: 'vault',
  title: 'The locked vault holds copies of a day ago',
  find: async (asked) => {
    const { account, config, now } = asked;
    const [name = ''] = (await resourcesOf(asked, 'protection', 'AWS::Backup::BackupVault')).values();
    const wanted = config.backupVault?.lock.minRetentionDays ?? 0;
    const { region } = account;
    const { locked, minRetentionDays = 0, finalFrom } = await account.vaultLock(name);
    if (!locked || minRetentionDays < wanted) {
      const found = locked ? `is locked for ${minRetentionDays} days instead of ${wanted}` : 'has no lock any more';
      return bad(
        `${name} ${found}: somebody took it off`,
        `aws backup put-backup-vault-lock-configuration --region ${region} --backup-vault-name ${name} --min-retention-days ${wanted}`,
      );
    }
    const copies = await account.copiesIn(name);
    const help = `aws backup list-recovery-points-by-backup-vault --region ${region} --backup-vault-name ${name}`;
    const sources = {
      database: await arnOf(asked, `rds:{place}:db:${await servingDatabase(asked)}`),
      uploads: await arnOf(asked, `elasticfilesystem:{place}:file-system/${await fileSystem(asked)}`),
    };
    const latest = Object.entries(sources).map(([what, arn]) => {
      const times = copies.filter(({ resourceArn }) => resourceArn === arn).map(({ at }) => at.getTime());
      return { what, at: times.length === 0 ? undefined : new Date(Math.max(...times)) };
    });
    const missing = latest.filter(({ at }) => at === undefined).map(({ what }) => what);
    if (missing.length > 0) {
      return warning(
        `${name} has no copy of ${missing.join(' and ')}: the first is made within a day and a half`,
        help,
      );
    }
    const told = latest.map(({ what, at = now }) => `${what} ${age(at, now)}`).join(', ');
    const lock = finalFrom === undefined ? '' : finalFrom > now ? `, final from ${day(finalFrom)}` : ', which is final';
    const text = `${name} is locked for ${minRetentionDays} days${lock}; ${copies.length} copies, the last: ${told}`;
    const isBehind = latest.some(({ at = now }) => now.getTime() - at.getTime() > BEHIND_MS);
    return isBehind ? bad(text, help) : good(text);
  },
};
