import { Refusal } from '../../shared/http/json-server.ts';
import type { FakeApp } from './app.ts';
import type { Reply } from './pulls.ts';
import { describeRepository, type HostedRepository } from './repository.ts';

/**
 * Answers the REST calls of a GitHub App as api.github.com does; undefined for any other.
 * @see https://docs.github.com/en/rest/apps/apps
 */
export async function answerApp(
  app: FakeApp,
  repository: HostedRepository,
  request: Request,
): Promise<Reply | undefined> {
  const header = request.headers.get('authorization');
  const call = `${request.method} ${new URL(request.url).pathname}`;
  try {
    if (call === 'GET /installation/repositories') return repositoriesOf(app, repository, header);
    const about = `GET /repos/${repository.owner}/${repository.name}/installation`;
    const [, id, tokens] = /^\w+ \/app\/installations\/(\d+)(\/access_tokens)?$/.exec(call) ?? [];
    if (call !== 'GET /app' && call !== about && id === undefined) return undefined;
    app.authenticate(header);
    if (call === 'GET /app') return { status: 200, body: describeApp(app, repository) };
    if (tokens && request.method === 'POST') {
      // Who asks for no limits sends nothing, `null` or an empty object.
      const limits = JSON.parse((await request.text()) || 'null');
      return { status: 201, body: app.newToken(Number(id), limits?.permissions) };
    }
    const { installation } = app;
    if (installation === undefined || (id !== undefined && Number(id) !== installation.id)) return NOT_FOUND;
    return { status: 200, body: { ...installation, app_id: app.id, account: { login: repository.owner } } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    app.refusals += 1;
    return { status: error.status, body: { message: error.message } };
  }
}

const NOT_FOUND: Reply = { status: 404, body: { message: 'Not Found' } };

const describeApp = ({ id, slug }: FakeApp, { owner }: HostedRepository) => ({
  id,
  slug,
  name: slug,
  owner: { login: owner, type: 'Organization' },
  html_url: `https://github.com/apps/${slug}`,
});

/** What an installation's token reaches: this repository, the only one that is hosted here. */
function repositoriesOf(app: FakeApp, repository: HostedRepository, header: string | null): Reply {
  const [, token = ''] = /^(?:token|bearer) (.+)$/i.exec(header ?? '') ?? [];
  if (!app.isToken(token)) return { status: 401, body: { message: 'Bad credentials' } };
  return { status: 200, body: { total_count: 1, repositories: [describeRepository(repository)] } };
}
