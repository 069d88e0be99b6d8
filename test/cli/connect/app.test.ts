import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { type AppReport, checkKeptApp, connectApp } from '../../../cli/connect/app/connect-app.ts';
import { openAws } from '../../../cli/connect/aws.ts';
import type { CommandError } from '../../../cli/shared/command-error.ts';
import type { Installation } from '../../../rehearsal/fakes/github/app.ts';
import { openScene, REGION, type Scene } from './scene.ts';

const BASE = 'https://api.github.com';

describe('the App of a private repository', () => {
  let scene: Scene;
  let key: string;
  beforeEach(async () => {
    scene = await openScene({ private: true });
    key = scene.github.app.newKey();
  });
  afterEach(() => scene.close());

  const repository = (app?: { id: number; installation: number }, reports: 'on' | 'off' = 'off') => ({
    owner: 'octo-org',
    name: 'blog',
    branch: 'main',
    ...(app && { app: { ...app, reports } }),
  });
  const common = () => ({
    aws: openAws(REGION),
    baseUrl: BASE,
    fetch: scene.fetch,
    say: (label: string, text: string) => scene.said.push(`${label}: ${text}`),
  });
  const keep = (changes: { id?: number; key?: string } = {}): Promise<AppReport> =>
    connectApp(
      { name: 'fixture', repository: repository() },
      { ...common(), id: scene.github.app.id, key, where: 'app.pem', ...changes },
    );
  const install = (changes: Partial<Installation>) => {
    const { installation } = scene.github.app;
    scene.github.app.installation = installation && { ...installation, ...changes };
  };

  test('has its key kept where External Secrets reads it, and what is said holds no key', async () => {
    const { installation } = await keep();
    assert.equal(installation, 7654321);
    assert.deepEqual(scene.aws.kept, { 'fixture/github-app': { privateKey: key } });
    assert.match(scene.said.join('\n'), /app: \{ id: 1234567, installation: 7654321 \}/);
    assert.doesNotMatch(JSON.stringify(scene.said), /PRIVATE KEY/);
  });

  test('gets a second key in the same secret', async () => {
    await keep();
    const second = scene.github.app.newKey();
    await keep({ key: second });
    assert.deepEqual(scene.aws.kept, { 'fixture/github-app': { privateKey: second } });
    assert.match(scene.said.join('\n'), /Key: replaced/);
  });

  const refused: Readonly<Record<string, readonly [spoil: () => object | undefined, says: RegExp]>> = {
    'key that is none': [() => ({ key: 'hello' }), /no private key of a GitHub App.*|RSA keys in PEM/],
    'key that was deleted': [
      () => void scene.github.app.deleteKey(key),
      /refuses the key: it is none of the App 1234567, or it was deleted there/,
    ],
    'id of another App': [() => ({ id: 7 }), /knows no App 7/],
    'App that is not installed': [
      () => void Object.assign(scene.github.app, { installation: undefined }),
      /The App 1234567 is not installed on octo-org\/blog/,
    ],
    'installation that is suspended': [
      () => void install({ suspended_at: '2026-01-01T00:00:00Z' }),
      /installation of the App 1234567 on octo-org\/blog is suspended/,
    ],
    'installation on every repository': [
      () => void install({ repository_selection: 'all' }),
      /is installed on every repository of its owner/,
    ],
    'permission that it does not need': [
      () => void install({ permissions: { contents: 'read', metadata: 'read', administration: 'write' } }),
      /may do more than it needs: administration: write/,
    ],
    'permission to write what it reads': [
      () => void install({ permissions: { contents: 'write', metadata: 'read' } }),
      /may do more than it needs: contents: write/,
    ],
    'permission that it lacks': [
      () => void install({ permissions: { metadata: 'read' } }),
      /may not read octo-org\/blog: it lacks contents: read/,
    ],
  };
  for (const [what, [spoil, says]] of Object.entries(refused)) {
    test(`with a ${what} is told in one line, and no key is kept`, async () => {
      const changes = spoil() ?? {};
      await assert.rejects(keep(changes), (error: Error) => says.test(error.message) && !error.message.includes('\n'));
      assert.deepEqual(scene.aws.kept, {});
    });
  }

  test('may say how a commit stands', async () => {
    install({ permissions: { contents: 'read', metadata: 'read', statuses: 'write', deployments: 'write' } });
    await keep();
    assert.match(scene.said.join('\n'), /statuses: write/);
  });

  describe('that is to say on GitHub how each merge ended', () => {
    const config = { name: 'fixture', repository: repository({ id: 1234567, installation: 7654321 }, 'on') };
    const granted = { contents: 'read', metadata: 'read', statuses: 'write', deployments: 'write' } as const;

    test('passes with what that takes', async () => {
      await keep();
      install({ permissions: granted });
      assert.deepEqual((await checkKeptApp(config, common()))?.permissions, granted);
    });

    for (const lacking of ['statuses', 'deployments'] as const)
      test(`is told with the click when it lacks ${lacking}`, async () => {
        await keep();
        const { [lacking]: _, ...rest } = granted;
        install({ permissions: rest });
        await assert.rejects(checkKeptApp(config, common()), ({ message, help }: CommandError) => {
          assert.match(message, new RegExp(`may not say how a merge ended: it lacks ${lacking}: write$`));
          assert.match(help, /"Permissions & events".*settings\/installations\/7654321; or write reports: 'off'/);
          return true;
        });
      });
  });

  test('is looked at again with the key that is kept', async () => {
    await keep();
    const config = { name: 'fixture', repository: repository({ id: 1234567, installation: 7654321 }) };
    assert.equal((await checkKeptApp(config, common()))?.slug, 'example-onemerge');
  });

  test('that was installed anew is told with the edit', async () => {
    await keep();
    const config = { name: 'fixture', repository: repository({ id: 1234567, installation: 1 }) };
    await assert.rejects(checkKeptApp(config, common()), /installation is 1, and the App is installed as 7654321/);
  });

  test('whose key nobody has kept is told with the command that keeps it', async () => {
    const config = { name: 'fixture', repository: repository({ id: 1234567, installation: 7654321 }) };
    await assert.rejects(checkKeptApp(config, common()), /There is no secret fixture\/github-app/);
  });

  test('is not looked for when the config names none', async () => {
    assert.equal(await checkKeptApp({ name: 'fixture', repository: repository() }, common()), undefined);
  });
});

describe('connect', () => {
  test('takes a private repository for readable when the config names an App', async (t) => {
    const app = { id: 1234567, installation: 7654321 };
    const scene = await openScene({ private: true, app });
    t.after(() => scene.close());
    const found = { ...app, slug: 'example-onemerge', permissions: { contents: 'read' } };
    const report = await scene.run({ checkApp: async () => found });
    assert.deepEqual(report.app, found);
    assert.match(scene.said.join('\n'), /Repository: octo-org\/blog is private/);
  });

  test('sends whoever has a private repository and no App to the command that keeps its key', async (t) => {
    const scene = await openScene({ private: true });
    t.after(() => scene.close());
    await assert.rejects(scene.run(), (error: CommandError) => {
      assert.match(error.message, /is private: Flux reads it without credentials/);
      const page = new URL(/https:\S+/.exec(error.help)?.[0] ?? '');
      assert.equal(page.pathname, '/settings/apps/new');
      assert.deepEqual(Object.fromEntries(page.searchParams), {
        name: 'fixture-flux-octo-org',
        url: 'https://github.com/octo-org/blog',
        public: 'false',
        webhook_active: 'false',
        contents: 'read',
      });
      return true;
    });
  });
});
