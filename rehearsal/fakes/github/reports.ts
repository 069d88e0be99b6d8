import { z } from 'zod';
import { Refusal } from '../../shared/http/json-server.ts';
import type { FakeApp } from './app.ts';
import type { Reply } from './pulls.ts';
import type { HostedRepository } from './repository.ts';

/** GitHub refuses longer ones. Characters. */
const description = z.string().max(140).optional();
const address = z.url({ protocol: /^https?$/ }).optional();

const commitStatus = z.object({
  state: z.enum(['error', 'failure', 'pending', 'success']),
  context: z.string().default('default'),
  description,
  target_url: address,
});
const deployment = z.object({
  ref: z.string(),
  environment: z.string().default('production'),
  production_environment: z.boolean().optional(),
  required_contexts: z.array(z.string()).optional(),
});
const deploymentStatus = z.object({
  state: z.enum(['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success']),
  description,
  environment_url: address,
  log_url: address,
});

/** What a commit is said to be. */
export type CommitStatus = z.output<typeof commitStatus> & { readonly commit: string };

/** A deployment with what was said of it, the newest last. */
export interface Deployment extends z.output<typeof deployment> {
  readonly statuses: z.output<typeof deploymentStatus>[];
}

/** What was said of commits and deployments, the oldest first. */
export class Reports {
  readonly statuses: CommitStatus[] = [];
  /** A deployment's id is its place, from 1 on. */
  readonly deployments: Deployment[] = [];
}

interface Reported {
  readonly app: FakeApp;
  readonly repository: HostedRepository;
  readonly reports: Reports;
}

/**
 * Answers the calls that say how a merge ended, as api.github.com does for a token of an App; undefined for any other.
 * @see https://docs.github.com/en/rest/commits/statuses and https://docs.github.com/en/rest/deployments
 */
export async function answerReports(reported: Reported, request: Request): Promise<Reply | undefined> {
  const { app, repository, reports } = reported;
  const about = `/repos/${repository.owner}/${repository.name}/`;
  const { pathname } = new URL(request.url);
  const [kind, id, statuses] = pathname.startsWith(about) ? pathname.slice(about.length).split('/') : [];
  if (request.method !== 'POST' || (kind !== 'statuses' && kind !== 'deployments')) return undefined;
  const [, token = ''] = /^(?:token|bearer) (.+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  if (!app.isToken(token)) return { status: 401, body: { message: 'Bad credentials' } };
  if (!app.may(token, kind, 'write')) {
    app.refusals += 1;
    return { status: 403, body: { message: 'Resource not accessible by integration' } };
  }
  try {
    return answerReport(reports, await request.json(), [kind, id, statuses]);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: error.status, body: { message: error.message } };
  }
}

function answerReport(reports: Reports, body: unknown, [kind, id, statuses]: readonly (string | undefined)[]): Reply {
  if (kind === 'statuses')
    return keep(commitStatus, body, (said) => reports.statuses.push({ ...said, commit: id ?? '' }));
  if (id === undefined) return deploy(reports, body);
  const deployed = reports.deployments[Number(id) - 1];
  if (deployed === undefined || statuses !== 'statuses') return { status: 404, body: { message: 'Not Found' } };
  return keep(deploymentStatus, body, (said) => deployed.statuses.push(said));
}

/** GitHub deploys nothing that some status is against, unless the caller names the contexts that count. */
function deploy({ statuses, deployments }: Reports, body: unknown): Reply {
  return keep(deployment, body, (said) => {
    const against = statuses.some(({ commit, state }) => commit === said.ref && state !== 'success');
    if (against && said.required_contexts === undefined) throw new Refusal(409, CONFLICT);
    return deployments.push({ ...said, statuses: [] });
  });
}

const CONFLICT = 'Conflict: Commit status checks failed.';

/** @param add keeps what was said, and returns its id */
function keep<T>(schema: z.ZodType<T>, body: unknown, add: (said: T) => number): Reply {
  const read = schema.safeParse(body);
  if (read.success) return { status: 201, body: { id: add(read.data) } };
  const errors = read.error.issues.map(({ path, message }) => ({ field: path.join('.'), code: 'custom', message }));
  return { status: 422, body: { message: 'Validation Failed', errors } };
}
