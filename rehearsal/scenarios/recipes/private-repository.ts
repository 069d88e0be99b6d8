import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gitAuthorization } from '../../fakes/github/git-password.ts';
import type { Harness } from '../../harness/harness.ts';
import { onemerge } from '../../harness/onemerge.ts';
import { CONFIG, REPOSITORY } from '../../harness/project.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { run } from '../../shared/process/run.ts';
import { askDoctor, expectStates } from '../doctor/ask.ts';
import { ALWAYS } from '../doctor/before-deploy.ts';
import type { Scenario } from '../scenario.ts';
import { UNREAD } from '../unread.ts';
import { setField } from './config-line.ts';
import { onlyBlock, readRecipe } from './document.ts';

const DOCUMENT = 'docs/private-repository.md';
/** Before the first deployment: strangers see nothing, the App's key is kept, and the config names the App. */
export const privateRepository: Scenario = {
  id: 'private-repository',
  title: `${DOCUMENT}: from an empty account, the repository private from the start`,
  unread: UNREAD.noBlog,
  run: async (harness) => {
    const { fake } = harness.github;
    fake.makePrivate();
    await expectHidden(harness);
    await signInToGit(harness);
    const blocks = readRecipe(harness.project.folder, DOCUMENT, 'From an empty account');
    const said = await keepKey(harness, fake.app.newKey(), onlyBlock(blocks, 'sh', DOCUMENT));
    const [entry] = /app: \{.*\}/.exec(said) ?? [];
    const line = onlyBlock(blocks, 'ts', DOCUMENT)
      .trim()
      .replace("'you'", `'${REPOSITORY.owner}'`)
      .replace(/app: \{.*?\}/, entry ?? 'app: nothing');
    await harness.project.merge({
      branch: 'private',
      title: 'Read the private repository as an App',
      edits: { [CONFIG]: (text) => setField(text, line) },
    });
    expectStates(await askDoctor(harness, '--before-deploy'), ALWAYS);
    return `Git shows strangers nothing, the doctor read it; ${entry}`;
  },
};

/** @throws ProcessError when Git shows the repository to a stranger */
async function expectHidden({ sandbox }: Harness): Promise<void> {
  const url = `https://github.com/${REPOSITORY.owner}/${REPOSITORY.name}.git`;
  const nobody = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', GIT_TERMINAL_PROMPT: '0' };
  await run('git', ['ls-remote', url], { seconds: 30, env: { ...sandbox.env, ...nobody }, codes: [128] });
}

/** The person who works on the repository signs in, in their clone. */
async function signInToGit({ project, github }: Harness): Promise<void> {
  const header = `Authorization: ${gitAuthorization(github.gitToken)}`;
  const setting = ['config', 'http.https://github.com/.extraHeader', header];
  await run('git', ['-C', project.folder, ...setting], { seconds: 30 });
}

/**
 * Runs a command of the document that keeps a key.
 * @param pem the key, which the command takes from a file
 * @returns what it said
 * @throws RehearsalError when the key is among that
 */
export async function keepKey(harness: Harness, pem: string, command: string): Promise<string> {
  const file = join(harness.sandbox.folder, 'app.private-key.pem');
  await writeFile(file, pem);
  await chmod(file, 0o600);
  const words = command
    .trim()
    .replace('1234567', String(harness.github.fake.app.id))
    .replace(/\S+\.pem/, file);
  const said = await onemerge(harness, words.split(' ').slice(2), { seconds: 60 });
  if (!said.includes(pem.split('\n')[1] ?? '')) return said;
  throw new RehearsalError('onemerge connect printed the key', {
    where: harness.sandbox.log('onemerge'),
    help: 'see cli/connect/app',
  });
}
