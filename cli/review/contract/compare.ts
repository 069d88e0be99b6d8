import { changeId } from '../change-id.ts';
import type { Contract, Finding } from '../facts.ts';

/** A setting that one side has alone. */
export interface SettingChange {
  readonly key: string;
  readonly impact: 'added' | 'removed';
}

/** The settings that come and go. */
export function compareContracts(base: Contract, head: Contract): SettingChange[] {
  const only = (some: Contract, other: Contract) => some.written.filter((key) => !other.written.includes(key));
  return [
    ...only(head, base).map((key): SettingChange => ({ key, impact: 'added' })),
    ...only(base, head).map((key): SettingChange => ({ key, impact: 'removed' })),
  ];
}

type Rule = { readonly what: string; readonly meets: (key: string, contract: Contract) => boolean };

/** What does not fit together. */
export const CONTRACT_RULES: Readonly<Record<string, Rule>> = {
  missing: {
    what: 'is used by a manifest, and no stack writes it: Flux refuses the manifests',
    meets: (key, { written, used }) => used.includes(key) && !written.includes(key),
  },
  unused: {
    what: 'is written for nobody: no manifest uses it',
    meets: (key, { written, used }) => written.includes(key) && !used.includes(key),
  },
};

/** What does not fit together, and did before. */
export function contractFindings(base: Contract, head: Contract): Finding[] {
  const keys = [...new Set([...head.written, ...head.used])].sort();
  return keys.flatMap((key) =>
    Object.values(CONTRACT_RULES)
      .filter(({ meets }) => meets(key, head) && !meets(key, base))
      .map(({ what }): Finding => ({ kind: 'look', subject: `settings/${key}`, change: changeId([key, what]), what })),
  );
}
