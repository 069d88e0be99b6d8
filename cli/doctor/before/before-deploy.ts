import type { Config } from '../../../lib/config/config.ts';
import type { Templates } from '../../shared/templates.ts';
import type { Account } from '../account/account.ts';
import type { Check } from '../check.ts';
import type { Registry } from '../registry/registry.ts';
import type { Clone } from '../repository/clone.ts';
import type { RemoteRepository } from '../repository/remote-repository.ts';
import { account } from './account.ts';
import { bootstrap } from './bootstrap.ts';
import { chat } from './chat.ts';
import { cloudFront } from './cloudfront.ts';
import { commit } from './commit.ts';
import { images, type Pulled } from './images.ts';
import { kubernetes } from './kubernetes.ts';
import { lock } from './lock.ts';
import { mail } from './mail.ts';
import { names } from './names.ts';
import { quotas } from './quotas.ts';
import { region } from './region.ts';
import { repository } from './repository.ts';
import { signers } from './signers.ts';
import { stacks } from './stacks.ts';
import { zones } from './zones.ts';

/** What the checks before the first deployment ask. */
export interface BeforeDeploy {
  readonly config: Config;
  /** What would be deployed. */
  readonly templates: Templates;
  readonly account: Account;
  /** The config's repository, as everybody sees it. */
  readonly repository: RemoteRepository;
  /** The folder that would be deployed from. */
  readonly clone: Clone;
  /** What the deployment pulls. */
  readonly pulled: readonly Pulled[];
  readonly registry: Registry;
}

/** `doctor --before-deploy`, in the order of the table. */
export const BEFORE_DEPLOY: readonly Check<BeforeDeploy>[] = [
  account,
  region,
  bootstrap,
  stacks,
  names,
  zones,
  quotas,
  kubernetes,
  images,
  cloudFront,
  mail,
  chat,
  repository,
  signers,
  commit,
  lock,
];
