import { expectLive } from '../../harness/expect-live.ts';
import { CONFIG, NAME } from '../../harness/project.ts';
import { RehearsalError } from '../../shared/errors.ts';
import type { Scenario } from '../scenario.ts';
import { addField } from './config-line.ts';
import { logOf, mergeRefused } from './merge-refused.ts';
import { chatOfTheDocument, CHAT_DOCUMENT as DOCUMENT, requireMessages } from './open-chat.ts';

/** A chat is told as the document says: of a merge that is live, of one whose deployment fails; and a broken chat changes no verdict. */
export const chat: Scenario = {
  id: 'chat',
  title: `${DOCUMENT}: a chat hears how each merge ended`,
  run: async (harness) => {
    const { service, address, line } = await chatOfTheDocument(harness);
    const change = {
      branch: 'chat',
      title: 'Tell a chat',
      edits: { [CONFIG]: (text: string) => addField(text, line) },
    };
    const { summary } = await expectLive(harness, { commit: await harness.project.merge(change) });
    requireMessages(service, [new RegExp(`^✅ ${NAME}: ${summary}`)]);

    const failed = await mergeRefused(harness, 'refused');
    if (!failed.log.includes('Published: the merge failed.'))
      throw wrong('the build did not publish that its merge failed');
    requireMessages(service, [/^✅/, /^❌ .*its deployment failed, stack rolled back \(stack .*flux\).*\n> help: /s]);

    service.broken = 500;
    const revert = await harness.project.revert(failed.commit, { branch: 'not-refused', title: 'Revert: refused' });
    await expectLive(harness, { commit: revert });
    const log = await logOf(harness, revert);
    if (!log.includes('Published: the merge is live.')) throw wrong('the build did not publish that its merge is live');
    if (!log.includes('The chat was not told: the chat answered 500'))
      throw wrong('the log does not say that the chat was not told');
    if ([failed.log, log].some((text) => text.includes(address)))
      throw wrong('the address of the webhook, a secret, is in a log');
    service.close();
    return `told at once that "${summary}", then of the failed deployment with what helps; with the chat broken the next merge was live all the same`;
  },
};

function wrong(what: string): RehearsalError {
  return new RehearsalError(what, { where: DOCUMENT, help: 'see cli/announce; run again with --keep' });
}
