import { pastTheCache } from '../../fakes/cloudfront/visitor.ts';
import { Author } from '../../harness/ghost-admin.ts';
import { theme } from '../../harness/samples.ts';
import { setting } from '../../harness/settings.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { ofThePod } from '../both-halves.ts';
import { ownerPassword } from '../publish.ts';
import type { Scenario } from '../scenario.ts';

const NAME = 'theme-of-the-rehearsal';
const MARK = '<p>the theme of the rehearsal</p>';

/** An uploaded theme outlives the pod that took it. */
export const themes: Scenario = {
  id: 'themes',
  title: 'docs/operations.md: an uploaded theme survives a new pod',
  run: async (harness) => {
    const site = await harness.site();
    const author = new Author(site, site.url);
    const status = await author.signIn(await setting(harness, 'OWNER_EMAIL'), await ownerPassword(harness));
    if (status !== 201) throw wrong(`the owner's sign-in answered ${status}`);
    await author.uploadTheme(NAME, theme(NAME, MARK));
    await author.activateTheme(NAME);
    const worn = async () => {
      const { status: answered, body } = await site.visit(pastTheCache('/'));
      return answered === 200 && body.toString().includes(MARK) ? true : undefined;
    };
    if (!(await worn())) throw wrong('the front page does not wear the theme that was activated');
    const { kubectl } = await harness.cluster();
    const pod = await ofThePod(harness, '.metadata.name');
    await kubectl(['-n', 'ghost', 'delete', 'pod', pod, '--wait=true', '--timeout=120s']);
    const start = Date.now();
    await waitFor('the front page of the next pod wears the theme', worn, { seconds: 180 });
    const next = await ofThePod(harness, '.metadata.name');
    if (next === pod) throw wrong(`${pod} was deleted and still runs`);
    const seconds = ((Date.now() - start) / 1000).toFixed(1);
    return `activated; its pod deleted; the front page of the next one wears it, ${seconds} s after the first was gone`;
  },
};

function wrong(what: string): RehearsalError {
  return new RehearsalError(what, { help: 'see gitops/apps/ghost/content.yaml; run again with --keep' });
}
