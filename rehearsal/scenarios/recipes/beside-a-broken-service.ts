import { expectLive } from '../../harness/expect-live.ts';
import type { Harness } from '../../harness/harness.ts';
import { replaceOnce } from '../../harness/project.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { DOCUMENT, obey } from './service-steps.ts';

const FILE = 'gitops/services/hello/hello.yaml';
/** Asks a path that the service does not have: its new pod never becomes ready. */
const BROKEN = { from: 'path: /hello/, port: 8080', to: 'path: /absent/, port: 8080' };
const OTHER = 'bonjour';

/**
 * Breaks the service by one merge and adds another by the next: the two share a Kustomization, and the second must come up all the
 * same. Both merges are taken back.
 * @throws WaitError when the other one is held up; RehearsalError when nothing was broken
 */
export async function besideABrokenService(harness: Harness): Promise<string> {
  const { project } = harness;
  const { kubectl } = await harness.cluster();
  const breaking = { branch: 'break-the-service', title: 'Ask hello for a page that it does not have' };
  const edits = { [FILE]: (text: string) => replaceOnce(text, BROKEN.from, BROKEN.to, FILE) };
  const broken = await project.merge({ ...breaking, edits });
  const path = 'jsonpath={.status.unavailableReplicas}';
  const unavailable = async () =>
    (await kubectl(['-n', 'hello', 'get', 'deployment', 'hello', '-o', path])) === '1' ? true : undefined;
  await waitFor('hello has a pod that is not ready', unavailable, { seconds: 120 });

  const adding = { branch: 'add-another-service', title: `Add ${OTHER}` };
  await project.proposeWork(adding, async () =>
    obey(harness, 'In the cluster', (words) => words.replaceAll('hello', OTHER)),
  );
  const added = await project.accept(adding);
  const merged = Date.now();
  const ready = async () =>
    (await kubectl(['-n', OTHER, 'get', 'deployment', OTHER, '-o', 'jsonpath={.status.readyReplicas}'])) === '1'
      ? (Date.now() - merged) / 1000
      : undefined;
  const seconds = await waitFor(`${OTHER} is ready beside hello, which is not`, ready, {
    seconds: 120,
    help: `${DOCUMENT} says that a service which is not ready holds up no other; see promptness in lib/constructs/flux.ts`,
  });
  if ((await unavailable()) === undefined)
    throw new RehearsalError(`hello became ready, so ${OTHER} proves nothing`, {
      where: FILE,
      help: 'break it in another way, in beside-a-broken-service.ts',
    });
  await project.revert(added, { branch: 'no-other-service', title: `Revert "${adding.title}"` });
  const mended = await project.revert(broken, { branch: 'mend-the-service', title: `Revert "${breaking.title}"` });
  await expectLive(harness, { commit: mended });
  return `while hello was not ready, ${OTHER} was merged and came up after ${seconds.toFixed(0)} s`;
}
