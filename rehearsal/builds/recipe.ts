import { createHash } from 'node:crypto';
import type { Programs } from '../shared/programs.ts';

/** What a recipe may use while it builds. */
export interface BuildContext {
  /** Everything the build prints goes here. */
  readonly log: string;
  /** A folder for what the build needs but the result does not; removed afterwards. */
  readonly scratch: string;
  /** Where a recipe that this one needs has put its result. */
  readonly folder: (needed: Recipe) => string;
}

/** How one thing of the cache is made. The same inputs give the same key, and a key is built once. */
export interface Recipe {
  /** Names the entry: lower case, dashes. */
  readonly name: string;
  /** Everything that decides what comes out: versions, options, the texts of the files that are compiled. */
  readonly inputs: readonly string[];
  /** Recipes whose results this one uses. */
  readonly needs: readonly Recipe[];
  /** What its build calls of the machine, beside what every rehearsal does. */
  readonly programs?: Programs;
  /** Seconds that its part of a first build of everything took, on two cores with nothing downloaded yet and a quick network. */
  readonly coldSeconds: number;
  /** Fills the empty folder `target`. */
  readonly build: (target: string, context: BuildContext) => Promise<void>;
}

/** A recipe whose result the sandbox's registry serves. */
export interface PublishedRecipe extends Recipe {
  /** The name that it is served under: registry, repository and tag. */
  readonly reference: string;
}

/** The key of a recipe's result: a hash of its name, its inputs, and the keys of what it needs. */
export function recipeKey(recipe: Recipe): string {
  const hash = createHash('sha256');
  for (const part of [recipe.name, ...recipe.inputs, ...recipe.needs.map(recipeKey)]) {
    hash.update(`${part.length}:${part}`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** All recipes with what they need, each once, needs first. */
export function inOrder(recipes: readonly Recipe[]): Recipe[] {
  const ordered = new Map<string, Recipe>();
  const visit = (recipe: Recipe) => {
    for (const needed of recipe.needs) visit(needed);
    const key = recipeKey(recipe);
    if (!ordered.has(key)) ordered.set(key, recipe);
  };
  for (const recipe of recipes) visit(recipe);
  return [...ordered.values()];
}
