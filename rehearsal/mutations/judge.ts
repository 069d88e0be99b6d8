import { isDeepStrictEqual } from 'node:util';
import { ALL_CONTRACT_VALUES } from '../../cli/shared/rendering/contract-values.ts';
import { lockedSetting, RenderingError } from '../../cli/shared/rendering/render.ts';
import { faultsOf } from '../../cli/shared/tree/check.ts';
import { filesAreYaml } from '../../cli/shared/tree/rules/files.ts';
import { FILE_RULES, OBJECT_RULES, SHAPE_RULES } from '../../cli/shared/tree/rules.ts';
import type { SourceFile } from '../../cli/shared/tree/source-file.ts';
import { type Applied, nameOf, type Tree, treeOf } from '../../cli/shared/tree/tree.ts';
import { FluxRefusal, FluxTree } from './flux-tree.ts';
import { bare, isProgram, type Mutation } from './mutate.ts';

/** What a mutation did to the tree, and whether something without a cluster noticed. */
export interface Judged {
  readonly mutation: Mutation;
  /** Flux refuses it, or applies something else than before. */
  readonly meaningful: boolean;
  /** What finds it first: a rule, the linter or a test; undefined when none does. */
  readonly caughtBy?: string;
  /** What is applied otherwise than before, of what nothing found. */
  readonly changed: readonly Applied[];
  /** The fields that differ: `Deployment spec.replicas`. */
  readonly fields: readonly string[];
}

const REFUSED = 'Flux itself cannot build it';

/** Judges mutations one after the other, by the rules that `npm test` has, on what Flux's own code renders. */
export class Judge {
  readonly #repository: string;
  readonly #flux: FluxTree;
  readonly #files: readonly SourceFile[];
  #before: readonly Applied[] = [];

  /** @param program that answers for Flux */
  constructor(program: string, repository: string) {
    this.#repository = repository;
    this.#files = treeOf(repository, []).files;
    this.#flux = new FluxTree(program, repository, new Map(this.#files.map(({ path, text }) => [path, text])));
  }

  /** What is applied of the tree as it is. */
  async start(): Promise<readonly Applied[]> {
    this.#before = await this.#render();
    return this.#before;
  }

  close(): void {
    this.#flux.close();
  }

  async judge(mutation: Mutation): Promise<Judged> {
    if (isProgram(mutation.path)) {
      const before = this.#files.find(({ path }) => path === mutation.path)?.text ?? '';
      return { mutation, meaningful: bare(before) !== bare(mutation.text), changed: [], fields: ['a program'] };
    }
    const files = this.#files.map((file) => (file.path === mutation.path ? { ...file, text: mutation.text } : file));
    const noYaml = firstRule({ files, applied: [] }, [filesAreYaml]);
    if (noYaml) return { mutation, meaningful: true, changed: [], fields: [], caughtBy: noYaml };
    const after = await this.#render(mutation).catch((error: unknown) => {
      if (error instanceof FluxRefusal || error instanceof RenderingError) return undefined;
      throw error;
    });
    const meaningful = after === undefined || !isDeepStrictEqual(keyed(after), keyed(this.#before));
    const caughtBy =
      firstRule({ files, applied: [] }, FILE_RULES) ??
      (after === undefined ? REFUSED : firstRule({ files, applied: after }, [...SHAPE_RULES, ...OBJECT_RULES]));
    const known = new Set(this.#before.map((one) => JSON.stringify(one)));
    const changed = (after ?? []).filter((one) => !known.has(JSON.stringify(one)));
    const fields = meaningful && after ? differences(this.#before, after) : [];
    return { mutation, meaningful, changed, fields, ...(caughtBy !== undefined && { caughtBy }) };
  }

  async #render(mutation?: Mutation): Promise<Applied[]> {
    const all: Applied[] = [];
    for (const settings of ALL_CONTRACT_VALUES)
      all.push(...(await this.#flux.render({ ...settings, ...lockedSetting(this.#repository) }, mutation)));
    return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
  }
}

function firstRule(tree: Tree, rules: typeof FILE_RULES): string | undefined {
  return rules.find((rule) => faultsOf(tree, [rule]).length > 0)?.name;
}

const keyed = (applied: readonly Applied[]) => new Set(applied.map((one) => JSON.stringify(one)));

/** The paths of the fields in which two trees differ, without positions in lists. */
function differences(before: readonly Applied[], after: readonly Applied[]): string[] {
  const found = new Set<string>();
  const [ofBefore, ofAfter] = [variants(before), variants(after)];
  for (const key of new Set([...ofBefore.keys(), ...ofAfter.keys()])) {
    const [one = [], other = []] = [ofBefore.get(key), ofAfter.get(key)];
    const [kind = ''] = key.split(' ');
    if (one.length === 0 || other.length === 0) found.add(`${kind} ${one.length === 0 ? 'added' : 'removed'}`);
    else for (const path of paths(one, other)) found.add(`${kind} ${path}`);
  }
  return [...found];
}

/** The objects of each name, one or two: what is applied without mail and with it. */
function variants(applied: readonly Applied[]): Map<string, unknown[]> {
  const found = new Map<string, unknown[]>();
  for (const { object } of applied) found.set(nameOf(object), [...(found.get(nameOf(object)) ?? []), object]);
  return found;
}

function paths(one: unknown, other: unknown): string[] {
  if (isDeepStrictEqual(one, other)) return [];
  const bothObjects = [one, other].every((value) => typeof value === 'object' && value !== null);
  if (!bothObjects || Array.isArray(one) !== Array.isArray(other)) return [''];
  const [a, b] = [one as Readonly<Record<string, unknown>>, other as Readonly<Record<string, unknown>>];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => !isDeepStrictEqual(a[key], b[key]));
  const found = keys.flatMap((key) =>
    paths(a[key], b[key]).map((rest) => [Array.isArray(one) ? '' : key, rest].filter(Boolean).join('.')),
  );
  return [...new Set(found)];
}
