import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { CommandError } from '../command-error.ts';
import { explainApp } from './app-errors.ts';
import { assertApp } from './assertion.ts';

/** Longest wait for one answer, in milliseconds. */
const TIMEOUT_MS = 20_000;

const appAnswer = z.object({ slug: z.string(), html_url: z.string() });
const installationAnswer = z.object({
  id: z.number(),
  repository_selection: z.string(),
  permissions: z.record(z.string(), z.string()),
});
const tokenAnswer = z.object({ token: z.string() });
const repositoriesAnswer = z.object({ total_count: z.number() });

/** Where an App is installed, and what it may do there. */
export type Installation = Readonly<z.output<typeof installationAnswer>>;

export interface GitHubAppOptions {
  readonly id: number;
  readonly key: KeyObject;
  /** `owner/name`, which the App is to read. */
  readonly repository: string;
  /** Of GitHub's REST API, without a trailing slash. */
  readonly baseUrl: string;
  /** @default the process's own */
  readonly fetch?: typeof globalThis.fetch;
}

/** GitHub, as an App sees it. Every failure is a CommandError. */
export class GitHubApp {
  readonly #options: GitHubAppOptions;

  constructor(options: GitHubAppOptions) {
    this.#options = options;
  }

  /** How the App is called in addresses, and its page. */
  app(): Promise<Readonly<z.output<typeof appAnswer>>> {
    return this.#asApp('GET', '/app', appAnswer);
  }

  /** Its installation on the repository. */
  installation(): Promise<Installation> {
    return this.#asApp('GET', `/repos/${this.#options.repository}/installation`, installationAnswer);
  }

  /** A token of an installation, which lives an hour; a secret. */
  async token(installation: number): Promise<string> {
    const path = `/app/installations/${installation}/access_tokens`;
    return (await this.#asApp('POST', path, tokenAnswer)).token;
  }

  /** How many repositories a token reaches. */
  async reach(token: string): Promise<number> {
    const found = await this.#ask('GET', '/installation/repositories', token, repositoriesAnswer);
    return found.total_count;
  }

  #asApp<T>(method: string, path: string, schema: z.ZodType<T>): Promise<T> {
    const { id, key } = this.#options;
    return this.#ask(method, path, assertApp(id, key, Date.now()), schema);
  }

  async #ask<T>(method: string, path: string, bearer: string, schema: z.ZodType<T>): Promise<T> {
    const { baseUrl, id, repository, fetch = globalThis.fetch } = this.#options;
    const headers = {
      authorization: `Bearer ${bearer}`,
      accept: 'application/vnd.github+json',
      'user-agent': 'onemerge',
    };
    const asking = fetch(`${baseUrl}${path}`, { method, headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
    const response = await asking.catch((error: unknown) => {
      const { cause = error } = error as Error;
      throw new CommandError(`GitHub cannot be reached: ${(cause as Error).message}`, {
        where: baseUrl,
        help: 'check the network, then run the command again',
      });
    });
    const answer: unknown = await response.json().catch(() => undefined);
    if (!response.ok) {
      const message = z.object({ message: z.string() }).safeParse(answer).data?.message ?? response.statusText;
      throw explainApp({ status: response.status, message, id, repository });
    }
    const read = schema.safeParse(answer);
    if (read.success) return read.data;
    throw new CommandError(`Something else than GitHub answered: ${z.prettifyError(read.error).split('\n')[0]}`, {
      where: `${baseUrl}${path}`,
      help: 'check proxies and GITHUB_API_URL, then run the command again',
    });
  }
}
