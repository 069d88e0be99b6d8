import { isForced, type PushedCommit, type RefChange, readCommits, ZEROS } from './history.ts';
import { describeHook, type Hook } from './hook.ts';
import { apiUrl, describeRepository, type HostedRepository, htmlUrl } from './repository.ts';

const SENDER = { login: 'rehearsal', id: 1, type: 'User' };

/** The body of a ping, which GitHub sends when a hook is made and when somebody asks for it. */
export function pingPayload(repository: HostedRepository, hook: Hook) {
  return {
    zen: 'This is a fake GitHub.',
    hook_id: hook.id,
    hook: describeHook(hook, apiUrl(repository)),
    repository: describeRepository(repository),
    sender: SENDER,
  };
}

/**
 * The body of a push event.
 * @see https://docs.github.com/en/webhooks/webhook-events-and-payloads#push
 */
export async function pushPayload(repository: HostedRepository, change: RefChange) {
  const [commits, forced] = await Promise.all([
    readCommits(repository.bare, change),
    isForced(repository.bare, change),
  ]);
  const { ref, before, after } = change;
  const withUrl = (commit: PushedCommit) => ({ ...commit, url: `${htmlUrl(repository)}/commit/${commit.id}` });
  const listed = commits.map(withUrl);
  return {
    ref,
    before,
    after,
    base_ref: null,
    created: before === ZEROS,
    deleted: after === ZEROS,
    forced,
    compare: `${htmlUrl(repository)}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
    commits: listed,
    head_commit: listed.at(-1) ?? null,
    repository: describeRepository(repository),
    pusher: { name: SENDER.login, email: `${SENDER.login}@example.invalid` },
    sender: SENDER,
  };
}
