import leven from 'leven';
import { z } from 'zod';
import { filesOf } from '../../../cli/shared/rendering/files.ts';
import type { Manifest } from '../../../cli/shared/rendering/render.ts';
import type { Served } from './served.ts';

/** An object that the API server did not take. */
export interface Refusal {
  readonly object: Manifest;
  /** Where the tree has it: a folder; undefined for what CDK applies. */
  readonly folder?: string;
  /** What was refused: the object itself, or a pod of its template. */
  readonly part: 'object' | 'pod';
  /** The API server's words. */
  readonly words: string;
}

const status = z.object({ message: z.string() });

/** What an API server says in an answer that is not a success. */
export function wordsOf(text: string): string {
  try {
    return status.parse(JSON.parse(text)).message;
  } catch {
    return text.trim().slice(0, 500);
  }
}

/** One refusal for people: which object in which file, the API server's words, and the edit that helps. */
export function describe(refusal: Refusal, served: readonly Served[]): string {
  const { object, folder, part, words } = refusal;
  const { kind, metadata } = object;
  const name = metadata.namespace ? `${metadata.namespace}/${metadata.name}` : metadata.name;
  const files = folder === undefined ? 'lib/ (CDK applies it)' : filesOf(object, folder).join(', ') || folder;
  const what = part === 'pod' ? `a pod of the ${kind} ${name}` : `${kind} ${name}`;
  const said = words.trimEnd().replaceAll('\n', '\n        ');
  return [`${what} is refused`, `  file: ${files}`, `  says: ${said}`, `  edit: ${edit(refusal, served)}`].join('\n');
}

function edit({ object, part, words }: Refusal, served: readonly Served[]): string {
  const { apiVersion, kind, metadata } = object;
  if (!served.some((one) => one.apiVersion === apiVersion && one.kind === kind)) {
    const versions = served.filter((one) => one.kind === kind).map((one) => one.apiVersion);
    if (versions.length > 0) return `write apiVersion: ${versions.join(' or ')}`;
    const meant = served.find((one) => leven(one.kind, kind) <= 2);
    if (meant) return `did you mean kind: ${meant.kind}?`;
    return `correct the kind, or apply it in a Kustomization that depends on the one whose HelmRelease brings ${kind}`;
  }
  const undeclared = /(\S+): field not declared in schema/.exec(words)?.[1];
  if (undeclared) return `correct or remove ${undeclared.replace(/^\./, '')}: kind ${kind} has no such field`;
  if (/namespaces "[^"]+" not found/.test(words)) {
    return `add a Namespace ${metadata.namespace ?? ''} to this Kustomization or to one that it depends on`;
  }
  if (words === 'namespace not specified') {
    return 'write metadata.namespace, or `namespace:` in the kustomization.yaml of its folder';
  }
  if (/violates PodSecurity/.test(words)) return "set what it names in the pod template's securityContext";
  if (part === 'pod') return `correct the pod template of the ${kind}`;
  return 'correct the field that it names';
}
