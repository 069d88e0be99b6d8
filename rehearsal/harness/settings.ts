import { SETTINGS_CONFIG_MAP, type Settings } from '../../lib/settings.ts';
import type { Harness } from './harness.ts';

/** One of the settings, as the cluster has it now. */
export async function setting(harness: Pick<Harness, 'cluster'>, key: keyof Settings): Promise<string> {
  const { kubectl } = await harness.cluster();
  const { name, namespace } = SETTINGS_CONFIG_MAP;
  return await kubectl(['-n', namespace, 'get', 'configmap', name, '-o', `jsonpath={.data.${key}}`]);
}
