import { MailServer } from '../../fakes/mail/server.ts';
import { expectLive } from '../../harness/expect-live.ts';
import { Author } from '../../harness/ghost-admin.ts';
import type { Harness } from '../../harness/harness.ts';
import { CONFIG, NAME } from '../../harness/project.ts';
import { setting } from '../../harness/settings.ts';
import { ADDRESSES } from '../../sandbox/addresses.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { ownerPassword } from '../publish.ts';
import type { Scenario } from '../scenario.ts';
import { setField } from './config-line.ts';
import { onlyBlock, readRecipe } from './document.ts';
import { runCommands } from './run-blocks.ts';

const DOCUMENT = 'docs/operations.md';
/** The secret that the document's command makes. */
interface MailSecret {
  readonly host: string;
  readonly port: string;
  readonly user: string;
  readonly password: string;
}

/** Mail is turned on as the document says, and a mail arrives at the host that the document's secret names. */
export const mail: Scenario = {
  id: 'mail',
  title: `${DOCUMENT}: with mail on, a sign-in code arrives`,
  run: async (harness) => {
    const blocks = readRecipe(harness.project.folder, DOCUMENT, 'Mail');
    const command = onlyBlock(blocks, 'sh', DOCUMENT).replace('Value=my-blog', `Value=${NAME}`);
    const { ARN } = JSON.parse(await runCommands(harness, command)) as { readonly ARN: string };
    const secret = JSON.parse(/'(\{.*\})'/.exec(command)?.[1] ?? '{}') as MailSecret;
    const service = await startService(harness, secret);
    const owner = await setting(harness, 'OWNER_EMAIL');
    const line = onlyBlock(blocks, 'ts', DOCUMENT)
      .replace(/arn:[^']+/, ARN)
      .replace(/[\w.]+@example\.com/, owner);
    const change = {
      branch: 'mail',
      title: 'Turn mail on',
      edits: { [CONFIG]: (text: string) => setField(text, line) },
    };
    const commit = await harness.project.merge(change);
    const { summary } = await expectLive(harness, { commit });
    await signInWithCode(harness, service, owner, secret);
    return `${summary}; the owner signed in with the code that arrived at ${secret.host}:${secret.port}, encrypted before the password`;
  },
};

/** A mail service of that name, which every process and pod of the sandbox finds. */
async function startService({ sandbox }: Harness, { host, port }: MailSecret): Promise<MailServer> {
  sandbox.names.add(ADDRESSES.mail, [host]);
  const certificate = await sandbox.authority.issue('mail', { commonName: host, hosts: [host] });
  return await MailServer.open(ADDRESSES.mail, Number(port), certificate);
}

/** Signs in from a device that Ghost does not know. @throws RehearsalError when that needs no code, or the code is none */
async function signInWithCode(harness: Harness, service: MailServer, email: string, secret: MailSecret): Promise<void> {
  const site = await harness.site();
  const owner = new Author(site, site.url);
  const status = await owner.signIn(email, await ownerPassword(harness));
  if (status !== 403) throw wrong(`a sign-in from a new device answered ${status}, and should ask for a code (403)`);
  const arrived = async () => service.received.find(({ to }) => to === email);
  const where = harness.sandbox.log('cloudfront');
  const { user, password, text } = await waitFor('the mail arrives', arrived, { seconds: 60, where });
  if (user !== secret.user || password !== secret.password) throw wrong('the mail came with other credentials');
  const code = /^Subject:.*?\b(\d{6})\b/m.exec(text)?.[1];
  if (code === undefined) throw wrong(`the mail holds no code: ${text.slice(0, 300)}`);
  const entered = await owner.enterCode(code);
  if (entered !== 200) throw wrong(`the code was answered ${entered}`);
}

function wrong(what: string): RehearsalError {
  return new RehearsalError(what, { help: 'see gitops/apps/ghost/mail-on; run again with --keep' });
}
