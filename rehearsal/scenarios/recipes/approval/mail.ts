import { z } from 'zod';
import type { Harness } from '../../../harness/harness.ts';

const answer = z.object({
  mails: z.array(z.object({ address: z.string(), subject: z.string(), message: z.string() })),
});

/** The mails in which CodePipeline asked a person about a commit, the oldest first. */
export async function mailsAbout({ aws }: Harness, commit: string): Promise<readonly string[]> {
  const { mails } = answer.parse(await aws.ask('/_rehearsal/mails'));
  const asking = mails.filter(({ subject, message }) => /^APPROVAL NEEDED/.test(subject) && message.includes(commit));
  return asking.map(({ message }) => message);
}
