import { DescribeAddonVersionsCommand, DescribeClusterVersionsCommand, EKSClient } from '@aws-sdk/client-eks';
import { DescribeDBMajorEngineVersionsCommand, RDSClient } from '@aws-sdk/client-rds';
import { askAws } from '../../shared/ask-aws.ts';
import type { ClientSettings } from '../../shared/client-settings.ts';
import { everyPage } from './ask.ts';

/** A Kubernetes version, as EKS has it. */
export interface KubernetesVersion {
  /** For example `STANDARD_SUPPORT`. */
  readonly status: string;
  readonly endOfStandardSupport: Date | undefined;
}

export interface Versions {
  /** What EKS says of a Kubernetes version; undefined when it does not have it. eks:DescribeClusterVersions */
  readonly kubernetesVersion: (version: string) => Promise<KubernetesVersion | undefined>;
  /** The versions of an add-on for a Kubernetes version. eks:DescribeAddonVersions */
  readonly addonVersions: (addon: string, kubernetes: string) => Promise<readonly string[]>;
  /** The end of the standard support for a version of a database engine; undefined when RDS names none. rds:DescribeDBMajorEngineVersions */
  readonly databaseSupportEnd: (engine: string, majorVersion: string) => Promise<Date | undefined>;
}

export function openVersions(settings: ClientSettings): Versions {
  const { region } = settings;
  const eks = new EKSClient(settings);
  const rds = new RDSClient(settings);
  return {
    kubernetesVersion: async (version) => {
      const [found] = await everyPage(`asking EKS about Kubernetes ${version}`, region, async (nextToken) => {
        const asked = { clusterVersions: [version], nextToken };
        const answer = await eks.send(new DescribeClusterVersionsCommand(asked));
        return { items: answer.clusterVersions, next: answer.nextToken };
      });
      return found && { status: found.versionStatus ?? '', endOfStandardSupport: found.endOfStandardSupportDate };
    },
    addonVersions: async (addonName, kubernetesVersion) => {
      const found = await everyPage(`asking EKS about the add-on ${addonName}`, region, async (nextToken) => {
        const asked = { addonName, kubernetesVersion, nextToken };
        const answer = await eks.send(new DescribeAddonVersionsCommand(asked));
        return { items: answer.addons, next: answer.nextToken };
      });
      return found.flatMap(({ addonVersions = [] }) => addonVersions.map(({ addonVersion = '' }) => addonVersion));
    },
    databaseSupportEnd: async (Engine, MajorEngineVersion) => {
      const asking = rds.send(new DescribeDBMajorEngineVersionsCommand({ Engine, MajorEngineVersion }));
      const { DBMajorEngineVersions: [found] = [] } = await askAws(`asking RDS about ${Engine}`, region, asking);
      const standard = found?.SupportedEngineLifecycles?.find(
        ({ LifecycleSupportName }) => LifecycleSupportName === 'open-source-rds-standard-support',
      );
      return standard?.LifecycleSupportEndDate;
    },
  };
}
