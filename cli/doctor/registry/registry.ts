import { z } from 'zod';
import { CommandError } from '../../shared/command-error.ts';
import { faultsIn } from '../../shared/faults-in.ts';
import { jsonIn } from '../../shared/json-in.ts';
import { parseReference } from '../../shared/oci-reference.ts';
import { isPage, titleOf } from '../../shared/page.ts';
import { wholeAnswer } from '../../shared/whole-answer.ts';
import { whyFetchFailed } from '../../shared/why-fetch-failed.ts';
import { anonymousToken } from './token.ts';

/** Longest wait for one answer, in milliseconds. */
const TIMEOUT_MS = 15_000;

/** More than any manifest has, or the config of an image. Bytes. */
const MOST_BYTES = 16 * 1024 * 1024;

const IMAGE_CONFIGS = ['application/vnd.oci.image.config.v1+json', 'application/vnd.docker.container.image.v1+json'];
const MANIFESTS = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

const platform = z.object({ os: z.string(), architecture: z.string() });
const manifestSchema = z
  .object({
    manifests: z.array(z.object({ platform: platform.optional() })).optional(),
    config: z.object({ mediaType: z.string(), digest: z.string() }).optional(),
  })
  .refine(({ manifests, config }) => manifests ?? config, 'expected an index or a manifest');

/** Asks registries what a cluster could pull, without an account: as the cluster will. */
export interface Registry {
  /**
   * The platforms that an image is made for, for example `linux/amd64`; none for a chart.
   * @returns undefined when the public cannot have it under that name
   * @throws CommandError when the registry cannot be reached, or has troubles
   */
  readonly platforms: (reference: string) => Promise<readonly string[] | undefined>;
}

/**
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md
 * @param fetch the process's own, or another for tests
 */
export function openRegistry(fetch: typeof globalThis.fetch = globalThis.fetch): Registry {
  return {
    platforms: async (reference) => {
      const { registry, repository, tag, digest } = parseReference(reference);
      const at = `https://${registry}/v2${repository.slice(registry.length)}`;
      const session = new Session(registry, fetch);
      const manifest = await session.json(`${at}/manifests/${digest ?? tag}`, MANIFESTS);
      if (manifest === undefined) return undefined;
      const { manifests, config } = session.read(manifestSchema, manifest);
      if (manifests) return manifests.flatMap(({ platform }) => (platform ? [words(platform)] : []));
      if (!config || !IMAGE_CONFIGS.includes(config.mediaType)) return [];
      return [words(session.read(platform, await session.json(`${at}/blobs/${config.digest}`, config.mediaType)))];
    },
  };
}

const words = ({ os, architecture }: z.infer<typeof platform>) => `${os}/${architecture}`;

interface Answer {
  readonly status: number;
  /** The header `WWW-Authenticate`. */
  readonly challenge: string | null;
  readonly text: string;
}

/** Requests about one repository of one registry; the token of the first answer serves them all. */
class Session {
  private token: string | undefined;
  private readonly registry: string;
  private readonly fetch: typeof globalThis.fetch;

  constructor(registry: string, fetch: typeof globalThis.fetch) {
    this.registry = registry;
    this.fetch = fetch;
  }

  /** @returns undefined when the registry does not have it, or not for everybody */
  async json(url: string, accept: string): Promise<unknown> {
    let response = await this.get(url, accept);
    const { challenge } = response;
    if (response.status === 401 && challenge !== null && this.token === undefined) {
      this.token = await anonymousToken(challenge, (realm) => this.get(realm, 'application/json'));
      if (this.token !== undefined) response = await this.get(url, accept);
    }
    if ([401, 403, 404].includes(response.status) && !isPage(response.text)) return undefined;
    if (response.status >= 400 && !isPage(response.text)) throw this.trouble(`answered ${response.status} to ${url}`);
    const found = jsonIn(response.text);
    if (response.status === 200 && found !== undefined) return found;
    throw this.stranger(`${response.status}, ${titleOf(response.text) || 'with nothing in it'}`);
  }

  /** @throws CommandError for what no registry says */
  read<T extends z.ZodType>(schema: T, found: unknown): z.output<T> {
    const read = schema.safeParse(found);
    if (read.success) return read.data;
    throw this.stranger(faultsIn(read.error));
  }

  private async get(url: string, accept: string): Promise<Answer> {
    const headers = { accept, ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }) };
    try {
      const response = await this.fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
      const text = new TextDecoder().decode(await wholeAnswer(response, MOST_BYTES));
      return { status: response.status, challenge: response.headers.get('www-authenticate'), text };
    } catch (error) {
      throw this.trouble(`cannot be reached: ${whyFetchFailed(error)}`);
    }
  }

  private stranger(found: string): CommandError {
    return new CommandError(`what answers in the place of the registry ${this.registry} is none: ${found}`, {
      help: 'check the network: a portal or a proxy may answer instead',
    });
  }

  private trouble(what: string): CommandError {
    return new CommandError(`the registry ${this.registry} ${what}`, {
      help: 'check the network, then run the command again',
    });
  }
}
