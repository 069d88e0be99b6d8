import { parse, stringify } from 'yaml';
import type { TemplateResource } from '../../../../cli/review/facts.ts';
import type { Manifest } from '../../../../cli/shared/rendering/render.ts';
import { manifestFile } from './project.ts';

/** A branch's files, by path. */
export type Files = Record<string, string>;

/** What a branch does to the project's files. */
export type Edit = (files: Files) => void;

const STACKS = 'lib/stacks.json';
// biome-ignore lint/suspicious/noExplicitAny: templates are untyped JSON, and branches change them deeply
type Properties = any;

function editStacks(files: Files, change: (stacks: Record<string, Record<string, TemplateResource>>) => void): void {
  const stacks = JSON.parse(textOf(files, STACKS));
  change(stacks);
  files[STACKS] = JSON.stringify(stacks, null, 1);
}

/** Changes the properties of a resource, `Database/Key`; its policies are beside them. */
export const resource =
  (path: string, change: (properties: Properties, resource: Properties) => void): Edit =>
  (files) =>
    editStacks(files, (stacks) => {
      const [stack = '', id = ''] = path.split('/');
      const found = stacks[stack]?.[id];
      if (found === undefined) throw new Error(`there is no ${path}`);
      change(found.Properties, found);
    });

/** Adds a resource, or replaces it. */
export const addResource =
  (path: string, Type: string, Properties: Record<string, unknown> = {}): Edit =>
  (files) =>
    editStacks(files, (stacks) => {
      const [stack = '', id = ''] = path.split('/');
      stacks[stack] = { ...stacks[stack], [id]: { Type, Properties } };
    });

export const removeResource =
  (path: string): Edit =>
  (files) =>
    editStacks(files, (stacks) => {
      const [stack = '', id = ''] = path.split('/');
      delete stacks[stack]?.[id];
    });

/** Changes an object, `ghost/Deployment-ghost`. */
export const object =
  (path: string, change: (object: Properties) => void): Edit =>
  (files) => {
    const file = `gitops/${path}.yaml`;
    const parsed = parse(textOf(files, file));
    change(parsed);
    files[file] = stringify(parsed);
  };

export const addObject =
  (kustomization: string, manifest: Manifest): Edit =>
  (files) => {
    files[manifestFile(kustomization, manifest)] = stringify(manifest);
  };

/** Writes files; `undefined` removes one. */
export const write =
  (texts: Readonly<Record<string, string | undefined>>): Edit =>
  (files) => {
    for (const [path, text] of Object.entries(texts)) {
      if (text === undefined) delete files[path];
      else files[path] = text;
    }
  };

function textOf(files: Files, path: string): string {
  const text = files[path];
  if (text === undefined) throw new Error(`there is no ${path}`);
  return text;
}
