import { setTimeout as sleep } from 'node:timers/promises';
import { type CloudFrontClient, GetInvalidationCommand, paginateListInvalidations } from '@aws-sdk/client-cloudfront';

/** Milliseconds between two looks. CloudFront promises no time for an invalidation; it takes seconds. */
const EVERY = 1000;

/** Invalidations of a distribution that AWS has taken and nobody has acted on. */
export class Invalidations {
  readonly #client: CloudFrontClient;
  readonly #distribution: string;
  readonly #done = new Set<string>();

  /** @param distribution its id */
  constructor(client: CloudFrontClient, distribution: string) {
    this.#client = client;
    this.#distribution = distribution;
  }

  /** The paths of those that came since the last look. @throws what the SDK throws */
  async next(): Promise<string[]> {
    const paths: string[] = [];
    const DistributionId = this.#distribution;
    for await (const { InvalidationList } of paginateListInvalidations({ client: this.#client }, { DistributionId })) {
      for (const { Id = '' } of InvalidationList?.Items ?? []) {
        if (this.#done.has(Id)) continue;
        const { Invalidation } = await this.#client.send(new GetInvalidationCommand({ DistributionId, Id }));
        paths.push(...(Invalidation?.InvalidationBatch?.Paths?.Items ?? []));
        this.#done.add(Id);
      }
    }
    return paths;
  }

  /** Acts on every invalidation until it is stopped; those that AWS does not tell of now are looked for again. */
  async follow(act: (paths: readonly string[]) => void, stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      act(await this.next().catch(() => []));
      await sleep(EVERY, undefined, { signal: stop, ref: false }).catch(() => undefined);
    }
  }
}
