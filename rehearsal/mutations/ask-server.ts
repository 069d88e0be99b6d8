import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../cli/shared/rendering/render.ts';
import { catalogue, forValidation, resultsOf } from '../builds/catalogue.ts';
import { cacheFolders } from '../builds/folders.ts';
import { readManifestVersions } from '../builds/manifest-versions.ts';
import { obtain } from '../builds/obtain.ts';
import { checkPreconditions } from '../sandbox/preconditions.ts';
import { run } from '../shared/process/run.ts';
import { Steps } from '../shared/steps.ts';
import type { Answers, Questions } from './server.ts';

const TIMEOUT_SECONDS = 3600;

/**
 * Asks a real API server that holds a tree about objects, without changing any. It runs in a network namespace of its
 * own, so that a rehearsal may run beside it.
 * @param folder an empty one, for its files
 * @returns the words of the first refusal of each question, null where nothing is refused
 * @throws RehearsalError for what the machine lacks, and for a build that fails
 */
export async function askServer(
  folder: string,
  before: readonly Manifest[],
  asked: readonly (readonly Manifest[])[],
): Promise<Answers> {
  const folders = cacheFolders(process.env);
  const list = catalogue(await checkPreconditions(), await readManifestVersions());
  const wanted = forValidation(list);
  const results = resultsOf(list, wanted, await obtain(wanted, folders, new Steps()));
  const questions: Questions = { folder, cache: results, before, asked };
  const file = join(folder, 'questions.json');
  writeFileSync(file, JSON.stringify(questions));
  const server = join(import.meta.dirname, 'server.ts');
  await run('unshare', ['--net', '--', process.execPath, '--import', 'tsx', server, file], {
    seconds: TIMEOUT_SECONDS,
  });
  return JSON.parse(readFileSync(`${file}.answers`, 'utf8')) as Answers;
}
