import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { awaitVerdict } from '../../harness/await-verdict.ts';
import { expectLive } from '../../harness/expect-live.ts';
import type { Harness } from '../../harness/harness.ts';
import { CONFIG, replaceOnce } from '../../harness/project.ts';
import { verify } from '../../harness/verify.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { run } from '../../shared/process/run.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { relabelled } from '../both-halves.ts';
import type { Scenario } from '../scenario.ts';
import { logOf } from './merge-refused.ts';

const MAIL = 'maintainer@example.invalid';

/** Longest wait for an execution that the changed pipeline starts by itself, in seconds. */
const TIMEOUT_SECONDS = 540;

/** The list is merged, then something that nobody has signed, then the same signed. */
export const signedCommits: Scenario = {
  id: 'signed-commits',
  title:
    'docs/security.md: what nobody has signed is applied by neither half, and named; what a key of the list has signed goes live',
  run: async (harness) => {
    const { project } = harness;
    const maintainer = await makeMaintainer(harness);
    try {
      await maintainer.signs(true);
      await takeOnlySigned(harness, maintainer.key);

      await maintainer.signs(false);
      const unsigned = await project.merge({
        branch: 'unsigned',
        title: 'Change the pod, signed by nobody',
        edits: relabelled('unsigned'),
      });
      const refused = await refusedByBoth(harness, unsigned);

      await maintainer.signs(true);
      const signed = await project.merge({ branch: 'signed', title: 'The same, and signed', edits: {} });
      const { summary } = await expectLive(harness, { commit: signed });
      return `${refused}; then ${summary}`;
    } finally {
      await maintainer.leave();
    }
  },
};

interface Maintainer {
  /** Their public key, as the config has it. */
  readonly key: string;
  /** Whether the commits of the clone are signed from now on. */
  readonly signs: (on: boolean) => Promise<void>;
  /** Ends the agent that GnuPG has started. */
  readonly leave: () => Promise<void>;
}

/** Somebody with a key, in the clone of the rehearsal's user. */
async function makeMaintainer({ sandbox, project }: Harness): Promise<Maintainer> {
  const home = join(sandbox.folder, 'maintainer');
  const program = join(sandbox.folder, 'sign');
  await mkdir(home, { mode: 0o700 });
  // Git hands its program no home.
  await writeFile(program, `#!/bin/sh\nGNUPGHOME=${home} exec gpg --batch --quiet "$@"\n`, { mode: 0o755 });
  const gpg = (...args: string[]) =>
    run(program, args, { seconds: 60, help: 'the recipe signs with GnuPG: apt-get install gnupg' });
  const config = (name: string, value: string) =>
    run('git', ['-C', project.folder, 'config', name, value], { seconds: 10 });
  await gpg('--passphrase', '', '--quick-generate-key', MAIL, 'ed25519', 'sign', 'never');
  await config('gpg.program', program);
  await config('user.signingKey', MAIL);
  return {
    key: await gpg('--armor', '--export', MAIL),
    signs: async (on) => {
      await config('commit.gpgSign', String(on));
    },
    leave: async () => {
      await run('gpgconf', ['--homedir', home, '--kill', 'all'], { seconds: 10 });
    },
  };
}

/** Merges the list. The pipeline changes with it, and runs the same commit again through the changed one. */
async function takeOnlySigned(harness: Harness, key: string): Promise<void> {
  const list = `"branch": "main",\n    "signedBy": [${JSON.stringify(key)}]`;
  const commit = await harness.project.merge({
    branch: 'signers',
    title: 'Take only what is signed',
    edits: { [CONFIG]: (text) => replaceOnce(text, '"branch": "main"', list, CONFIG) },
  });
  const { status, reason, log } = await awaitVerdict(harness, { commit });
  if (status !== 'Cancelled')
    throw failed(`the execution that changes the pipeline ended as ${status}: ${reason}`, log);
  const again = async () => {
    const [latest] = harness.pipeline.runner.executions;
    return latest?.commit === commit && latest.status !== 'InProgress' && latest.status !== 'Cancelled'
      ? latest
      : undefined;
  };
  const { id } = await waitFor('the changed pipeline runs', again, { seconds: TIMEOUT_SECONDS, every: 500 });
  await expectLive(harness, { id });
}

/** Nothing of the commit runs in the pipeline, and Flux keeps what it has. */
async function refusedByBoth(harness: Harness, commit: string): Promise<string> {
  const { problems } = await verify(harness, commit, { timeout: TIMEOUT_SECONDS, codes: [1] });
  const cause = problems[0]?.cause;
  if (cause !== 'commit not signed') throw failed(`the verdict calls an unsigned commit "${cause}"`);
  if (!(await fluxRefuses(harness, commit))) throw failed('Flux does not refuse an unsigned commit');
  const { status, reason = '', log } = await awaitVerdict(harness, { commit });
  if (status !== 'Failed' || !reason.startsWith('Signature: '))
    throw failed(`the execution of an unsigned commit ended as ${status}: ${reason}`, log);
  const words = `${commit} is signed by no key of repository.signedBy`;
  const printed = await logOf(harness, commit);
  if (!printed.includes(words)) throw failed('the stage Signature does not say who it misses', log);
  if (/npm ci|cdk deploy/.test(printed)) throw failed('the pipeline went on to the build', log);
  return `unsigned: "${cause}", and stopped in the stage Signature`;
}

async function fluxRefuses(harness: Harness, commit: string): Promise<boolean> {
  const { kubectl } = await harness.cluster();
  const path = '{.status.conditions[?(@.type=="SourceVerified")].message}';
  const message = await kubectl(['-n', 'flux-system', 'get', 'gitrepository', 'flux-system', '-o', `jsonpath=${path}`]);
  return message.includes(commit) && message.includes('failed');
}

function failed(what: string, where = 'lib/constructs/signature-check.ts'): RehearsalError {
  return new RehearsalError(what, { where, help: 'see lib/constructs/signature-check.ts; run again with --keep' });
}
