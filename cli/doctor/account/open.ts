import { type Placed, regionsOf } from '../../../lib/config/certificate-region.ts';
import { askAws } from '../../shared/ask-aws.ts';
import { readCaller } from '../../shared/caller.ts';
import { clientSettings } from '../../shared/client-settings.ts';
import { once } from '../../shared/once.ts';
import type { Account } from './account.ts';
import { homeRegion } from './ask.ts';
import { openBackups } from './backups.ts';
import { openDatabases } from './database.ts';
import { openDelivery } from './delivery.ts';
import { openDoor } from './door.ts';
import { openEdge } from './edge.ts';
import { openNames } from './names.ts';
import { openNetwork } from './network.ts';
import { openNodes } from './nodes.ts';
import { openQuotas } from './quotas.ts';
import { openSecrets } from './secrets.ts';
import { openStacks } from './stacks.ts';
import { openVersions } from './versions.ts';

/**
 * The account of the environment's credentials, asked by AWS's own SDK. Who calls, and the stacks, are asked once.
 * @param others regions that hold a stack of the blog, besides its own
 */
export function openAccount(
  region: string,
  settings = clientSettings(region),
  others: readonly string[] = [],
): Account {
  const home = homeRegion(region);
  const stacks = openStacks(settings, others);
  return {
    region,
    caller: once(() => askAws('asking who the caller is', home, readCaller({ ...settings, region: home }))),
    ...stacks,
    stacks: once(stacks.stacks),
    ...openNetwork(settings),
    ...openNodes(settings),
    ...openNames(settings),
    ...openEdge(settings),
    ...openQuotas(settings),
    ...openSecrets(settings),
    ...openVersions(settings),
    ...openDelivery(settings),
    ...openDoor(settings),
    ...openDatabases(settings),
    ...openBackups(settings),
  };
}

/** The same for a blog, whose certificate may have a stack in another region. */
export function openAccountOf(config: Placed, settings = clientSettings(config.region)): Account {
  return openAccount(config.region, settings, regionsOf(config).slice(1));
}
