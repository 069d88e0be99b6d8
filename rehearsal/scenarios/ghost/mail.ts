import assert from 'node:assert/strict';
import { AWKWARD, OWNER, WITH_MAIL } from '../../harness/ghost/settings.ts';
import { Author } from '../../harness/ghost-admin.ts';
import { Member } from '../../harness/ghost-member.ts';
import { waitFor } from '../../shared/process/wait.ts';
import type { Section } from './section.ts';

/** The same blog with a mail secret in the config: gitops/apps/ghost/mail-on instead of mail-off. */
export const mail: Section = {
  id: 'mail',
  title: 'Mail',
  run: async ({ blog, site, reset, mail: service }, check) => {
    const member = new Member(site.visit, site.url, 'reader@example.com');
    await check('with mail on, signing in from a new device needs the mailed code', async () => {
      await reset();
      const pod = await blog.start({ settings: WITH_MAIL });
      await pod.untilReady();
      // Ghost never asks for a code the first time that an account signs in.
      assert.equal(await new Author(site, site.url).signIn(OWNER.email, OWNER.password), 201);
      const owner = new Author(site, site.url);
      assert.equal(await owner.signIn(OWNER.email, OWNER.password), 403);
      await assert.rejects(owner.whoAmI());
      const arrived = async () => service.received.find(({ to }) => to === OWNER.email);
      const message = await waitFor('the mail arrives', arrived, { seconds: 60 });
      assert.deepEqual([message.user, message.password, message.from], ['ghost', AWKWARD, 'blog@example.com']);
      const code = message.text.match(/^Subject:.*?\b(\d{6})\b/m)?.[1];
      assert.ok(code, message.text.slice(0, 500));
      assert.equal(await owner.enterCode(code), 200);
      assert.equal(await owner.whoAmI(), OWNER.email);
      return 'the code came over a connection that STARTTLS encrypted before the password, which is an awkward one';
    });

    await check(
      'a reader becomes a member by the link in a mail, which comes from the address of the mail secret',
      async () => {
        assert.equal(await member.signUp(), 201);
        const arrived = async () => service.received.find(({ to }) => to === 'reader@example.com');
        const message = await waitFor('the mail arrives', arrived, { seconds: 60 });
        // Mail services refuse what they do not know: Ghost's own choice would be noreply@ the name of the CDN.
        const [, header] = /^From:.*?([^\s<>"]+@[^\s<>"]+)/m.exec(message.text) ?? [];
        assert.deepEqual([message.from, header], ['blog@example.com', 'blog@example.com']);
        await member.follow(message);
        assert.equal(await member.whoAmI(), 'reader@example.com');
        return `mailed by ${message.from}, signed in through CloudFront`;
      },
    );

    await check("a member's page is kept for nobody, and a reader's is kept for all readers", async () => {
      const own = [await member.read('/'), await member.read('/')];
      for (const { headers } of own) {
        assert.match(String(headers['cache-control']), /private.*no-store/);
        assert.equal(headers['x-cache'], 'Miss from cloudfront');
      }
      await site.visit('/');
      const { headers, body } = await site.visit('/');
      assert.equal(headers['x-cache'], 'Hit from cloudfront');
      assert.doesNotMatch(body.toString(), /reader@example\.com/);
      return `members: ${own[1]?.headers['cache-control']}; readers: ${headers['cache-control']}`;
    });
  },
};
