import { NAMED_TYPES, type NamedType } from '../account/names.ts';
import { bad, type Check, good, unknown } from '../check.ts';
import { type FixedName, fixedNames } from '../fixed-names.ts';
import { isOwn } from '../own-stacks.ts';
import type { BeforeDeploy } from './before-deploy.ts';

type AskedName = FixedName & { readonly type: NamedType };

const isAsked = (name: FixedName): name is AskedName => (NAMED_TYPES as readonly string[]).includes(name.type);

/** Something else may have a name that a template fixes: CloudFormation would find out half-way. */
export const names: Check<BeforeDeploy> = {
  id: 'names',
  title: 'No other resource has the names',
  find: async ({ account, templates, config }) => {
    const own = (await account.stacks()).filter((one) => isOwn(one, config));
    const standing = new Set(own.map(({ name }) => name));
    const fixed = [...templates].filter(([stack]) => !standing.has(stack)).flatMap(([, it]) => fixedNames(it));
    // What lies within something that is made at the same time cannot be taken: its name is written as JSON.
    const plain = fixed.filter(({ name }) => !name.startsWith('[') && !name.startsWith('{'));
    const unasked = plain.filter((name) => !isAsked(name));
    if (unasked.length > 0) {
      return unknown(`nobody asks for ${unasked.map(words).join(', ')}`, 'add the type to cli/doctor/account/names.ts');
    }
    const asked = plain.filter(isAsked);
    const types = [...new Set(asked.map(({ type }) => type))];
    const taken = new Map(await Promise.all(types.map(async (type) => [type, await account.names(type)] as const)));
    const clashes = asked.filter(({ type, name }) => taken.get(type)?.includes(name));
    if (clashes.length === 0) return good(`${asked.length} names are free`);
    return bad(
      `taken already: ${clashes.map(words).join(', ')}`,
      `delete what is left of an earlier ${config.name}, or choose another name in onemerge.config.ts`,
    );
  },
};

const words = ({ type, name }: FixedName) => `${type.replace('AWS::', '')} ${name}`;
