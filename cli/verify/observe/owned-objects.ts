import type { ObjectFacts } from '../facts.ts';
import { type AnyObject, anyObject, CURRENT, type ObjectStatus } from '../status/any-object.ts';
import { objectStatus } from '../status/object-status.ts';
import { absentFields } from '../written/absent-fields.ts';
import { pathsIn } from '../written/field-paths.ts';
import type { WrittenManifests } from '../written/written-manifests.ts';
import { ApiResources } from './api-resources.ts';
import { ApiSchemas } from './api-schemas.ts';
import { changesByHand } from './field-managers.ts';
import { apiVersionOf, type Kind, type Listed } from './inventory.ts';
import type { KubernetesApi } from './kubernetes-api.ts';
import { KubernetesError } from './kubernetes-error.ts';
import { type PartialObject, partialObject } from './kubernetes-objects.ts';
import { isAutoscaled, isScaled, SCALED } from './scaling.ts';

/** An object that an inventory lists. */
export interface Owned extends Listed {
  /** `Kustomization namespace/name` or `HelmRelease namespace/name`. */
  readonly owner: string;
  /** Its status is judged by a part of its own: it need only be there. */
  readonly judgedElsewhere: boolean;
  /** What the commit has written for its owner; none for what a chart brings, and where no commit is asked about. */
  readonly written?: WrittenManifests;
}

/** What was found of an object, and what tells it from another one of that name. */
export interface FoundObject {
  readonly facts: ObjectFacts;
  readonly uid?: string;
}

/** The build may not read them, and they have no status. */
const isSecret = ({ group, kind }: Kind): boolean => group === '' && kind === 'Secret';

/** A service that is taken back leaves its namespace last. */
const NAMESPACE: Kind = { group: '', version: 'v1', kind: 'Namespace' };

const OWNERS = ['kustomize.toolkit.fluxcd.io', 'helm.toolkit.fluxcd.io'] as const;

/** Looks at objects of any kind, and fetches one again only once it has changed. */
export class OwnedObjects {
  private readonly api: KubernetesApi;
  private readonly resources: ApiResources;
  private readonly schemas: ApiSchemas;
  private readonly kinds = new Map<string, Kind>();
  private readonly contents = new Map<string, Content>();

  constructor(api: KubernetesApi) {
    this.api = api;
    this.resources = new ApiResources(api);
    this.schemas = new ApiSchemas(api);
  }

  /**
   * Every object that is listed, and those of Flux that are deleted and still there: of the kinds that are listed, or
   * were at an earlier look.
   * @throws KubernetesError when the API server refuses for another reason than missing rights
   */
  async read(owned: readonly Owned[]): Promise<FoundObject[]> {
    for (const { group, version, kind } of [NAMESPACE, ...owned]) {
      this.kinds.set(`${apiVersionOf({ group, version })} ${kind}`, { group, version, kind });
    }
    const kinds = [...this.kinds.values()].filter((kind) => !isSecret(kind));
    return (await Promise.all(kinds.map((kind) => this.ofKind(kind, owned.filter(isOf(kind)))))).flat();
  }

  private async ofKind(kind: Kind, owned: readonly Owned[]): Promise<FoundObject[]> {
    try {
      const path = await this.resources.collection(kind);
      const items =
        path === undefined ? [] : (await this.api.listMetadata(path)).map((item) => partialObject.parse(item));
      const found = owned.map((one) => this.find(one, path, items.find(isNamed(one))));
      const going = items.filter((item) => isGoing(item) && !owned.some((one) => isNamed(one)(item)));
      return [...(await Promise.all(found)), ...going.map((item) => goingFacts(kind, item))];
    } catch (error) {
      if (!(error instanceof KubernetesError && error.status === 403)) throw error;
      return owned.map((one) => ({
        facts: { ...named(one), state: 'unread', reason: 'Forbidden', message: error.message },
      }));
    }
  }

