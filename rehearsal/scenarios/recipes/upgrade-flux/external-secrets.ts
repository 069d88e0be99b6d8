import { z } from 'zod';
import type { Harness } from '../../../harness/harness.ts';

const release = z.object({
  status: z.object({
    history: z.tuple([z.object({ chartVersion: z.string(), version: z.number() })], z.unknown()),
  }),
});

/** External Secrets in a cluster. */
interface Release {
  /** The chart's version. */
  readonly chart: string;
  /** Helm's count of its installation and upgrades. */
  readonly revision: number;
  /** What it has made: namespace, name and identity of each Secret. */
  readonly secrets: readonly string[];
}

/** What Helm last installed of it, and what it has made. */
export async function externalSecretsOf(harness: Harness): Promise<Release> {
  const { kubectl } = await harness.cluster();
  const name = 'external-secrets';
  const { history } = release.parse(
    JSON.parse(await kubectl(['-n', name, 'get', 'helmrelease', name, '-o', 'json'])),
  ).status;
  const [{ chartVersion, version }] = history;
  const path = '{range .items[*]}{.metadata.namespace}/{.metadata.name} {.metadata.uid}{"\\n"}{end}';
  const managed = ['--selector', 'reconcile.external-secrets.io/managed=true'];
  const secrets = await kubectl(['get', 'secrets', '-A', ...managed, '-o', `jsonpath=${path}`]);
  // Flux adds the digest of what it has fetched.
  return {
    chart: chartVersion.replace(/\+.*$/, ''),
    revision: version,
    secrets: secrets.split('\n').filter(Boolean).sort(),
  };
}
