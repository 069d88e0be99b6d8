import type { Config } from '../config/config.ts';
import { shortHash } from '../short-hash.ts';

/** The names of what `onemerge bootstrap` makes, once for a blog: what is deployed must agree with it. */
export interface BootstrapNames {
  /** The CDK's bootstrap of this blog: ten letters and digits, which its roles and its bucket carry. */
  readonly qualifier: string;
  /** The stack that the CDK's own bootstrap makes. */
  readonly toolkitStack: string;
  /** The stack of the policies below. */
  readonly policiesStack: string;
  /** The IAM policy that bounds every role of the app. */
  readonly boundary: string;
  /** The IAM policies of CloudFormation's execution role, without which it may do nothing. */
  readonly execution: {
    readonly iam: string;
    readonly app: string;
    readonly dns: string;
    readonly budget: string;
    readonly metrics: string;
    readonly drift: string;
    readonly backup: string;
    readonly certificate: string;
  };
}

/**
 * A blog has a bootstrap of its own, because the policies name what is the blog's.
 * @param config the policies are those of the account, and so carry the region in their names
 */
export function bootstrapNames({ name, region }: Pick<Config, 'name' | 'region'>): BootstrapNames {
  const qualifier = qualifierOf(name);
  return {
    qualifier,
    toolkitStack: `CDKToolkit-${qualifier}`,
    policiesStack: `CDKToolkit-${qualifier}-policies`,
    boundary: `${name}-boundary-${region}`,
    execution: {
      iam: `${name}-execution-iam-${region}`,
      app: `${name}-execution-app-${region}`,
      dns: `${name}-execution-dns-${region}`,
      budget: `${name}-execution-budget-${region}`,
      metrics: `${name}-execution-metrics-${region}`,
      drift: `${name}-execution-drift-${region}`,
      backup: `${name}-execution-backup-${region}`,
      certificate: `${name}-execution-certificate-${region}`,
    },
  };
}

/**
 * The CDK takes ten letters and digits at most, and a name may be longer.
 * https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html
 */
function qualifierOf(name: string): string {
  return `om${shortHash(name)}`;
}
