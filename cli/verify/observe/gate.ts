import type { GateFacts } from '../facts.ts';
import type { Settings } from './settings.ts';

/**
 * What the gate goes by. What cannot be read is left out: the parts that could not be read say why.
 * @param locked the infrastructure that the commit's manifests wait for
 * @param synthesized the one that the commit defines
 * @param read the settings in the cluster, as they are being read; none when they cannot be
 */
export async function readGate(
  locked: string | undefined,
  synthesized: string | undefined,
  read: Promise<Settings | undefined>,
): Promise<GateFacts> {
  const settings = await read.catch(() => undefined);
  return {
    ...(locked === undefined ? {} : { locked }),
    ...(synthesized === undefined ? {} : { synthesized }),
    ...(settings?.infrastructure === undefined ? {} : { deployed: settings.infrastructure }),
    ...(settings === undefined ? {} : { changed: settings.changed }),
  };
}
