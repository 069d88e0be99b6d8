import leven from 'leven';
import { podsIn } from '../pods.ts';
import { objectRule, type Rule } from '../rule.ts';

/** Labels and annotations that mean something to what reads them, and what they may say. */
const KEYS: Readonly<Record<string, RegExp>> = {
  'kustomize.toolkit.fluxcd.io/prune': /^(?:disabled|enabled)$/i,
  'kustomize.toolkit.fluxcd.io/force': /^(?:disabled|enabled)$/i,
  'kustomize.toolkit.fluxcd.io/substitute': /^(?:disabled|enabled)$/i,
  'kustomize.toolkit.fluxcd.io/reconcile': /^(?:disabled|enabled)$/i,
  'kustomize.toolkit.fluxcd.io/ssa': /^(?:override|merge|ifnotpresent|ignore)$/i,
  'reconcile.fluxcd.io/watch': /^(?:disabled|enabled)$/i,
  'reconcile.fluxcd.io/requestedAt': /./,
  'karpenter.sh/do-not-disrupt': /^(?:true|false|(?:\d+[hms])+)$/,
  'pod-security.kubernetes.io/enforce': /^(?:privileged|baseline|restricted)$/,
  'pod-security.kubernetes.io/enforce-version': /^(?:latest|v1\.\d+)$/,
  'pod-security.kubernetes.io/warn': /^(?:privileged|baseline|restricted)$/,
  'pod-security.kubernetes.io/audit': /^(?:privileged|baseline|restricted)$/,
  'app.kubernetes.io/name': /./,
  'app.kubernetes.io/instance': /./,
  'app.kubernetes.io/component': /./,
  'app.kubernetes.io/part-of': /./,
  'app.kubernetes.io/version': /./,
  'app.kubernetes.io/managed-by': /./,
};
const KNOWN = Object.keys(KEYS);

/** Where a key is read; those of Flux are read as both. */
const FIELDS: readonly (readonly [key: RegExp, field: string])[] = [
  [/^karpenter\.sh\//, 'annotations'],
  [/^(?:pod-security|app)\.kubernetes\.io\//, 'labels'],
];

/** Whose keys are all above: a key of theirs that is not is a mistake. */
const OWNERS = ['kustomize.toolkit.fluxcd.io'];

/** Whoever reads a key passes over one that is misspelt: what it would have prevented happens. */
export const keysAreKnown: Rule = objectRule(
  'spells labels and annotations as their readers do',
  ({ object }, fault) => {
    const holders = [
      { path: ['metadata'], metadata: object.metadata },
      ...podsIn(object).map(({ path, metadata }) => ({ path: [...path.slice(0, -1), 'metadata'], metadata })),
    ];
    for (const { path, metadata } of holders) {
      for (const field of ['labels', 'annotations']) {
        for (const [key, value] of Object.entries(metadata[field] ?? {})) {
          const values = KEYS[key];
          const readAs = FIELDS.find(([pattern]) => pattern.test(key))?.[1];
          if (values && readAs !== undefined && readAs !== field)
            fault([...path, field, key], `is read below ${readAs}`, `move it to ${readAs}`);
          const meant = KNOWN.find((known) => leven(known, key) <= 2);
          if (values && !values.test(String(value)))
            fault(
              [...path, field, key],
              `is ${value}, which its reader does not know`,
              `write what ${values.source} allows`,
            );
          if (!values && (meant || OWNERS.includes(key.split('/')[0] ?? '')))
            fault(
              [...path, field, key],
              'is no key that anything reads',
              meant ? `write ${meant}` : 'correct it, or remove it',
            );
        }
      }
    }
  },
);
