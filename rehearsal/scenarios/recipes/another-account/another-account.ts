import { expectLive } from '../../../harness/expect-live.ts';
import type { Harness } from '../../../harness/harness.ts';
import { CONFIG, NAME, replaceOnce } from '../../../harness/project.ts';
import { stackIds } from '../../account.ts';
import { ownerPassword, type PostScenarios } from '../../publish.ts';
import type { Scenario } from '../../scenario.ts';
import { destroyBlog } from '../../torn-down.ts';
import { mergeByHand, signsIn } from '../bring-back.ts';
import { bystander } from '../two-installations/bystander.ts';
import { requireAnswers } from './answers.ts';
import { comeUp, ON } from './come-up.ts';
import { DOCUMENT, wrong } from './commands.ts';
import { copyInto } from './copies.ts';

/** An account that has nothing: the fake AWS takes a key of twelve digits for the root of the account of that number. */
const OTHER = '444455556666';
/** A trial leaves the first blog alone, which follows the repository's branch. */
const BRANCH = 'moved';

/** Of the copy, of the empty database that comes first, and of the one that was restored beside it. */
const SNAPSHOTS_LEFT = 3;

/**
 * A blog that goes on is brought up in another account from copies of what it holds, by the document's steps for a trial, and taken away.
 * @param published the post that was published before, with its image
 */
export const anotherAccount = (published: Pick<PostScenarios, 'kept' | 'post'>): Scenario => ({
  id: 'another-account',
  title: `${DOCUMENT}: a blog comes up in an account that had nothing, under the same name, while the first goes on`,
  run: async (first) => {
    const password = await ownerPassword(first);
    const project = await first.clone({ name: NAME, account: OTHER, branch: BRANCH });
    await project.configure({ size: 't4g.small' }, 'Configure the blog for another account');
    const second = first.installation(NAME, project);
    const stacks = await stackIds(second.aws);
    if (stacks.length > 0) throw wrong(`${OTHER} has ${stacks.join(', ')}, and should have nothing`);
    const copies = await copyInto(first, second);
    const watch = await bystander(first);
    const { note, figures } = await comeUp(second, copies, published);
    await signsIn(second, password);
    await requireAnswers(second, copies.later, 404);
    await watch.requireUntouched(`the blog came up in ${OTHER}`);
    const gone = await takeAway(second);
    await watch.requireUntouched(`the blog was destroyed in ${OTHER}`);
    await requireAnswers(first, copies.later, 200);
    await published.kept.run(first);
    return {
      note: `in ${OTHER} it ${note}; the owner signs in with the password of before; destroyed there, ${gone}; the first with ${watch.count} objects and resources untouched`,
      figures,
    };
  },
});

/** Destroys the blog there as the document says. @returns what is left in that account */
async function takeAway(harness: Harness): Promise<string> {
  const lifted = '"protection": { "off": "the trial is over" }';
  const commit = await mergeByHand(harness, 'end-the-trial', (text) => replaceOnce(text, ON, lifted, CONFIG));
  await expectLive(harness, { commit });
  harness.pipeline.stop();
  return await destroyBlog(harness, ['destroy'], SNAPSHOTS_LEFT);
}
