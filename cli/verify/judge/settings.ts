import { SETTINGS_CONFIG_MAP } from '../../../lib/settings.ts';
import { causeInfo } from '../causes.ts';
import type { Facts, SettingChange } from '../facts.ts';
import { nameOf } from '../names.ts';
import type { Part } from '../verdict.ts';
import { problem } from './problem.ts';

/** The settings: those that the deployed template wrote. Flux puts them into the manifests whoever changed them. */
export function settingsParts({ gate }: Pick<Facts, 'gate'>): Part[] {
  const changed = gate?.changed;
  if (changed === undefined) return [];
  const { namespace, name } = SETTINGS_CONFIG_MAP;
  const subject = { kind: 'ConfigMap', namespace, name };
  const message = changed.map(
    ({ key, written, found }) => `${key} is ${shown(found)}, and CDK wrote ${shown(written)}`,
  );
  const problems =
    changed.length === 0
      ? []
      : [problem('settings changed by hand', subject, { message: message.join('; '), help: restore(changed) })];
  return [
    {
      half: 'workload',
      name: nameOf(subject),
      wanted: 'as CDK wrote it',
      found: changed.length === 0 ? 'as CDK wrote it' : changed.map(({ key }) => key).join(', '),
      state: problems.length === 0 ? 'live' : 'failing',
      problems,
    },
  ];
}

const shown = (value: string | null): string => (value === null ? 'not there' : JSON.stringify(value));

/** Puts the settings back as CDK wrote them; looks at them where it left no record. */
function restore(changed: readonly SettingChange[]): string {
  if (changed.some(({ key }) => key.includes(' '))) return causeInfo('settings changed by hand').help;
  const { namespace, name } = SETTINGS_CONFIG_MAP;
  const patch = JSON.stringify({ data: Object.fromEntries(changed.map(({ key, written }) => [key, written])) });
  return `kubectl --namespace ${namespace} patch configmap ${name} --type merge --patch '${patch}'`;
}
