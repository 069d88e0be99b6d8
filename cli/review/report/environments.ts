import type { OtherEnvironment } from '../environments/compare.ts';
import { PROMOTION } from '../environments/promotion.ts';
import type { Half } from '../facts.ts';
import type { ResourceChange } from '../infrastructure/compare.ts';
import type { Review } from '../review.ts';
import type { ObjectChange } from '../workload/compare.ts';
import { objectEntry, resourceEntry } from './entries.ts';
import { code, word } from './escape.ts';
import { type Section, section } from './section.ts';

/** What the changes in the folds are about, in titles: nothing in a config without environments. */
export const ofShown = ({ environments }: Review) =>
  environments === undefined ? '' : ` of ${word(environments.shown)}`;

/** How to read what was found: most of it is the same in each environment. */
export function whereLines({ environments, judged }: Review): string[] {
  const findings = [...judged.blocking, ...judged.approved, ...judged.looks];
  const several = environments?.others.some(({ is }) => is === 'changed') === true;
  const unnamed = findings.some((one) => one.environments === undefined && !one.subject.startsWith(PROMOTION));
  return several && unnamed ? ['', 'Where no environment is named, it is so in each.'] : [];
}

/** What another environment gets: a fold of each half that changes otherwise than that of the one that is shown. */
export function environmentSections(review: Review): Section[] {
  const { others = [] } = review.environments ?? {};
  return others.filter(({ is }) => is === 'changed').flatMap((other) => otherSections(other, review));
}

function otherSections({ name, infrastructure, workload }: OtherEnvironment, review: Review): Section[] {
  return [
    ...(isSame(infrastructure, review.infrastructure, sameResource)
      ? []
      : section(`Infrastructure of ${word(name)}`, infrastructure, resourceEntry)),
    ...(isSame(workload, review.workload, sameObject)
      ? []
      : section(`Workload of ${word(name)}`, workload, objectEntry)),
  ];
}

/** Which of the environments get the same as the one that is shown, and so have no fold of their own. */
export function sameLines(review: Review): string[] {
  if (review.environments === undefined) return [];
  const { shown, others } = review.environments;
  const same = (half: 'infrastructure' | 'workload') => {
    const of = review[half];
    if ('error' in of || of.value.length === 0) return [];
    const names = others.filter((other) => other.is === 'changed' && isSameHalf(half, other, review));
    return names.length === 0
      ? []
      : [`The ${half} of ${names.map(({ name }) => code(name)).join(' and ')} changes as that of ${code(shown)}.`];
  };
  return [...same('infrastructure'), ...same('workload')];
}

const isSameHalf = (half: 'infrastructure' | 'workload', other: OtherEnvironment, review: Review) =>
  half === 'infrastructure'
    ? isSame(other.infrastructure, review.infrastructure, sameResource)
    : isSame(other.workload, review.workload, sameObject);

function isSame<T>(one: Half<readonly T[]>, other: Half<readonly T[]>, told: (change: T) => unknown): boolean {
  return 'value' in one && 'value' in other && textOf(one.value, told) === textOf(other.value, told);
}

const textOf = <T>(changes: readonly T[], told: (change: T) => unknown) => JSON.stringify(changes.map(told));

const sameResource = ({ stack, id, type, impact, properties }: ResourceChange) => [stack, id, type, impact, properties];
const sameObject = ({ key, impact, fields }: ObjectChange) => [key, impact, fields];
