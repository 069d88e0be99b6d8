import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectLive } from '../../harness/expect-live.ts';
import type { Harness } from '../../harness/harness.ts';
import { onemerge } from '../../harness/onemerge.ts';
import { CONFIG } from '../../harness/project.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { setField } from './config-line.ts';
import { onlyBlock, readRecipe } from './document.ts';
import { runCommands, writeFiles } from './run-blocks.ts';

const DOCUMENT = 'docs/add-a-service.md';
/** What the document's entry names. */
const PATH = '/hello/';

/**
 * Gives the service its entry in the config and takes it away again, as the document says; readers get the pod's answer in between, and
 * Ghost's before and afterwards.
 * @param test runs the tests of the tree on what is about to be merged
 * @returns what happened
 */
export async function onTheInternet(harness: Harness, test: () => Promise<void>): Promise<string> {
  const { project } = harness;
  const blocks = readRecipe(project.folder, DOCUMENT, 'On the Internet');
  await untilAnswered(harness, 404);
  const added = { branch: 'service-entry', title: 'Serve hello below the address of the blog' };
  await project.proposeWork(added, async (folder) => {
    const config = join(folder, CONFIG);
    await writeFile(config, setField(await readFile(config, 'utf8'), onlyBlock(blocks, 'ts', DOCUMENT)));
    await writeFiles(folder, blocks);
    for (const command of onlyBlock(blocks, 'sh', DOCUMENT).trim().split('\n')) await obey(harness, command);
  });
  await test();
  const commit = await project.accept(added);
  const { summary } = await expectLive(harness, { commit });
  await untilAnswered(harness, 200);
  const removed = { branch: 'no-service-entry', title: 'Revert "Serve hello below the address of the blog"' };
  await expectLive(harness, { commit: await project.revert(commit, removed) });
  await untilAnswered(harness, 404);
  return `an entry in the config: ${summary}, and readers get the pod at ${PATH}; without it, Ghost's 404 again`;
}

/** The project's own commands run as elsewhere in a rehearsal, others in a shell. */
async function obey(harness: Harness, command: string): Promise<void> {
  const [npx, program, ...words] = command.split(' ');
  if (npx === 'npx' && program === 'onemerge') await onemerge(harness, words, { seconds: 180 });
  else await runCommands(harness, command);
}

/** Asks as a reader. @throws RehearsalError when 200 is not the answer of the pod */
async function untilAnswered(harness: Harness, status: number): Promise<void> {
  const { visit } = await harness.site();
  const ask = async () => {
    const answer = await visit(PATH);
    return answer.status === status ? answer.body.toString() : undefined;
  };
  const body = await waitFor(`readers are answered ${status} at ${PATH}`, ask, { seconds: 60 });
  if (status !== 200) return;
  const { kubectl } = await harness.cluster();
  const pod = await kubectl(['-n', 'hello', 'get', 'pods', '-o', 'jsonpath={.items[0].metadata.name}']);
  if (body.trim() !== pod)
    throw new RehearsalError(`${PATH} answers ${JSON.stringify(body)}, and the pod is ${pod}`, {
      where: DOCUMENT,
      help: 'compare the TargetGroupBinding; run again with --keep',
    });
}
