import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { CommandError } from '../command-error.ts';
import { faultsIn } from '../faults-in.ts';
import { explainAnyCall, explainNotGitHub, explainUnreachable } from '../github/failure.ts';
import { patiently } from '../github/patient-fetch.ts';
import { jsonIn } from '../json-in.ts';
import { isPage, titleOf } from '../page.ts';
import { whyFetchFailed } from '../why-fetch-failed.ts';
import { explainApp } from './app-errors.ts';
import { assertApp } from './assertion.ts';

const said = z.object({ message: z.string() });
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

  /**
   * A token of an installation, which lives an hour; a secret.
   * @param permissions what it may do, on this repository alone. @default all that the installation may, wherever it may
   */
  async token(installation: number, permissions?: Readonly<Record<string, string>>): Promise<string> {
    const path = `/app/installations/${installation}/access_tokens`;
    const limits = permissions && { repositories: [this.#options.repository.split('/')[1]], permissions };
    return (await this.#asApp('POST', path, tokenAnswer, limits)).token;
  }

  /** Creates something of the repository, for example a commit status. @param path behind the repository's */
  create<T>(token: string, path: string, body: object, schema: z.ZodType<T>): Promise<T> {
    return this.#ask('POST', `/repos/${this.#options.repository}${path}`, token, schema, body);
  }

  /** How many repositories a token reaches. */
  async reach(token: string): Promise<number> {
    const found = await this.#ask('GET', '/installation/repositories', token, repositoriesAnswer);
    return found.total_count;
  }

  #asApp<T>(method: string, path: string, schema: z.ZodType<T>, body?: object): Promise<T> {
    const { id, key } = this.#options;
    return this.#ask(method, path, assertApp(id, key, Date.now()), schema, body);
  }

  async #ask<T>(method: string, path: string, bearer: string, schema: z.ZodType<T>, body?: object): Promise<T> {
    const { baseUrl, id, repository, fetch = globalThis.fetch } = this.#options;
    const where = `${baseUrl}${path}`;
    const headers = {
      authorization: `Bearer ${bearer}`,
      accept: 'application/vnd.github+json',
      'user-agent': 'onemerge',
    };
    const asking = patiently(fetch)(where, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const response = await asking.catch((error: unknown) => {
      throw error instanceof CommandError ? error : explainUnreachable(whyFetchFailed(error));
    });
    const text = await response.text();
    const { status } = response;
    const answer = jsonIn(text);
    if (!response.ok) {
      const message = said.safeParse(answer).data?.message ?? text.trim();
      const failure = { status, message, headers: Object.fromEntries(response.headers) };
      throw explainAnyCall(failure) ?? explainApp({ status, message: message || response.statusText, id, repository });
    }
    const read = schema.safeParse(answer);
    if (read.success) return read.data;
    throw explainNotGitHub(`${status}, ${isPage(text) ? titleOf(text) : faultsIn(read.error)}`);
  }
}
