import type { Account } from '../../../cli/doctor/account/account.ts';
import type { BeforeDeploy } from '../../../cli/doctor/before/before-deploy.ts';
import type { Clone } from '../../../cli/doctor/repository/clone.ts';
import { synthesizeTemplates } from '../../../cli/shared/templates.ts';
import type { ConfigInput } from '../../../lib/config/config.ts';
import { parseConfig } from '../../../lib/config/parse.ts';
import { configInput } from '../../support/fixtures.ts';

export const HEAD = '1111111111111111111111111111111111111111';

/** Nobody owns the domain of the fixture's addresses, and `mail` says so. */
const ADDRESSES: Partial<ConfigInput> = { alarmEmail: 'a@blog.internal', blog: { ownerEmail: 'o@blog.internal' } };
const CONFIG = parseConfig(configInput(ADDRESSES));
const TEMPLATES = synthesizeTemplates(CONFIG);

/** What only stands after the deployment; a test of it says what it is. */
const notDeployed = async (): Promise<never> => {
  throw new Error('nothing is deployed');
};

/** An account in which everything is ready for the fixture's config. */
function readyAccount(): Account {
  return {
    region: 'eu-west-1',
    caller: async () => ({ account: '111122223333', arn: 'arn:aws:iam::111122223333:user/somebody' }),
    regionStatus: async () => 'opt-in-not-required',
    stacks: async () => [],
    bootstrapVersion: async () => 33,
    zones: async () => ['a', 'b', 'c'].map((letter, at) => ({ name: `eu-west-1${letter}`, id: `euw1-az${at + 1}` })),
    databaseZones: async () => ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
    names: async () => [],
    distributions: async () => 1,
    vpcOrigins: async () => [],
    physicalIds: notDeployed,
    stackPolicy: notDeployed,
    connectionStatus: notDeployed,
    executions: notDeployed,
    freeAddresses: notDeployed,
    nodes: notDeployed,
    recoveryPoints: notDeployed,
    vaultLock: notDeployed,
    copiesIn: notDeployed,
    databaseSupportEnd: notDeployed,
    subscriptions: notDeployed,
    targetStates: notDeployed,
    prefixLists: notDeployed,
    ingress: notDeployed,
    database: notDeployed,
    quota: async () => 5,
    addresses: async () => 0,
    vpcs: async () => 1,
    natGateways: async () => 0,
    secretExists: async () => true,
    githubAppKey: notDeployed,
    kubernetesVersion: async () => ({ status: 'STANDARD_SUPPORT', endOfStandardSupport: new Date('2099-12-31') }),
    addonVersions: async () => ['v3.0.0-eksbuild.1'],
  };
}

interface Changes {
  readonly registry?: BeforeDeploy['registry'];
  readonly account?: { readonly [Name in keyof Account]?: Account[Name] };
  readonly clone?: { readonly [Name in keyof Clone]?: Clone[Name] };
  readonly config?: Partial<ConfigInput>;
  /** The repository's new name. */
  readonly movedTo?: string;
  /** undefined: the public sees no repository. */
  readonly branches?: Readonly<Record<string, string>> | undefined;
}

/** Everything is ready for a first deployment of the fixture's config, but for what a test changes. */
export function ready(changes: Changes = {}): BeforeDeploy {
  const branches = 'branches' in changes ? changes.branches : { main: HEAD };
  return {
    config: changes.config ? parseConfig(configInput({ ...ADDRESSES, ...changes.config })) : CONFIG,
    templates: TEMPLATES,
    account: { ...readyAccount(), ...changes.account },
    repository: {
      fullName: 'octo-org/blog',
      look: async () =>
        branches && {
          branches: new Map(Object.entries(branches)),
          ...(changes.movedTo ? { movedTo: changes.movedTo } : {}),
        },
    },
    pulled: [{ reference: 'ghcr.io/charts/web:1.2.3', files: ['gitops/web.yaml'] }],
    registry: { platforms: async () => ['linux/amd64', 'linux/arm64'], ...changes.registry },
    clone: {
      committedAt: async () => undefined,
      head: async () => HEAD,
      changes: async () => [],
      ancestryOf: async () => 'same',
      ...changes.clone,
    },
  };
}
