import type { Manifest } from '../../../cli/shared/rendering/render.ts';
import type { Api } from '../../cluster/api.ts';
import { type Refusal, wordsOf } from './refusal.ts';
import { pathOf, type Served } from './served.ts';

/** As kustomize-controller applies: its own field manager, which takes fields over, and unknown fields are errors. */
const APPLY = 'fieldManager=kustomize-controller&force=true&fieldValidation=Strict';
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
 * Applies an object, and asks for a pod of its template if it has one: Pod Security refuses pods, not Deployments.
 * @returns why it was refused; undefined when it was accepted
 */
export async function apply(api: Api, served: readonly Served[], object: Manifest): Promise<Refused | undefined> {
  const path = pathOf(served, object);
  const { apiVersion, kind, metadata } = object;
  if (path === undefined) return { object, part: 'object', words: `no kind ${kind} in ${apiVersion}` };
  const text = JSON.stringify(object);
  const answer = await api.ask('PATCH', `${path}?${APPLY}`, { type: 'application/apply-patch+yaml', text });
  if (answer.status >= 300) return { object, part: 'object', words: wordsOf(answer.text) };
  // A pod needs a ServiceAccount; the controller that makes this one is not running.
  if (kind === 'Namespace') await apply(api, served, defaultServiceAccount(metadata.name));
  const template = object.spec?.template;
  return template?.spec?.containers ? await tryPod(api, object) : undefined;
}

async function tryPod(api: Api, object: Manifest): Promise<Refused | undefined> {
  const { metadata, spec } = object.spec.template;
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, generateName: `${object.metadata.name}-` },
    spec,
  };
  const path = `/api/v1/namespaces/${object.metadata.namespace ?? 'default'}/pods?${TRY_POD}`;
  const answer = await api.ask('POST', path, { type: 'application/json', text: JSON.stringify(pod) });
  return answer.status < 300 ? undefined : { object, part: 'pod', words: wordsOf(answer.text) };
}

function defaultServiceAccount(namespace: string): Manifest {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } };
}
