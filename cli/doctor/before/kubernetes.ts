import { DAY_MS, day } from '../../shared/day.ts';
import { propertiesOf, type Templates } from '../../shared/templates.ts';
import type { KubernetesVersion } from '../account/versions.ts';
import { bad, type Check, type Finding, good, warning } from '../check.ts';
import type { BeforeDeploy } from './before-deploy.ts';

/** How long before its end a version is worth a word, in milliseconds: 60 days. */
const NOTICE_MS = 60 * DAY_MS;

/** EKS has the Kubernetes version in standard support, and its add-ons for it. */
export const kubernetes: Check<BeforeDeploy> = {
  id: 'kubernetes',
  title: 'EKS has the Kubernetes version and the add-ons',
  find: async ({ account, templates }) => {
    const version = kubernetesOf(templates);
    const finding = judge(version, await account.kubernetesVersion(version), Date.now());
    if (finding.state === 'bad') return finding;
    for (const { name, pinned } of addonsOf(templates)) {
      const versions = await account.addonVersions(name, version);
      const found = pinned === undefined ? versions.length > 0 : versions.includes(pinned);
      const add = `${name}${pinned ? ` ${pinned}` : ''}`;
      if (!found)
        return bad(
          `EKS has no add-on ${add} for Kubernetes ${version}`,
          'correct KUBERNETES_VERSION in lib/versions.ts, or the version of the add-on',
        );
    }
    return finding;
  },
};

/** The version that the template asks for. */
export const kubernetesOf = (templates: Templates): string =>
  String(propertiesOf(templates, 'AWS::EKS::Cluster')[0]?.Version);

function addonsOf(templates: Templates): { name: string; pinned: string | undefined }[] {
  return propertiesOf(templates, 'AWS::EKS::Addon').map(({ AddonName, AddonVersion }) => ({
    name: String(AddonName),
    pinned: AddonVersion === undefined ? undefined : String(AddonVersion),
  }));
}

function judge(version: string, found: KubernetesVersion | undefined, now: number): Finding {
  const edit = 'set KUBERNETES_VERSION in lib/versions.ts to a version in standard support';
  if (found === undefined) return bad(`EKS has no Kubernetes ${version}`, edit);
  const { status, endOfStandardSupport: end } = found;
  if (status !== 'STANDARD_SUPPORT') return bad(`EKS has Kubernetes ${version} in ${status || 'no support'}`, edit);
  const until = end === undefined ? '' : `, until ${day(end)}`;
  const text = `${version} is in standard support${until}`;
  return end !== undefined && end.getTime() - now < NOTICE_MS ? warning(text, edit) : good(text);
}
