import type { Caller } from '../../shared/caller.ts';
import type { Backups } from './backups.ts';
import type { Databases } from './database.ts';
import type { Delivery } from './delivery.ts';
import type { Door } from './door.ts';
import type { Edge } from './edge.ts';
import type { Names } from './names.ts';
import type { Network } from './network.ts';
import type { Nodes } from './nodes.ts';
import type { Quotas } from './quotas.ts';
import type { Secrets } from './secrets.ts';
import type { Stacks } from './stacks.ts';
import type { Versions } from './versions.ts';

/**
 * What doctor and status ask of an AWS account. Every method only reads, by one kind of call; docs/first-deploy.md lists those
 * calls as an IAM policy, and a test compares the two. Every failure is a CommandError.
 */
export interface Account
  extends Stacks,
    Network,
    Nodes,
    Names,
    Edge,
    Quotas,
    Secrets,
    Versions,
    Delivery,
    Door,
    Databases,
    Backups {
  readonly region: string;
  /** sts:GetCallerIdentity, which AWS allows everybody. */
  readonly caller: () => Promise<Caller>;
}
