import { nameOf } from '../names.ts';
import { type Files, type WrittenManifests, writtenManifests } from '../written/written-manifests.ts';
import type { Written } from './cluster.ts';
import type { History } from './history.ts';
import { Unreadable } from './unreadable.ts';

/** All that Flux applies is there. */
const TREE = 'gitops';

/** What the commit has written for each Kustomization, read once. */
export class WrittenCommit {
  private readonly history: Pick<History, 'files'>;
  private files: Files | undefined;
  private readonly known = new Map<string, { readonly by: string; readonly manifests: WrittenManifests }>();

  constructor(history: Pick<History, 'files'>) {
    this.history = history;
  }

  /**
   * Reads the commit's files.
   * @throws Unreadable when Git does not give them
   */
  async read(): Promise<void> {
    this.files ??= await this.history.files(TREE).catch((error: Error) => {
      throw new Unreadable(`the manifests of the commit cannot be read: ${error.message}`, {
        help: 'git fetch --refetch origin',
        finalAfterSeconds: 0,
      });
    });
  }

  /** @param settings the values of the ConfigMap that CDK writes */
  of(settings: Readonly<Record<string, string>>): Written {
    return ({ metadata: { namespace, name }, spec }) => {
      const kustomization = nameOf({ kind: 'Kustomization', namespace, name });
      const by = JSON.stringify([spec, settings]);
      const known = this.known.get(kustomization);
      if (known?.by === by) return known.manifests;
      const manifests = writtenManifests(kustomization, spec, this.files ?? new Map(), settings);
      this.known.set(kustomization, { by, manifests });
      return manifests;
    };
  }
}
