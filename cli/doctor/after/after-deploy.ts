import type { Config } from '../../../lib/config/config.ts';
import type { Templates } from '../../shared/templates.ts';
import type { Account } from '../account/account.ts';
import type { CertificateEnd } from '../certificate-end.ts';
import type { Check } from '../check.ts';
import { addresses } from './addresses.ts';
import { admin, blog, type Visit } from './blog.ts';
import { certificate } from './certificate.ts';
import { connection } from './connection.ts';
import { database } from './database.ts';
import { domain } from './domain.ts';
import { execution } from './execution.ts';
import { prefixList } from './prefix-list.ts';
import { protection } from './protection.ts';
import { stackPolicies } from './stack-policies.ts';
import { stacks } from './stacks.ts';
import { storage } from './storage.ts';
import { subscription } from './subscription.ts';
import { targets } from './targets.ts';
import { vpcOrigins } from './vpc-origins.ts';

/** What the checks after the first deployment ask. */
export interface AfterDeploy {
  readonly config: Config;
  /** What was deployed. */
  readonly templates: Templates;
  readonly account: Account;
  /** Visits the blog as a reader. */
  readonly visit: Visit;
  readonly certificateEnd: CertificateEnd;
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
  targets,
  connection,
  execution,
  subscription,
  database,
  storage,
  protection,
  stackPolicies,
];
