import { Octokit } from '@octokit/core';
import { z } from 'zod';
import { CommandError } from '../shared/command-error.ts';
import { faultsIn } from '../shared/faults-in.ts';
import { explainNotGitHub } from '../shared/github/failure.ts';
import { failureOf } from '../shared/github/octokit-failure.ts';
import { patiently } from '../shared/github/patient-fetch.ts';
import { titleOf } from '../shared/page.ts';
import { type Delivery, delivery, repositoryAnswer, type Webhook, webhook } from './github-answers.ts';
import { type About, explainGitHub, explainMoved } from './github-errors.ts';

/** All that is ever said about a webhook when it is made or changed. */
export interface WebhookSettings {
  readonly active: true;
  readonly events: string[];
  readonly config: { url: string; content_type: 'json'; insecure_ssl: '0'; secret: string };
}

export interface GitHubOptions {
  readonly owner: string;
  readonly name: string;
  readonly token: string;
  readonly baseUrl: string;
  /** @default the process's own */
  readonly fetch?: typeof globalThis.fetch;
}

/** The largest page of a list. */
const PAGE = { per_page: 100 } as const;
/** GitHub allows twenty webhooks for each of some eighty events: so many pages end in any case. */
const MOST_PAGES = 20;

/** GitHub says 204, and that is all. */
const NOTHING = z.union([z.undefined(), z.literal('')]);

/** A repository on GitHub and its webhooks. Every failure is a CommandError. */
export class GitHubRepository {
  readonly fullName: string;
  readonly #octokit: Octokit;
  readonly #at: { readonly owner: string; readonly repo: string };

  constructor({ owner, name, token, baseUrl, fetch = globalThis.fetch }: GitHubOptions) {
    this.fullName = `${owner}/${name}`;
    this.#at = { owner, repo: name };
    this.#octokit = new Octokit({ auth: token, baseUrl, userAgent: 'onemerge', request: { fetch: patiently(fetch) } });
  }

  /** True when only people who were invited see the repository. */
  async isPrivate(): Promise<boolean> {
    const asking = this.#octokit.request('GET /repos/{owner}/{repo}', this.#at);
    const found = await this.#ask('repository', asking, repositoryAnswer);
    if (found.full_name.toLowerCase() !== this.fullName.toLowerCase())
      throw explainMoved(this.fullName, found.full_name);
    return found.private;
  }

  /** All of them: one that is not seen would be made a second time. */
  async webhooks(): Promise<readonly Webhook[]> {
    const all: Webhook[] = [];
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const asking = this.#octokit.request('GET /repos/{owner}/{repo}/hooks', { ...this.#at, ...PAGE, page });
      const found = await this.#ask('webhooks', asking, z.array(webhook));
      all.push(...found);
      if (found.length < PAGE.per_page) break;
    }
    return all;
  }

  /** Makes a webhook, which GitHub pings at once, and returns its id. */
  async createWebhook(settings: WebhookSettings): Promise<number> {
    const asking = this.#octokit.request('POST /repos/{owner}/{repo}/hooks', { ...this.#at, ...settings });
    return (await this.#ask('webhooks', asking, z.object({ id: z.number() }))).id;
  }

  async updateWebhook(id: number, settings: WebhookSettings): Promise<void> {
    const hook = { ...this.#at, hook_id: id, ...settings };
    await this.#ask(
      'webhooks',
      this.#octokit.request('PATCH /repos/{owner}/{repo}/hooks/{hook_id}', hook),
      z.object({ id: z.literal(id) }),
    );
  }

  async deleteWebhook(id: number): Promise<void> {
    const hook = { ...this.#at, hook_id: id };
    await this.#ask('webhooks', this.#octokit.request('DELETE /repos/{owner}/{repo}/hooks/{hook_id}', hook), NOTHING);
  }

  /** Asks GitHub to ping a webhook; the ping is delivered a little later. */
  async pingWebhook(id: number): Promise<void> {
    const hook = { ...this.#at, hook_id: id };
    await this.#ask(
      'webhooks',
      this.#octokit.request('POST /repos/{owner}/{repo}/hooks/{hook_id}/pings', hook),
      NOTHING,
    );
  }

  /** The newest deliveries of a webhook, the newest first. */
  async deliveries(id: number): Promise<readonly Delivery[]> {
    const hook = { ...this.#at, hook_id: id, ...PAGE };
    const asking = this.#octokit.request('GET /repos/{owner}/{repo}/hooks/{hook_id}/deliveries', hook);
    return this.#ask('webhooks', asking, z.array(delivery));
  }

  async #ask<T>(
    about: About,
    asking: Promise<{ readonly status: number; readonly data: unknown }>,
    schema: z.ZodType<T>,
  ): Promise<T> {
    const { status, data } = await asking.catch((error: unknown) => {
      if (!(error instanceof Error)) throw error;
      if (error.cause instanceof CommandError) throw error.cause;
      throw explainGitHub(failureOf(error), about, this.fullName);
    });
    const read = schema.safeParse(data);
    // An answer with nothing in it and another status says nothing.
    if (read.success && (status === 204) === (read.data === undefined || read.data === '')) return read.data;
    throw explainNotGitHub(`${status}, ${said(data) ?? (read.error ? faultsIn(read.error) : 'with nothing in it')}`);
  }
}

const said = (data: unknown): string | undefined =>
  typeof data === 'string' && data !== '' ? titleOf(data) : undefined;
