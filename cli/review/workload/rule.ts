import type { Manifest } from '../../shared/rendering/render.ts';
import type { Finding } from '../facts.ts';
import type { ObjectChange } from './compare.ts';

/** What a change of an object means. */
export interface Rule {
  readonly kind: Finding['kind'];
  /** Said when the rule meets the change. */
  readonly what: string;
  readonly meets: (change: ObjectChange) => boolean;
}

/** Rules by name: a test has a case for each, and finds it dropped. */
export type Rules = Readonly<Record<string, Rule>>;

export const look = (what: string, meets: Rule['meets']): Rule => ({ kind: 'look', what, meets });
export const risk = (what: string, meets: Rule['meets']): Rule => ({ kind: 'risk', what, meets });

/** Whether Flux applies another form of the object, or a first one. */
export const isApplied = ({ impact }: ObjectChange) => impact === 'added' || impact === 'changed' || impact === 'moved';

/** A condition on objects that are there before and after. */
export const both =
  (meets: (before: Manifest, after: Manifest) => boolean): Rule['meets'] =>
  (change) =>
    isApplied(change) &&
    change.before !== undefined &&
    change.after !== undefined &&
    meets(change.before, change.after);

/** A condition on what an object has that it did not have; all of it when it is new. */
export const gains =
  (listed: (object: Manifest) => readonly string[]): Rule['meets'] =>
  (change) => {
    const earlier = new Set(change.before ? listed(change.before) : []);
    return isApplied(change) && change.after !== undefined && listed(change.after).some((one) => !earlier.has(one));
  };

/** A condition on what an object that stays had, and has no more. */
export const loses = (listed: (object: Manifest) => readonly string[]): Rule['meets'] =>
  both((before, after) => {
    const later = new Set(listed(after));
    return listed(before).some((one) => !later.has(one));
  });
