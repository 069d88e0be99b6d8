import { FLUX_NAMESPACE, FLUX_SOURCE } from '../../../lib/names.ts';
import { SETTINGS_CONFIG_MAP, type Settings } from '../../../lib/settings.ts';
import { headOf } from '../../cluster/git/repository.ts';
import type { Harness } from '../../harness/harness.ts';
import { render } from '../../harness/rendered-tree.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { keyOf, kindsOf, type LiveObject, type Objects, readObjects } from './objects.ts';
import { complaints, type Expected } from './oracle.ts';
import { isHelms, putBack } from './put-back.ts';

const SETTINGS = `ConfigMap ${SETTINGS_CONFIG_MAP.namespace}/${SETTINGS_CONFIG_MAP.name}`;

/** What Flux follows, and nothing of the tree renders. */
const ROOTS = ['GitRepository', 'Kustomization'].map((kind) => `${kind} ${FLUX_NAMESPACE}/${FLUX_SOURCE}`);

/** Seconds in which everything must be well again: Ghost starts, or a controller comes back. */
const TIMEOUT_SECONDS = 150;

/** How often everything is put back: a controller that was away may have missed it. */
const ATTEMPTS = 3;

/** The running system, as the oracle sees it. */
export class System {
  readonly #harness: Harness;
  #expected: Expected;
  /** Of the tree as it is well: one that a mutation invents cannot be asked for. */
  #kinds: readonly string[] = [];

  private constructor(harness: Harness, expected: Expected) {
    this.#harness = harness;
    this.#expected = expected;
  }

  /** Takes what stands for what must be so, once it is well. @throws WaitError when it never is */
  static async start(harness: Harness): Promise<System> {
    const commit = await headOf(harness.project.folder);
    const system = new System(harness, { commit, rendered: [], before: new Map(), removed: [] });
    await system.follow(commit);
    system.#kinds = kindsOf(system.#expected.rendered);
    await system.well();
    return system;
  }

  get commit(): string {
    return this.#expected.commit;
  }

  /** What is wrong now; nothing when the commit is live. */
  async wrong(): Promise<string[]> {
    return await complaints(this.#expected, await this.#objects(), await this.#harness.site());
  }

  /** Expects another commit from now on: the one that the clone is at. */
  async follow(commit: string): Promise<void> {
    const now = await this.#objects();
    const { rendered: last, before } = this.#expected;
    const data = (before.get(SETTINGS) ?? now.get(SETTINGS))?.data as Settings;
    const rendered = render(this.#harness.sandbox, data, this.#harness.project.folder).flatMap(
      ({ objects }) => objects,
    );
    const keys = new Set(rendered.map((one) => keyOf(one)));
    const others = [...now].filter(([key, object]) => !keys.has(key) && isFluxes(key, object));
    const removed = last.filter((one) => !keys.has(keyOf(one)) && !isKept(one));
    this.#expected = {
      commit,
      rendered,
      before: new Map(others),
      removed: removed.map((one) => keyOf(one)),
    };
  }

  /** Waits until all is well, and takes every object as it is then for what it must be. */
  async well(): Promise<void> {
    const look = async () => {
      const wrong = await this.wrong();
      if (wrong.length > 0) throw new Error(wrong.join('; '));
      return true;
    };
    await waitFor('everything is as it must be', look, { seconds: TIMEOUT_SECONDS, every: 500 });
    const now = await this.#objects();
    const keys = [...this.#expected.rendered.map((one) => keyOf(one)), ...this.#expected.before.keys()];
    const before = keys.flatMap((key): [string, LiveObject][] => {
      const object = now.get(key);
      return object === undefined ? [] : [[key, object]];
    });
    this.#expected = { ...this.#expected, before: new Map(before) };
  }

  /** Puts everything back, and waits until it is well. @throws WaitError when it does not heal */
  async heal(attempt = 1): Promise<void> {
    await this.#putBack();
    try {
      await this.well();
    } catch (error) {
      if (attempt >= ATTEMPTS) throw error;
      await this.heal(attempt + 1);
    }
  }

  /** Puts every object back as it was, in the name of whoever owns it, and has Flux apply everything again. */
  async #putBack(): Promise<void> {
    const { kubectl } = await this.#harness.cluster();
    const now = await this.#objects();
    for (const [key, before] of this.#expected.before) {
      const found = now.get(key);
      if (found !== undefined) await putBack(kubectl, before, found);
    }
    await this.#reconcile();
  }

  async #reconcile(): Promise<void> {
    const { kubectl } = await this.#harness.cluster();
    const now = new Date().toISOString();
    const asked = ['--overwrite', `reconcile.fluxcd.io/requestedAt=${now}`];
    await kubectl([
      'annotate',
      '--all',
      '--all-namespaces',
      'kustomizations,helmreleases,ocirepositories,gitrepositories',
      ...asked,
    ]);
    await kubectl(['annotate', '--all', '--all-namespaces', 'externalsecrets', '--overwrite', `force-sync=${now}`]);
  }

  async #objects(): Promise<Objects> {
    return await readObjects((await this.#harness.cluster()).kubectl, this.#kinds);
  }
}

/** Of Flux, its operator or CDK, and in nobody's manifests. */
const isFluxes = (key: string, object: LiveObject): boolean =>
  key === SETTINGS ||
  ROOTS.includes(key) ||
  isHelms(object) ||
  (object.kind === 'Deployment' && object.metadata.namespace === FLUX_NAMESPACE);

const isKept = ({ metadata: { annotations = {} } }: LiveObject): boolean =>
  annotations['kustomize.toolkit.fluxcd.io/prune'] === 'disabled';
