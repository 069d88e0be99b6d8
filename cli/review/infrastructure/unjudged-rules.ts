import { changedPlaces } from '../changed-places.ts';
import type { TemplateResource } from '../facts.ts';
import { type ResourceChange, withoutHashes } from './compare.ts';
import type { Rule, Rules } from './rule.ts';
import { isStatefulType } from './stateful.ts';
import { PART } from './template-parts.ts';
import { isUnderstood, OPENS_NOTHING, TAKES_AWAY } from './understood.ts';

/** What no other rule knows: nobody is told that it is safe, because nobody looked. */
export const UNJUDGED_RULES: Rules = {
  gone: ({ type, impact }) => {
    const isTold = isStatefulType(type) || TAKES_AWAY.test(type);
    return impact === 'removed' && !isTold ? 'is removed, and nothing does what it did' : undefined;
  },
  newType: ({ type, before, after }) => {
    return !before && after && !OPENS_NOTHING.test(type)
      ? 'is new, and of a type that the review has no rules for: read it'
      : undefined;
  },
  newField: ((change: ResourceChange) => {
    const { before, after, type } = change;
    if (!before || !after || type === PART) return undefined;
    return unknownFields(change, before, after).length > 0
      ? 'changes in a way that the review has no rules for: read it'
      : undefined;
  }) satisfies Rule,
};

function unknownFields({ type, properties }: ResourceChange, before: TemplateResource, after: TemplateResource) {
  const own = { ...before.Properties, ...after.Properties };
  return properties.flatMap(({ name }) => {
    const [old, now] = [before.Properties?.[name], after.Properties?.[name]];
    const places = name in own ? changedPlaces(old, now, isOpen, [name]) : [[name]];
    const isAsset = withoutHashes(old) === withoutHashes(now);
    return places.filter((place) => !place.some((one) => isKnown(type, one) || (isAsset && ASSETS.test(one))));
  });
}

const isKnown = (type: string, field: string) =>
  isUnderstood(type, field) || (field === 'Condition' && isStatefulType(type));

/** Fields that name what the CDK uploads, by its contents' hash. Any other field is more than a name. */
const ASSETS = /^(ImageUri|S3Key|SourceObjectKeys|TemplateURL)$/;

/** What the template leaves open is one value. */
const isOpen = (value: object) => Object.keys(value).every((key) => /^(Ref|Fn::\w+)$/.test(key));
