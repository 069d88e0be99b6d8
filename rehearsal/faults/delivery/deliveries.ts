import type { Delivery } from '../../fakes/github/delivery.ts';
import type { FakeGitHub } from '../../fakes/github/github.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { waitFor } from '../../shared/process/wait.ts';

/** What these need of the harness. */
interface Sender {
  readonly github: { readonly fake: FakeGitHub };
  /** `log` returns the path of a log. */
  readonly sandbox: { readonly log: (name: string) => string };
}

/** Waits until GitHub has sent the push event of a commit to CloudFront, whatever the answer. */
export async function delivered({ github, sandbox }: Sender, commit: string): Promise<Delivery> {
  const first = async () =>
    github.fake.deliveries.find(
      ({ event, redelivery }) =>
        event.name === 'push' && !redelivery && (event.payload as { after?: string }).after === commit,
    );
  const where = sandbox.log('github');
  return await waitFor(`GitHub delivers the push of ${commit.slice(0, 12)}`, first, { seconds: 30, where });
}

/** Sends a delivery's event again, as GitHub's button does. @throws RehearsalError unless it is answered 200 */
export async function redeliver({ github, sandbox }: Sender, { id, event }: Delivery): Promise<void> {
  const again = await github.fake.redeliver(id);
  if (again?.answer.statusCode === 200) return;
  const status = again ? `answered ${again.answer.statusCode}` : 'not sent: the webhook is gone';
  throw new RehearsalError(`the push event ${event.guid}, sent again, was ${status}`, {
    where: sandbox.log('github'),
    help: 'see the Receiver in gitops/operators/configs; run again with --keep',
  });
}
