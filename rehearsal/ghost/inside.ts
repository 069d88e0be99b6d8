import { run } from '../shared/process/run.ts';
import { faults, strangers } from './checks/faults.ts';
import { firstStart } from './checks/first-start.ts';
import { mail } from './checks/mail.ts';
import { uploads } from './checks/uploads.ts';
import type { Provisions } from './machine.ts';
import { Report } from './report.ts';
import { ADDRESSES, type Stage, startHarness } from './stage.ts';

const SECTIONS: Readonly<Record<string, (report: Report, stage: Stage) => Promise<void>>> = {
  'first-start': firstStart,
  uploads,
  mail,
  faults,
  strangers,
};

/** What a green run does not prove, said where it is green. */
const LIMITS = [
  'MariaDB 10.11 stands in for MySQL 8.4: the same protocol and TLS, but not the same SQL, collations, DDL locking or failover.',
  'A folder stands in for EFS: no NFS semantics, no latency, no mount by the CSI driver.',
  'The image is rebuilt from npm in the layout of the official one, whose own entrypoint is stood in for.',
  'runc enforces user, read-only root, capabilities and memory; no seccomp profile and no NetworkPolicy.',
];

/**
 * Runs inside the private namespaces.
 * @param folder of this run; its name is also the name of the run's control groups
 * @param provisions what the cache holds
 * @param chosen sections; all when empty
 * @returns the exit code
 */
export async function runChecks(folder: string, provisions: Provisions, chosen: readonly string[]): Promise<number> {
  await run('ip', ['link', 'set', 'lo', 'up'], { seconds: 10 });
  for (const address of ADDRESSES) await run('ip', ['address', 'add', `${address}/32`, 'dev', 'lo'], { seconds: 10 });
  const report = new Report();
  const start = performance.now();
  const stage = await startHarness(folder, provisions);
  console.log(`${stage.runtime.image.description}; database, edge and certificates up`);
  try {
    for (const [name, section] of Object.entries(SECTIONS)) {
      if (chosen.length > 0 && !chosen.includes(name)) continue;
      // A section that cannot even begin is a failure, and no reason to skip the others.
      await section(report, stage).catch((error: Error) =>
        report.check(`${name} runs to its end`, () => Promise.reject(error)),
      );
      await stage.clear();
    }
  } finally {
    stage.edge.close();
    stage.mail.close();
    await stage.database.stop();
  }
  report.section('Not proven by this run');
  for (const limit of LIMITS) report.note(limit);
  console.log(`\n${Math.round((performance.now() - start) / 1000)} s`);
  console.log(report.summary());
  return report.failed === 0 ? 0 : 1;
}
