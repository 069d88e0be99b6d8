import { randomUUID } from 'node:crypto';
import { acceptedScopes, accessOf } from './access.ts';
import { answerApp } from './answer-app.ts';
import { describeDelivery } from './delivery.ts';
import type { FakeGitHub } from './github.ts';
import { describeHook } from './hook.ts';
import { InvalidHook, readHookInput } from './hook-input.ts';
import { answerPulls, type Reply } from './pulls.ts';
import { answerReports } from './reports.ts';
import { apiUrl, describeRepository } from './repository.ts';

const NOT_FOUND: Reply = { status: 404, body: { message: 'Not Found' } };
const FORBIDDEN: Reply = { status: 403, body: { message: 'Resource not accessible by integration' } };

/**
 * Answers the REST calls about a repository and its webhooks as api.github.com does; any other call is 404.
 * @see https://docs.github.com/en/rest/repos/webhooks
 */
export async function answerApi(github: FakeGitHub, request: Request): Promise<Response> {
  const ofApp = await answerApp(github.app, github.repository, request);
  if (ofApp) return respond(ofApp);
  const report = await answerReports(github, request);
  if (report) return respond(report);
  const access = accessOf(request.headers.get('authorization'), github.tokens);
  if (!access) return respond({ status: 401, body: { message: 'Bad credentials' } });
  const { owner, name } = github.repository;
  const { pathname, searchParams } = new URL(request.url);
  const [repos, ...parts] = pathname.slice(1).split('/');
  const isOurs = repos === 'repos' && parts[0] === owner && parts[1] === name;
  const headers = { 'x-oauth-scopes': access.scopes.join(', ') };
  if (!isOurs || (github.repository.private && !access.seesPrivate)) return respond(NOT_FOUND, headers);
  const [, , section, ...rest] = parts;
  if (section === undefined && request.method === 'GET') {
    return respond({ status: 200, body: describeRepository(github.repository) }, headers);
  }
  const aboutPull = await answerPulls(github.pulls, request, parts.slice(2));
  if (aboutPull) return respond(access.scopes.includes('repo') ? aboutPull : FORBIDDEN, headers);
  if (section !== 'hooks') return respond(NOT_FOUND, headers);
  const wanted = { ...headers, 'x-accepted-oauth-scopes': acceptedScopes(request.method).join(', ') };
  if (!access.mayUseHooks(request.method)) return respond(NOT_FOUND, wanted);
  return respond(await answerHooks(github, request, rest, pageOf(searchParams)), wanted);
}

async function answerHooks(github: FakeGitHub, request: Request, [id, ...rest]: string[], page: Page): Promise<Reply> {
  const show = (hook: Parameters<typeof describeHook>[0]) => describeHook(hook, apiUrl(github.repository));
  try {
    if (id === undefined) {
      if (request.method === 'GET') return { status: 200, body: onPage(github.hooks.list(), page).map(show) };
      if (request.method !== 'POST') return NOT_FOUND;
      const hook = github.hooks.create(readHookInput(await request.json()));
      void github.ping(hook);
      return { status: 201, body: show(hook) };
    }
    const hook = github.hooks.get(Number(id));
    if (!hook) return NOT_FOUND;
    if (rest.length > 0) return answerHookActions(github, request.method, hook.id, rest, page);
    if (request.method === 'GET') return { status: 200, body: show(hook) };
    if (request.method === 'DELETE') return { status: github.hooks.delete(hook.id) ? 204 : 404 };
    if (request.method !== 'PATCH') return NOT_FOUND;
    const updated = github.hooks.update(hook.id, readHookInput(await request.json()));
    return updated ? { status: 200, body: show(updated) } : NOT_FOUND;
  } catch (error) {
    if (!(error instanceof InvalidHook)) throw error;
    const errors = [{ resource: 'Hook', code: 'custom', message: error.message }];
    return { status: 422, body: { message: 'Validation Failed', errors } };
  }
}

/** Pings and deliveries. What is sent is sent after the answer, as on GitHub. */
function answerHookActions(
  github: FakeGitHub,
  method: string,
  hookId: number,
  [action, deliveryId, attempts]: string[],
  page: Page,
): Reply {
  const hook = github.hooks.get(hookId);
  if (hook && action === 'pings' && method === 'POST') {
    void github.ping(hook);
    return { status: 204 };
  }
  if (action !== 'deliveries') return NOT_FOUND;
  const deliveries = github.deliveries.filter((delivery) => delivery.hookId === hookId).reverse();
  if (deliveryId === undefined && method === 'GET') {
    return { status: 200, body: onPage(deliveries, page).map((delivery) => describeDelivery(delivery, false)) };
  }
  const delivery = deliveries.find(({ id }) => id === Number(deliveryId));
  if (!delivery) return NOT_FOUND;
  if (attempts === undefined && method === 'GET') return { status: 200, body: describeDelivery(delivery, true) };
  if (attempts !== 'attempts' || method !== 'POST') return NOT_FOUND;
  void github.redeliver(delivery.id);
  return { status: 202, body: {} };
}

interface Page {
  /** From 1. */
  readonly number: number;
  readonly size: number;
}

/** https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api */
function pageOf(parameters: URLSearchParams): Page {
  return {
    number: Number(parameters.get('page') ?? 1),
    size: Math.min(Number(parameters.get('per_page') ?? 30), 100),
  };
}

const onPage = <T>(list: readonly T[], { number, size }: Page): T[] => list.slice((number - 1) * size, number * size);

function respond({ status, body }: Reply, headers: Record<string, string> = {}): Response {
  const own = { 'content-type': 'application/json; charset=utf-8', 'x-github-request-id': randomUUID() };
  return new Response(body === undefined ? null : JSON.stringify(body), { status, headers: { ...own, ...headers } });
}
