import type { Manifest } from '../../../cli/shared/rendering/render.ts';
import { podTemplatesIn } from '../../../cli/shared/tree/pods.ts';
import type { Api } from '../../cluster/api.ts';
import { type Refusal, wordsOf } from './refusal.ts';
import { pathOf, type Served, servedKind } from './served.ts';

/** As kustomize-controller applies: its own field manager, which takes fields over, and unknown fields are errors. */
const APPLY = 'fieldManager=kustomize-controller&force=true&fieldValidation=Strict';
const TRY = `${APPLY}&dryRun=All`;
const TRY_POD = 'dryRun=All&fieldManager=kubelet&fieldValidation=Strict';

/** Kinds whose objects others depend on; Flux applies them first. */
const FIRST = ['CustomResourceDefinition', 'Namespace'];

/** Objects of one Kustomization in the order in which Flux applies them. */
export function inStages(objects: readonly Manifest[]): Manifest[] {
  const first = objects.filter(({ kind }) => FIRST.includes(kind));
  return [...first, ...objects.filter(({ kind }) => !FIRST.includes(kind))];
}

type Refused = Pick<Refusal, 'object' | 'part' | 'words'>;

/**
 * Applies an object, and asks for a pod of each template that it holds, however deep: Pod Security refuses pods, and
 * neither Deployments nor CronJobs.
 * @param really false to ask, and change nothing
 * @returns why it was refused; undefined when it was accepted
 */
export async function apply(
  api: Api,
  served: readonly Served[],
  object: Manifest,
  really = true,
): Promise<Refused | undefined> {
  const kind = servedKind(served, object);
  if (kind === undefined) return { object, part: 'object', words: `no kind ${object.kind} in ${object.apiVersion}` };
  // An API server would take `default`; Flux asks for no namespace, and refuses the object.
  if (kind.namespaced && object.metadata.namespace === undefined)
    return { object, part: 'object', words: 'namespace not specified' };
  const text = JSON.stringify(object);
  const path = `${pathOf(kind, object)}?${really ? APPLY : TRY}`;
  const answer = await api.ask('PATCH', path, { type: 'application/apply-patch+yaml', text });
  if (answer.status >= 300) return { object, part: 'object', words: wordsOf(answer.text) };
  // A pod needs a ServiceAccount; the controller that makes this one is not running.
  if (object.kind === 'Namespace' && really) await apply(api, served, defaultServiceAccount(object.metadata.name));
  return await tryPods(api, object);
}

async function tryPods(api: Api, object: Manifest): Promise<Refused | undefined> {
  const path = `/api/v1/namespaces/${object.metadata.namespace}/pods?${TRY_POD}`;
  for (const { metadata, spec } of podTemplatesIn(object)) {
    const named = { ...metadata, generateName: `${object.metadata.name}-` };
    const text = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: named, spec });
    const answer = await api.ask('POST', path, { type: 'application/json', text });
    if (answer.status >= 300) return { object, part: 'pod', words: wordsOf(answer.text) };
  }
  return undefined;
}

function defaultServiceAccount(namespace: string): Manifest {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } };
}
