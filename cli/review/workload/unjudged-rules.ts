import type { Manifest } from '../../shared/rendering/render.ts';
import { changedPlaces } from '../changed-places.ts';
import { LOCKED } from './compare.ts';
import { changesImmutable } from './immutable.ts';
import { isApplied, look, type Rules } from './rule.ts';
import { GENERATED, isOfKnownKind, isQuietMark, isUnderstood } from './understood.ts';

/** What no other rule knows: nobody is told that it is safe, because nobody looked. */
export const UNJUDGED_RULES: Rules = {
  newKind: look('is new, and of a kind that the review has no rules for: read it', (change) => {
    const { before, after } = change;
    return before === undefined && after !== undefined && isApplied(change) && !isOfKnownKind(after);
  }),
  newField: look('changes in a way that the review has no rules for: read it', (change) => {
    const { before, after } = change;
    if (before === undefined || after === undefined || !isApplied(change)) return false;
    // A field that cannot change has rules of its own, and so has who is told to make the object anew for it.
    return !changesImmutable(change) && unknownPlaces(before, after).length > 0;
  }),
};

function unknownPlaces(before: Manifest, after: Manifest) {
  return changedPlaces(named(before), named(after)).filter(
    (place) => place.includes(DEBUGGING) || !(isMark(place) || isName(place) || isKnown(place, after.kind)),
  );
}

/** An object without the hashes that kustomize puts behind the names of what it makes of files: those files are judged themselves. */
function named(object: Manifest): unknown {
  return JSON.parse(JSON.stringify(object), (key, value) =>
    /^(name|secretName)$/.test(key) && typeof value === 'string' ? value.replace(GENERATED, '') : value,
  );
}

/** Somebody's own container in a pod that runs, with whatever image: no other field of it matters. */
const DEBUGGING = 'ephemeralContainers';

const isKnown = (place: readonly string[], kind: string) => place.some((name) => isUnderstood(kind, name));

/** A new item of a list has a name beside what it is. */
const isName = (place: readonly string[]) =>
  place.at(-1) === 'name' && /^(volumes|containers|initContainers)$/.test(place.at(-3) ?? '');

/** A label or an annotation that rules judge, or nobody acts on. */
function isMark(place: readonly string[]): boolean {
  const at = place.findIndex((name) => /^(labels|annotations)$/.test(name));
  if (at < 1 || place[at - 1] !== 'metadata') return false;
  const name = place[at + 1];
  return name === undefined || name === LOCKED || isQuietMark(name);
}
