import type { Config } from '../../../lib/config/config.ts';
import type { GitHubRepository } from '../../connect/github.ts';
import type { Templates } from '../../shared/templates.ts';
import type { Account } from '../account/account.ts';
import type { CertificateEnd } from '../certificate-end.ts';
import type { Check } from '../check.ts';
import type { Clone } from '../repository/clone.ts';
import type { RemoteRepository } from '../repository/remote-repository.ts';
import { addresses } from './addresses.ts';
import { admin, blog, type Visit } from './blog.ts';
import { certificate } from './certificate.ts';
import { connection } from './connection.ts';
import { database } from './database.ts';
import { domain } from './domain.ts';
import { execution } from './execution.ts';
import { nodes } from './nodes.ts';
import { prefixList } from './prefix-list.ts';
import { protection } from './protection.ts';
import { pushed } from './pushed.ts';
import { quotas } from './quotas.ts';
import { stackPolicies } from './stack-policies.ts';
import { stacks } from './stacks.ts';
import { storage } from './storage.ts';
import { subscription } from './subscription.ts';
import { kubernetes, mysql } from './support.ts';
import { targets } from './targets.ts';
import { vpcOrigins } from './vpc-origins.ts';
import { webhook } from './webhook.ts';

/** What the checks after the first deployment ask. */
export interface AfterDeploy {
  readonly config: Config;
  /** What was deployed. */
  readonly templates: Templates;
  readonly account: Account;
  /** Visits the blog as a reader. */
  readonly visit: Visit;
  readonly certificateEnd: CertificateEnd;
  /** As Flux sees it. */
  readonly repository: RemoteRepository;
  /** This folder. */
  readonly clone: Pick<Clone, 'committedAt'>;
  /** The repository with its webhooks, which GitHub shows to its administrators. @throws CommandError without a token */
  readonly github: () => Promise<Pick<GitHubRepository, 'webhooks' | 'deliveries'>>;
  readonly now: Date;
}

/** `doctor --after-deploy`, in the order of docs/first-deploy.md; what is left for a person is in `by-a-person.ts`. */
export const AFTER_DEPLOY: readonly Check<AfterDeploy>[] = [
  stacks,
  prefixList,
  vpcOrigins,
  blog,
  admin,
  domain,
  certificate,
  addresses,
  quotas,
  nodes,
  targets,
  kubernetes,
  connection,
  pushed,
  webhook,
  execution,
  subscription,
  database,
  storage,
  mysql,
  protection,
  stackPolicies,
];
