/** What the REST API answers. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
}

/** A comment as the API shows it, of the fields that are used. */
export interface Comment {
  readonly id: number;
  readonly user: { readonly login: string };
  body: string;
}

/** An open pull request: its newest commit, and what was said about it. */
export interface Pull {
  head: string;
  readonly comments: Comment[];
}

/** GitHub refuses longer ones. */
const LONGEST_BODY = 65_536;

/**
 * Answers the REST calls about pull requests and their comments as api.github.com does; undefined for any other. Whoever
 * comments is the bot of GitHub Actions.
 * @param pulls by number
 * @param parts of the path, after the repository
 * @see https://docs.github.com/en/rest/issues/comments
 */
export async function answerPulls(
  pulls: ReadonlyMap<number, Pull>,
  request: Request,
  [section, number, ...rest]: readonly string[],
): Promise<Reply | undefined> {
  if (section === 'issues' && number === 'comments') return edit(pulls, request, Number(rest[0]));
  const pull = pulls.get(Number(number));
  if (pull === undefined) return undefined;
  if (section === 'pulls' && rest.length === 0) {
    return { status: 200, body: { number: Number(number), head: { sha: pull.head } } };
  }
  if (section !== 'issues' || rest.join() !== 'comments') return undefined;
  return request.method === 'POST'
    ? add(pulls, pull, await bodyOf(request))
    : { status: 200, body: page(pull, request) };
}

function page({ comments }: Pull, { url }: Request): Comment[] {
  const { searchParams } = new URL(url);
  const size = Math.min(Number(searchParams.get('per_page') ?? 30), 100);
  const from = (Number(searchParams.get('page') ?? 1) - 1) * size;
  return comments.slice(from, from + size);
}

function add(pulls: ReadonlyMap<number, Pull>, pull: Pull, body: string): Reply {
  if (body.length > LONGEST_BODY) return TOO_LONG;
  const id = 1 + Math.max(0, ...[...pulls.values()].flatMap(({ comments }) => comments.map((one) => one.id)));
  const comment = { id, user: { login: 'github-actions[bot]' }, body };
  pull.comments.push(comment);
  return { status: 201, body: comment };
}

async function edit(pulls: ReadonlyMap<number, Pull>, request: Request, id: number): Promise<Reply | undefined> {
  const comment = [...pulls.values()].flatMap(({ comments }) => comments).find((one) => one.id === id);
  if (comment === undefined || request.method !== 'PATCH') return undefined;
  const body = await bodyOf(request);
  if (body.length > LONGEST_BODY) return TOO_LONG;
  comment.body = body;
  return { status: 200, body: comment };
}

const TOO_LONG: Reply = { status: 422, body: { message: 'Validation Failed: body is too long' } };

const bodyOf = async (request: Request) => ((await request.json()) as { body: string }).body;