  private async find(one: Owned, path: string | undefined, item: PartialObject | undefined): Promise<FoundObject> {
    if (path === undefined || item === undefined) return { facts: { ...named(one), ...missing(one) } };
    const { uid, managedFields, deletionTimestamp, creationTimestamp } = item.metadata;
    const content = await this.content(path, item);
    const status = one.judgedElsewhere && deletionTimestamp === undefined ? CURRENT : content.status;
    const changes = changesByHand(managedFields, { madeAt: creationTimestamp, group: one.group });
    if (isScaled(managedFields, content.replicas) && !(await isAutoscaled(this.api, one))) changes.push(SCALED);
    const absent = one.written === undefined ? [] : absentFields(one, one.written, { ...item.metadata, ...content });
    const dropped = await this.schemas.dropped(one, absent);
    return {
      uid,
      facts: {
        ...named(one),
        ...status,
        ...(changes.length === 0 ? {} : { changes }),
        ...(dropped.length === 0 ? {} : { dropped }),
      },
    };
  }

  private async content(collection: string, { metadata }: PartialObject): Promise<Content> {
    const { uid, resourceVersion: version, namespace, name } = metadata;
    const known = this.contents.get(uid);
    if (known?.version === version) return known;
    const at = collection.lastIndexOf('/');
    const parent = namespace === '' ? collection.slice(0, at) : `${collection.slice(0, at)}/namespaces/${namespace}`;
    const object = await this.api.read(`${parent}${collection.slice(at)}/${name}`).catch(orGone);
    const content = {
      version,
      fields: pathsIn(object),
      ...(object === undefined ? { status: GONE } : contentOf(anyObject.parse(object))),
    };
    this.contents.set(uid, content);
    return content;
  }
}

/** A Job is removed some time after it is done, where its manifest says so; Flux takes that for done, too. */
function missing({ group, kind }: Kind): ObjectStatus {
  if (group === 'batch' && kind === 'Job') return CURRENT;
  return { state: 'missing', reason: '', message: 'its owner lists it, but it is not in the cluster' };
}

/** What is kept of an object until it changes. */
interface Content {
  readonly version: string;
  readonly status: ObjectStatus;
  /** Every field that it has, by its path. */
  readonly fields: ReadonlySet<string>;
  /** How many pods its spec asks for. */
  readonly replicas?: number;
}

function contentOf(object: AnyObject): Omit<Content, 'version' | 'fields'> {
  const { replicas } = object.spec;
  return { status: objectStatus(object), ...(typeof replicas === 'number' ? { replicas } : {}) };
}

const GONE: ObjectStatus = { state: 'missing', reason: '', message: 'it was deleted a moment ago' };

function orGone(error: unknown): undefined {
  if (!(error instanceof KubernetesError && error.status === 404)) throw error;
}

const named = ({
  kind,
  namespace,
  name,
  owner,
}: Owned): Pick<ObjectFacts, 'kind' | 'namespace' | 'name' | 'owner'> => ({
  kind,
  namespace,
  name,
  owner,
});

const isOf =
  (kind: Kind) =>
  (one: Kind): boolean =>
    one.kind === kind.kind && apiVersionOf(one) === apiVersionOf(kind);

const isNamed =
  ({ namespace, name }: Listed) =>
  ({ metadata }: PartialObject): boolean =>
    metadata.namespace === namespace && metadata.name === name;

/** Flux labels what it applies with its owner. */
const isGoing = ({ metadata }: PartialObject): boolean =>
  metadata.deletionTimestamp !== undefined && OWNERS.some((owner) => `${owner}/name` in metadata.labels);

function goingFacts({ kind }: Kind, { metadata }: PartialObject): FoundObject {
  const { namespace, name, labels, deletionTimestamp } = metadata;
  const [owner = OWNERS[0]] = OWNERS.filter((one) => `${one}/name` in labels);
  const ownerKind = owner === OWNERS[0] ? 'Kustomization' : 'HelmRelease';
  const message = `deleted at ${deletionTimestamp}, and still there`;
  const by = `${ownerKind} ${labels[`${owner}/namespace`]}/${labels[`${owner}/name`]}`;
  return { facts: { kind, namespace, name, owner: by, pruned: true, state: 'terminating', reason: '', message } };
}
