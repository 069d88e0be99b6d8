import type { Account } from '../../../cli/doctor/account/account.ts';
import type { BeforeDeploy } from '../../../cli/doctor/before/before-deploy.ts';
import type { Clone } from '../../../cli/doctor/repository/clone.ts';
import { synthesizeTemplates } from '../../../cli/doctor/templates.ts';
import type { ConfigInput } from '../../../lib/config/config.ts';
import { parseConfig } from '../../../lib/config/parse.ts';
import { configInput } from '../../support/fixtures.ts';

export const HEAD = '1111111111111111111111111111111111111111';

const CONFIG = parseConfig(configInput());
const TEMPLATES = synthesizeTemplates(CONFIG);

/** An account in which everything is ready for the fixture's config, but for what a test changes. */
function readyAccount(changed: Partial<Account> = {}): Account {
  return {
    region: 'eu-west-1',
    caller: async () => ({ account: '111122223333', arn: 'arn:aws:iam::111122223333:user/somebody' }),
    stacks: async () => [],
    bootstrapVersion: async () => 33,
    zones: async () => ['a', 'b', 'c'].map((letter, at) => ({ name: `eu-west-1${letter}`, id: `euw1-az${at + 1}` })),
    databaseZones: async () => ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
    names: async () => [],
    distributions: async () => 1,
    ...changed,
  };
}

interface Changes {
  readonly account?: Partial<Account>;
  readonly clone?: Partial<Clone>;
  readonly config?: Partial<ConfigInput>;
  /** undefined: the public sees no repository. */
  readonly branches?: Readonly<Record<string, string>> | undefined;
}

/** Everything is ready for a first deployment of the fixture's config, but for what a test changes. */
export function ready(changes: Changes = {}): BeforeDeploy {
  const branches = 'branches' in changes ? changes.branches : { main: HEAD };
  return {
    config: changes.config ? parseConfig(configInput(changes.config)) : CONFIG,
    templates: TEMPLATES,
    account: readyAccount(changes.account),
    repository: {
      fullName: 'octo-org/blog',
      branches: async () => branches && new Map(Object.entries(branches)),
    },
    clone: { head: async () => HEAD, changes: async () => [], ancestryOf: async () => 'same', ...changes.clone },
  };
}
