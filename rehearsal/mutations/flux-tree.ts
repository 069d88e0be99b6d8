import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Artifact, makeArtifact } from '../../cli/shared/rendering/artifact.ts';
import { type FluxKustomization, readKustomization } from '../../cli/shared/rendering/flux-kustomization.ts';
import type { Manifest } from '../../cli/shared/rendering/render.ts';
import { isFluxKustomization } from '../../cli/shared/tree/rules/dependencies.ts';
import { type Applied, appliedBy } from '../../cli/shared/tree/tree.ts';
import { LOCK_FILE } from '../../lib/lock.ts';
import { FLUX_PATH } from '../../lib/names.ts';
import type { Answer } from '../builds/flux-rendering/program.ts';

/** What Flux would refuse. */
export class FluxRefusal extends Error {
  override readonly name = 'FluxRefusal';
}

const ROOT: Manifest = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name: 'flux-system', namespace: 'flux-system' },
};

const isObject = (value: unknown): value is Manifest => {
  const { apiVersion, kind, metadata } = (value ?? {}) as Partial<Manifest>;
  return [apiVersion, kind, metadata?.name].every((one) => typeof one === 'string');
};

/** Renders the tree with one file changed, by Flux's own code, which stays running: some milliseconds for a folder. */
export class FluxTree {
  readonly #program: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  readonly #artifact: Artifact;
  readonly #files: ReadonlyMap<string, string>;
  readonly #unchanged = new Map<string, Manifest[]>();

  /** @param program that answers for Flux @param files the texts of gitops/ by path */
  constructor(program: string, repository: string, files: ReadonlyMap<string, string>) {
    this.#program = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
    if (!this.#program.stdout) throw new Error('the program has no output');
    this.#answers = createInterface(this.#program.stdout)[Symbol.asyncIterator]();
    this.#artifact = makeArtifact(repository);
    this.#files = files;
  }

  close(): void {
    this.#program.stdin?.end();
    this.#artifact.remove();
  }

  /**
   * What Flux applies, with some settings.
   * @param changed the one file that is not as in the repository
   * @throws FluxRefusal, and RenderingError for a Kustomization that the renderer refuses
   */
  async render(settings: Readonly<Record<string, string>>, changed?: { path: string; text: string }) {
    const root: FluxKustomization = {
      name: 'flux-system',
      path: FLUX_PATH,
      overlay: {},
      common: {},
      account: undefined,
      values: settings,
    };
    const applied: Applied[] = [];
    const waiting = [{ object: ROOT, kustomization: root }];
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { name, path } = next.kustomization;
      const objects = await this.#build(next.object, next.kustomization, changed);
      applied.push(...objects.map((object) => appliedBy(name, path, object)));
      for (const object of objects.filter(isFluxKustomization))
        waiting.push({ object, kustomization: readKustomization(object, settings) });
      if (applied.length > 1000) throw new FluxRefusal('the Kustomizations apply each other');
    }
    return applied;
  }

  async #build(object: Manifest, { path, values }: FluxKustomization, changed?: { path: string; text: string }) {
    const spec = { ...object.spec, path: `./${path}`, sourceRef: { kind: 'GitRepository' } };
    const { postBuild: _, ...rest } = spec;
    const asked = values ? { ...rest, postBuild: { substituteStrategy: 'Always', substitute: values } } : rest;
    const touched = changed && (changed.path.startsWith(`${path}/`) || changed.path === LOCK_FILE);
    const key = JSON.stringify([path, asked]);
    const known = this.#unchanged.get(key);
    if (known && !touched) return known;
    this.#restore(path);
    if (changed) writeFileSync(join(this.#artifact.folder, changed.path), changed.text);
    const question = { root: this.#artifact.folder, path, kustomization: { ...object, spec: asked } };
    this.#program.stdin?.write(`${JSON.stringify(question)}\n`);
    const { objects = [], error } = JSON.parse(String((await this.#answers.next()).value)) as Answer;
    this.#restore(path);
    if (changed) this.#restore(changed.path);
    if (error !== undefined) throw new FluxRefusal(error);
    if (!objects.every(isObject)) throw new FluxRefusal('apiVersion, kind or name is no text');
    if (!touched) this.#unchanged.set(key, objects as Manifest[]);
    return objects as Manifest[];
  }

  /** Writes the files as they were: Flux writes into the kustomization.yaml of the folder that it builds, or makes one. */
  #restore(path: string): void {
    const made = `${path}/kustomization.yaml`;
    if (!this.#files.has(path) && !this.#files.has(made)) rmSync(join(this.#artifact.folder, made), { force: true });
    for (const [name, text] of this.#files)
      if (name === path || name === made) writeFileSync(join(this.#artifact.folder, name), text);
  }
}
