import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { run } from '../../shared/process/run.ts';
import { addFile, addJson, publish } from './store.ts';

/**
 * Packs a chart's folder as helm does, and publishes it as `helm push` would.
 * `repository` is the folder of the registry, for example `ghcr.io/controlplaneio-fluxcd/charts`.
 */
export async function publishChart(
  folder: string,
  repository: string,
  target: string,
  scratch: string,
  log: string,
): Promise<void> {
  const metadata = parse(await readFile(join(folder, 'Chart.yaml'), 'utf8')) as { name: string; version: string };
  const archive = join(scratch, 'chart.tgz');
  const same = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'];
  const args = ['-C', dirname(folder), ...same, '-I', 'gzip -n', '-cf', archive, basename(folder)];
  await run('tar', args, { seconds: 60, log });
  const config = await addJson(target, metadata, 'application/vnd.cncf.helm.config.v1+json');
  const layer = await addFile(target, archive, 'application/vnd.cncf.helm.chart.content.v1.tar+gzip');
  await publish(target, `${repository}/${metadata.name}:${metadata.version}`, config, [layer]);
}
