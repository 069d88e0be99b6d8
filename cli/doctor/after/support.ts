import { DAY_MS, day } from '../../shared/day.ts';
import { propertiesOf } from '../../shared/templates.ts';
import { kubernetesOf } from '../before/kubernetes.ts';
import { bad, type Check, type Finding, good, warning } from '../check.ts';
import type { AfterDeploy } from './after-deploy.ts';
import { stackOf } from './standing.ts';

/** How long before the end of its standard support a version is worth a word, in milliseconds: 90 days. */
const NOTICE_MS = 90 * DAY_MS;

type Supported = Check<Pick<AfterDeploy, 'account' | 'templates' | 'config' | 'now'>>;

/** Past its standard support a cluster costs six times as much, or is moved up by AWS. */
export const kubernetes: Supported = {
  id: 'kubernetes',
  title: 'Kubernetes is in standard support for a while',
  find: async (asked) => {
    const { account, templates, config, now } = asked;
    await stackOf(asked, `${config.name}-cluster`);
    const version = kubernetesOf(templates);
    const end = (await account.kubernetesVersion(version))?.endOfStandardSupport;
    return supported(
      version,
      end,
      now,
      'merge the pull request of Renovate, or raise KUBERNETES_VERSION in lib/versions.ts',
    );
  },
};

/** The database's engine, in the same way. */
export const mysql: Supported = {
  id: 'mysql',
  title: 'MySQL is in standard support for a while',
  find: async (asked) => {
    const { account, templates, config, now } = asked;
    await stackOf(asked, `${config.name}-database`);
    const { Engine, EngineVersion } = propertiesOf(templates, 'AWS::RDS::DBInstance')[0] ?? {};
    const version = String(EngineVersion).split('.').slice(0, 2).join('.');
    const end = await account.databaseSupportEnd(String(Engine), version);
    return supported(version, end, now, 'docs/operations.md has how to raise the version of MySQL');
  },
};

function supported(version: string, end: Date | undefined, now: Date, help: string): Finding {
  if (end === undefined) return warning(`AWS does not say until when ${version} is in standard support`, help);
  const text = `${version}, in standard support until ${day(end)}`;
  if (end < now) return bad(`${version} has left standard support on ${day(end)}`, help);
  return end.getTime() - now.getTime() < NOTICE_MS ? warning(text, help) : good(text);
}
