import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { git } from './git.ts';
import { Unreadable } from './unreadable.ts';

const manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z.object({ templateFile: z.string().optional(), stackName: z.string().optional() }).optional(),
    }),
  ),
});

/** The templates in a folder that `cdk synth` wrote, by stack name. */
export async function templatesIn(outdir: string): Promise<Map<string, unknown>> {
  const { artifacts } = manifest.parse(JSON.parse(await readFile(join(outdir, 'manifest.json'), 'utf8')));
  const templates = Object.values(artifacts).flatMap(({ type, properties }) => {
    const { templateFile, stackName } = properties ?? {};
    return type === 'aws:cloudformation:stack' && templateFile && stackName ? [{ templateFile, stackName }] : [];
  });
  const parsed = templates.map(async ({ templateFile, stackName }): Promise<[string, unknown]> => {
    return [stackName, JSON.parse(await readFile(join(outdir, templateFile), 'utf8'))];
  });
  return new Map(await Promise.all(parsed));
}

/**
 * The templates that were synthesized before, of a commit and of nothing else: it is checked out, no file of it was changed, and none is
 * newer than what was synthesized.
 * @param clone the folder of the repository
 * @param app the folder that `cdk synth` wrote, relative to it
 * @throws Unreadable when they may be of something else
 */
export async function assembledFrom(clone: string, commit: string, app: string): Promise<Map<string, unknown>> {
  const outdir = join(clone, app);
  const written = await lstat(join(outdir, 'manifest.json')).catch(() => undefined);
  if (written === undefined) throw notOfCommit(`${app} holds no synthesized app`);
  if ((await git(clone, 'rev-parse', 'HEAD')) !== commit) throw notOfCommit('another commit is checked out');
  if ((await git(clone, 'status', '--porcelain', '--untracked-files=no')) !== '')
    throw notOfCommit('files of the commit were changed');
  const files = (await git(clone, 'ls-files', '-z')).split('\0').filter((name) => name !== '');
  for (const name of files) {
    if ((await lstat(join(clone, name))).mtimeMs > written.mtimeMs) throw notOfCommit(`${name} is newer than ${app}`);
  }
  return await templatesIn(outdir);
}

const notOfCommit = (why: string): Unreadable =>
  new Unreadable(`what was synthesized before may not be of the commit: ${why}`, {
    help: 'npx cdk synth --quiet, or leave --app out',
    finalAfterSeconds: 0,
  });
