import { z } from 'zod';
import { infrastructuresIn } from '../../../lib/infrastructure.ts';
import type { SettingChange } from '../facts.ts';

/** Where `kubectl apply`, with which CDK writes the settings, keeps what it wrote. */
const WRITTEN = 'kubectl.kubernetes.io/last-applied-configuration';

/** CDK always leaves that record, so somebody has taken it away. */
const UNRECORDED: SettingChange = { key: 'the record of all settings', written: WRITTEN, found: null };

const data = z.record(z.string(), z.string()).default({});
const configMap = z.object({
  metadata: z.object({ annotations: z.record(z.string(), z.string()).default({}) }).prefault({}),
  data,
});
const written = z.object({ data });

/** The settings as they are in the cluster. */
export interface Settings {
  /** The fingerprint of the infrastructure that stands; none when no setting says it. */
  readonly infrastructure?: string;
  /** All of them, by their names: the values of the variables in the tree. */
  readonly values: Readonly<Record<string, string>>;
  /** What differs from what CDK wrote, but for that fingerprint, which the gate speaks of. */
  readonly changed: readonly SettingChange[];
}

/**
 * Reads the ConfigMap that holds the settings.
 * @see https://kubernetes.io/docs/reference/kubectl/generated/kubectl_apply/kubectl_apply_view-last-applied/
 */
export function settingsOf(found: unknown): Settings {
  const { metadata, data: now } = configMap.parse(found);
  const record = metadata.annotations[WRITTEN];
  if (record === undefined) return { values: now, changed: [UNRECORDED], ...named(now) };
  const before = written.parse(JSON.parse(record)).data;
  const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  const changed = keys
    .filter((key) => before[key] !== now[key] && infrastructuresIn(key).length === 0)
    .map((key) => ({ key, written: before[key] ?? null, found: now[key] ?? null }));
  return { values: now, changed, ...named(now) };
}

function named(now: Readonly<Record<string, string>>): Pick<Settings, 'infrastructure'> {
  const [infrastructure] = infrastructuresIn(Object.keys(now).join(' '));
  return infrastructure === undefined ? {} : { infrastructure };
}
