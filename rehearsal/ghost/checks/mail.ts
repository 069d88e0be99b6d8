import assert from 'node:assert/strict';
import { Author } from '../author.ts';
import type { Report } from '../report.ts';
import { AWKWARD, OWNER, type Stage, TIMEOUT_SECONDS } from '../stage.ts';
import { until } from '../until.ts';

/** The same blog with a mail secret in the config: gitops/apps/ghost/mail-on instead of mail-off. */
export async function mail(report: Report, stage: Stage): Promise<void> {
  const { edge, site, database } = stage;
  report.section('Mail');
  await database.reset();
  const pod = stage.startPod({ workload: stage.render({ MAIL: 'on', MAIL_SECRET_ARN: 'arn:rehearsal:mail' }) });
  await pod.untilReady(TIMEOUT_SECONDS);
  await report.check('with mail, a sign-in from a new device needs the code that is mailed', async () => {
    // Ghost never asks for a code the first time that an account signs in.
    assert.equal(await new Author(edge, site).signIn(OWNER.email, OWNER.password), 201);
    const owner = new Author(edge, site);
    assert.equal(await owner.signIn(OWNER.email, OWNER.password), 403);
    await assert.rejects(owner.whoAmI());
    const message = await until('the mail arrives', 30, () => stage.mail.received.find(({ to }) => to === OWNER.email));
    assert.deepEqual([message.user, message.password, message.from], ['ghost', AWKWARD, 'blog@example.com']);
    const code = message.text.match(/^Subject:.*?\b(\d{6})\b/m)?.[1];
    assert.ok(code, message.text.slice(0, 500));
    assert.equal(await owner.enterCode(code), 200);
    assert.equal(await owner.whoAmI(), OWNER.email);
    return 'the code came over a connection that STARTTLS encrypted before the password, which is an awkward one';
  });
  await stage.clear();
}
