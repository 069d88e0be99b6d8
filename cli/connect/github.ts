import { Octokit } from '@octokit/core';
import { CommandError } from '../shared/command-error.ts';
import { explainGitHub, type GitHubFailure } from './github-errors.ts';

/** A webhook as GitHub shows it; its secret is masked. */
export interface Webhook {
  readonly id: number;
  readonly active: boolean;
  readonly events: readonly string[];
  readonly config: {
    readonly url?: string;
    readonly content_type?: string;
    readonly insecure_ssl?: string | number;
    readonly secret?: string;
  };
}

/** All that is ever said about a webhook when it is made or changed. */
export interface WebhookSettings {
  readonly active: true;
  readonly events: string[];
  readonly config: { url: string; content_type: 'json'; insecure_ssl: '0'; secret: string };
}

/** One attempt of GitHub to hand an event to a webhook's address. */
export interface Delivery {
  readonly guid: string;
  readonly event: string;
  /** 502 and 504 also when GitHub reached nobody; `status` then says so. */
  readonly status_code: number;
  readonly status: string;
  /** Seconds. */
  readonly duration: number;
}

export interface GitHubOptions {
  readonly owner: string;
  readonly name: string;
  readonly token: string;
  readonly baseUrl: string;
  /** @default the process's own */
  readonly fetch?: typeof globalThis.fetch;
}

/** Longest wait for one answer, in milliseconds. */
const TIMEOUT_MS = 20_000;
/** GitHub allows twenty webhooks for an event, so that one page holds them all. */
const PAGE = { per_page: 100 } as const;

/** A repository on GitHub and its webhooks. Every failure is a CommandError. */
export class GitHubRepository {
  readonly fullName: string;
  readonly #octokit: Octokit;
  readonly #at: { readonly owner: string; readonly repo: string };

  constructor({ owner, name, token, baseUrl, fetch = globalThis.fetch }: GitHubOptions) {
    this.fullName = `${owner}/${name}`;
    this.#at = { owner, repo: name };
    const patient: typeof fetch = (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    this.#octokit = new Octokit({ auth: token, baseUrl, userAgent: 'onemerge', request: { fetch: patient } });
  }

  /** True when only people who were invited see the repository. */
  async isPrivate(): Promise<boolean> {
    const { data } = await this.#ask('repository', this.#octokit.request('GET /repos/{owner}/{repo}', this.#at));
    return data.private;
  }

  async webhooks(): Promise<readonly Webhook[]> {
    const asking = this.#octokit.request('GET /repos/{owner}/{repo}/hooks', { ...this.#at, ...PAGE });
    return (await this.#ask('webhooks', asking)).data;
  }

  /** Makes a webhook, which GitHub pings at once, and returns its id. */
  async createWebhook(settings: WebhookSettings): Promise<number> {
    const asking = this.#octokit.request('POST /repos/{owner}/{repo}/hooks', { ...this.#at, ...settings });
    return (await this.#ask('webhooks', asking)).data.id;
  }

  async updateWebhook(id: number, settings: WebhookSettings): Promise<void> {
    const hook = { ...this.#at, hook_id: id, ...settings };
    await this.#ask('webhooks', this.#octokit.request('PATCH /repos/{owner}/{repo}/hooks/{hook_id}', hook));
  }

  async deleteWebhook(id: number): Promise<void> {
    const hook = { ...this.#at, hook_id: id };
    await this.#ask('webhooks', this.#octokit.request('DELETE /repos/{owner}/{repo}/hooks/{hook_id}', hook));
  }

  /** Asks GitHub to ping a webhook; the ping is delivered a little later. */
  async pingWebhook(id: number): Promise<void> {
    const hook = { ...this.#at, hook_id: id };
    await this.#ask('webhooks', this.#octokit.request('POST /repos/{owner}/{repo}/hooks/{hook_id}/pings', hook));
  }

  /** The newest deliveries of a webhook, the newest first. */
  async deliveries(id: number): Promise<readonly Delivery[]> {
    const hook = { ...this.#at, hook_id: id, ...PAGE };
    const asking = this.#octokit.request('GET /repos/{owner}/{repo}/hooks/{hook_id}/deliveries', hook);
    return (await this.#ask('webhooks', asking)).data;
  }

  async #ask<T>(about: 'repository' | 'webhooks', asking: Promise<T>): Promise<T> {
    try {
      return await asking;
    } catch (error) {
      if (error instanceof CommandError || !(error instanceof Error)) throw error;
      throw explainGitHub(failureOf(error), about, this.fullName);
    }
  }
}

/** Octokit's errors carry a status; one of the network's has 500 and no response. */
function failureOf(error: Error & Partial<{ status: number; response: { headers: GitHubFailure['headers'] } }>) {
  return { status: error.status ?? 0, message: error.message, headers: error.response?.headers };
}
