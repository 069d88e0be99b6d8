import type { Socket } from 'node:net';
import { Health, type State } from './health.ts';
import type { CheckHealth } from './health-check.ts';
import type { TargetGroup } from './settings.ts';
import type { Target, Targets } from './targets.ts';

/** Seconds from when a target is registered to its first check. AWS says "a few minutes", and no figure; a rehearsal cannot wait so long. */
export const REGISTRATION_SECONDS = 5;

/** A target, from when it is registered until it is drained. */
interface Member {
  readonly target: Target;
  readonly health: Health;
  readonly connections: Set<Socket>;
  /** When it is to be checked next, in milliseconds. */
  nextCheck: number;
  /** When it is gone; undefined while it is registered. */
  drained: number | undefined;
}

/** A network load balancer: who of the registered targets gets new connections, and what becomes of the open ones. */
export class Balancer {
  readonly #check: CheckHealth;
  #settings: ReadonlyMap<string, TargetGroup> = new Map();
  readonly #groups = new Map<string, Map<string, Member>>();

  /** @param settings by the target groups' ARNs */
  constructor(settings: ReadonlyMap<string, TargetGroup>, check: CheckHealth) {
    this.#settings = settings;
    this.#check = check;
  }

  /** Follows a template that was deployed. */
  configure(settings: ReadonlyMap<string, TargetGroup>): void {
    this.#settings = settings;
  }

  /** Whether the template that it follows has this target group. */
  has(targetGroupArn: string): boolean {
    return this.#settings.has(targetGroupArn);
  }

  /**
   * Registers and deregisters what has changed, and does what is due; to be called several times a second.
   * @param wanted who is to be registered
   * @param now in milliseconds
   */
  look(wanted: Targets, now: number): void {
    for (const [arn, settings] of this.#settings) {
      const members = this.#groups.get(arn) ?? new Map<string, Member>();
      this.#groups.set(arn, members);
      const registered = new Map((wanted.get(arn) ?? []).map((target) => [nameOf(target), target]));
      for (const [name, target] of registered) {
        if (members.get(name)?.drained === undefined && members.has(name)) continue;
        const { thresholds } = settings.healthCheck;
        const connections = members.get(name)?.connections ?? new Set<Socket>();
        const nextCheck = now + REGISTRATION_SECONDS * 1000;
        members.set(name, { target, health: new Health(thresholds), connections, nextCheck, drained: undefined });
      }
      for (const [name, member] of members) {
        if (registered.has(name)) this.#checkWhenDue(member, members, settings, now);
        else if (drain(member, settings, now)) members.delete(name);
      }
    }
  }

  /**
   * The targets of a group that get new connections: those that are healthy, and all that failed their checks when none is.
   * None while they have not been checked, or are drained.
   */
  of(targetGroupArn: string): readonly Target[] {
    const members = [...(this.#groups.get(targetGroupArn)?.values() ?? [])].filter(
      ({ drained }) => drained === undefined,
    );
    const are = (state: State) => members.filter(({ health }) => health.state === state).map(({ target }) => target);
    const healthy = are('healthy');
    return healthy.length > 0 ? healthy : are('unhealthy');
  }

  /** The healthy targets of every group. */
  get healthy(): Targets {
    const healthy = ({ health, drained }: Member) => drained === undefined && health.state === 'healthy';
    const groups = [...this.#groups].map(
      ([arn, members]) =>
        [arn, [...members.values()].filter((member) => healthy(member)).map(({ target }) => target)] as const,
    );
    return new Map(groups);
  }

  /** Whether every group has targets, and all of them have passed their checks. */
  get settled(): boolean {
    const groups = [...this.#groups.values()].map((members) => [...members.values()]);
    return groups.every((members) => members.length > 0 && members.every(({ health }) => health.state === 'healthy'));
  }

  /** For the log: "10.0.128.5:2368 healthy" of each group by its ARN. */
  toString(): string {
    const told = ({ target, health, drained }: Member) =>
      `${nameOf(target)} ${drained === undefined ? health.state : 'draining'}`;
    return JSON.stringify([...this.#groups].map(([arn, members]) => [arn, [...members.values()].map(told)]));
  }

  /** Hears of a connection to a target, which ends with it. */
  opened(targetGroupArn: string, target: Target, connection: Socket): void {
    const connections = this.#groups.get(targetGroupArn)?.get(nameOf(target))?.connections;
    connections?.add(connection);
    connection.once('close', () => connections?.delete(connection));
  }

  #checkWhenDue(member: Member, members: ReadonlyMap<string, Member>, { healthCheck }: TargetGroup, now: number) {
    if (now < member.nextCheck) return;
    member.nextCheck = now + healthCheck.interval * 1000;
    void this.#check(member.target, healthCheck).then((well) => {
      member.health.note(well);
      const others = [...members.values()].filter(({ drained }) => drained === undefined);
      const failsOpen = others.every(({ health }) => health.state !== 'healthy');
      if (member.health.state === 'unhealthy' && !failsOpen) endConnections(member);
    });
  }
}

/** Whether a target that is no longer registered is gone. */
function drain(member: Member, { draining }: TargetGroup, now: number): boolean {
  member.drained ??= now + draining.seconds * 1000;
  if (now < member.drained) return false;
  if (draining.terminates) endConnections(member);
  return true;
}

function endConnections({ connections }: Member): void {
  for (const connection of connections) connection.resetAndDestroy();
}

const nameOf = ({ address, port }: Target) => `${address}:${port}`;
