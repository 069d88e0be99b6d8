import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { judge } from '../../../cli/verify/judge/judge.ts';
import { readCluster } from '../../../cli/verify/observe/cluster.ts';
import { OwnedObjects } from '../../../cli/verify/observe/owned-objects.ts';
import { randomNumbers } from '../../../rehearsal/shared/random-numbers.ts';
import { facts } from './facts.ts';
import type { Answer } from './fakes/http.ts';
import { apiOf, startFakeKubernetes } from './fakes/kubernetes.ts';
import { collections, KINDS, type Member, rootOf, wellObject } from './random-cluster.ts';

/** What happens to an object, and whether it is then still as the merge wants it: that is known here, without the verdict. */
interface Mutation {
  readonly name: string;
  readonly harmless?: true;
  readonly on?: (member: Member) => boolean;
  readonly apply: (member: Member) => void;
}

const hasConditions = ({ raw }: Member) => raw.status.conditions.length > 0;
const hasPods = ({ kind }: Member) => kind.kind === 'StatefulSet';
const setReady = (status: string) => (member: Member) => {
  member.raw.status.conditions = [{ type: 'Ready', status }];
};
const byHand = (manager: string, fieldsV1: object) => (member: Member) => {
  member.raw.metadata.managedFields.push({ manager, operation: 'Update', fieldsV1 });
};

const MUTATIONS: readonly Mutation[] = [
  { name: 'is deleted', apply: (member) => Object.assign(member, { gone: true }) },
  { name: 'is on its way out', apply: ({ raw }) => Object.assign(raw.metadata, { deletionTimestamp: 'now' }) },
  { name: 'is not Ready', on: hasConditions, apply: setReady('False') },
  { name: 'is perhaps Ready', on: hasConditions, apply: setReady('Unknown') },
  { name: 'has given up', apply: ({ raw }) => raw.status.conditions.push({ type: 'Stalled', status: 'True' }) },
  {
    name: 'is being reconciled',
    apply: ({ raw }) => raw.status.conditions.push({ type: 'Reconciling', status: 'True' }),
  },
  { name: 'has a spec that nobody has seen', apply: ({ raw }) => Object.assign(raw.status, { observedGeneration: 2 }) },
  {
    name: 'was Ready for an older spec',
    on: hasConditions,
    apply: ({ raw }) => Object.assign(raw.status.conditions[0] ?? {}, { observedGeneration: 2 }),
  },
  { name: 'lacks a pod', on: hasPods, apply: ({ raw }) => Object.assign(raw.status, { availableReplicas: 1 }) },
  { name: 'runs an old pod', on: hasPods, apply: ({ raw }) => Object.assign(raw.status, { updatedReplicas: 1 }) },
  { name: 'was edited', apply: byHand('kubectl-edit', { 'f:spec': { 'f:color': {} } }) },
  {
    name: 'was scaled to nothing',
    on: hasPods,
    apply: ({ raw }) => {
      raw.spec.replicas = 0;
      Object.assign(raw.status, { replicas: 0, updatedReplicas: 0, availableReplicas: 0 });
      raw.metadata.managedFields = [{ manager: 'kustomize-controller', operation: 'Apply', fieldsV1: {} }];
    },
  },
  { name: 'has a new label', harmless: true, apply: ({ raw }) => Object.assign(raw.metadata.labels, { tier: 'web' }) },
  {
    name: 'was written by a controller',
    harmless: true,
    apply: byHand('some-controller', { 'f:spec': { 'f:color': {} } }),
  },
  { name: 'was restarted', harmless: true, apply: byHand('kubectl-rollout', { 'f:spec': { 'f:restartedAt': {} } }) },
  {
    name: 'was annotated',
    harmless: true,
    apply: byHand('kubectl-annotate', { 'f:metadata': { 'f:annotations': {} } }),
  },
  {
    name: 'tells something else',
    harmless: true,
    apply: ({ raw }) => raw.status.conditions.push({ type: 'Busy', status: 'True' }),
  },
];

let stop = () => {};
after(() => stop());

/** What the verdict says of a cluster, through everything that reads it. */
async function stateOf(members: readonly Member[]): Promise<string> {
  const objects = collections(members);
  const others = (path: string): Answer | undefined => {
    const kinds = KINDS.filter((kind) => rootOf(kind) === path);
    const namespaces = path === '/api/v1' ? [{ name: 'namespaces', kind: 'Namespace' }] : [];
    if (kinds.length > 0) {
      const resources = [...namespaces, ...kinds.map(({ plural, kind }) => ({ name: plural, kind }))];
      return { body: JSON.stringify({ kind: 'APIResourceList', resources }) };
    }
    const found = members.find(({ kind: { plural }, raw: { metadata } }) =>
      path.endsWith(`/${plural}/${metadata.name}`),
    );
    return (
      found && {
        body: JSON.stringify({
          ...found.raw,
          kind: found.kind.kind,
          apiVersion: rootOf(found.kind).replace(/^\/apis?\//, ''),
        }),
      }
    );
  };
  const server = await startFakeKubernetes(objects, others);
  const api = apiOf(server);
  stop = () => {
    api.close();
    server.stop();
  };
  try {
    const cluster = await readCluster(api, new OwnedObjects(api));
    return judge(facts({ cluster: { value: cluster } })).state;
  } finally {
    stop();
  }
}

const SEED = 20261126;
const CLUSTERS = 120;

describe(`of ${CLUSTERS} random clusters (seed ${SEED})`, () => {
  const random = randomNumbers(SEED);
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];

  test('those are live whose every object is as the merge wants it, and no other', async () => {
    const seen = { live: 0, other: 0 };
    for (let count = 0; count < CLUSTERS; count += 1) {
      const members = Array.from({ length: 6 }, (_, at): Member => {
        const kind = pick(KINDS) ?? KINDS[0];
        assert.ok(kind);
        return { kind, raw: wellObject(kind, `object-${at}`), listed: random() < 0.8 };
      });
      const done: string[] = [];
      let hurt = false;
      for (const _ of Array.from({ length: Math.floor(random() * 3) })) {
        const member = pick(members.filter(({ gone }) => !gone));
        const mutation = member && pick(MUTATIONS.filter(({ on }) => on === undefined || on(member)));
        if (member === undefined || mutation === undefined) continue;
        mutation.apply(member);
        hurt ||= member.listed && !mutation.harmless;
        done.push(`${member.listed ? '' : "somebody else's "}${member.kind.kind} ${mutation.name}`);
      }
      const state = await stateOf(members);
      assert.equal(state === 'live', !hurt, `cluster ${count} is ${state}: ${done.join('; ') || 'nothing happened'}`);
      seen[hurt ? 'other' : 'live'] += 1;
    }
    assert.ok(seen.live >= 30 && seen.other >= 30, `both must be tried: ${JSON.stringify(seen)}`);
  });
});
