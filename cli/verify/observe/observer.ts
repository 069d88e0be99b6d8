import type { Config } from '../../../lib/config/config.ts';
import { isPromotedTo } from '../../../lib/config/environment.ts';
import { LOCK_FILE, lockedInfrastructure } from '../../../lib/lock.ts';
import { approvalWords } from '../../shared/approval-words.ts';
import type { ManualApproval } from '../../shared/manual-approvals.ts';
import { constructId } from '../construct-id.ts';
import type { ApprovalFacts, Facts, FluxFacts, GateFacts, InfrastructureFacts, ReaderFacts } from '../facts.ts';
import { pushTime } from '../push-time.ts';
import { isDeployed } from '../readiness.ts';
import { ApplyAgain } from './apply-again.ts';
import { type Aws, connect, deployedNames } from './aws.ts';
import { askToReconcile, readCluster } from './cluster.ts';
import { clusterConnection } from './cluster-connection.ts';
import { readApproval, readExecution, readExecutionStart } from './executions.ts';
import { readGate } from './gate.ts';
import type { History } from './history.ts';
import { KubernetesApi } from './kubernetes-api.ts';
import { OwnedObjects } from './owned-objects.ts';
import { readPage } from './reader.ts';
import { reading } from './reading.ts';
import type { Settings } from './settings.ts';
import { Synthesis } from './synthesis.ts';
import { Unreadable } from './unreadable.ts';
import { WrittenCommit } from './written-commit.ts';

/** Where the verdict is asked for. */
interface Place {
  /** A clone of the repository with its packages installed. */
  readonly folder: string;
  /** How the deployment of the commit ended, for the execution that asks; asked of AWS when left out. */
  readonly ended?: 'succeeded' | 'failed';
  /** The folder of what was synthesized before, relative to the clone; the commit is synthesized when left out. */
  readonly app?: string;
}

/** Looks at everything that the verdict depends on. */
export class Observer {
  private readonly config: Config;
  private readonly history: History;
  private readonly ended: Place['ended'];
  private readonly synthesis: Synthesis;
  private readonly written: WrittenCommit;
  private readonly again = new ApplyAgain();
  /** CodeBuild says when the build began that asks. */
  private readonly since = Number(process.env.CODEBUILD_START_TIME) || Date.now();
  private access: Promise<Aws> | undefined;
  private api: Promise<KubernetesApi> | undefined;
  private owned: OwnedObjects | undefined;
  private locked: Promise<string | undefined> | undefined;
  private promotedAt: number | undefined;
  private given: ManualApproval | undefined;

  /**
   * @param place where it looks from
   */
  constructor(config: Config, history: History, place: Place) {
    this.config = config;
    this.history = history;
    this.ended = place.ended;
    this.synthesis = new Synthesis(place.folder, history.commit, place.app);
    this.written = new WrittenCommit(history);
  }

  /** Resolves when the commit has been synthesized, without which its infrastructure cannot be judged, or cannot be. */
  synthesized(): Promise<void> {
    return this.synthesis.ended;
  }

  /** What can be seen now. Never throws for what cannot be read: the facts say so. */
  async observe(firstSeen: Facts['firstSeen']): Promise<Facts> {
    const { region } = this.config;
    const { cluster: name } = deployedNames(this.config);
    const settings = this.cluster().then((api) => api.settings());
    const [cluster, infrastructure, reader, gate, promotedAt] = await Promise.all([
      reading(() => this.readCluster(settings), { region, name }),
      reading(() => this.readInfrastructure()),
      reading(() => this.readReader()),
      // What cannot be read, the reading of the cluster tells: it may come to that later than to the error.
      this.gate(settings.catch(() => undefined)),
      this.promotion(),
    ]);
    const met = 'value' in cluster ? [cluster.value.source, ...cluster.value.kustomizations] : [];
    const relations: [string, Facts['relations'][string]][] = [];
    for (const revision of new Set(met.flatMap((object) => object?.revision ?? []))) {
      relations.push([revision, await this.history.relation(revision)]);
    }
    return {
      commit: this.history.commit,
      ...(isPromotedTo(this.config) && { promoted: true as const }),
      mergedAt: new Date(
        promotedAt ?? this.pushedAt('value' in cluster ? cluster.value.source : undefined),
      ).toISOString(),
      observedAt: new Date().toISOString(),
      relations: Object.fromEntries(relations),
      infrastructure,
      cluster,
      reader,
      gate,
      firstSeen,
    };
  }

  /** When the commit's promotion began: undefined where commits are not promoted, and while nobody knows. */
  private async promotion(): Promise<number | undefined> {
    if (!isPromotedTo(this.config)) return undefined;
    try {
      const { access, stacks } = await this.aws();
      const { stack, output } = deployedNames(this.config).pipeline;
      const pipeline = await stacks.output(stack, output);
      const approval = await this.approval(access, pipeline);
      // How long a person has thought about it is no time that the deployment took.
      if (approval?.state === 'given') return approval.at?.getTime();
      // A promotion that is repeated begins anew, but not while it is watched.
      this.promotedAt ??= await readExecutionStart(access, pipeline, this.history.commit);
      return this.promotedAt;
    } catch {
      // The reading of the infrastructure says what is wrong with AWS.
      return undefined;
    }
  }

  private pushedAt(source: FluxFacts | undefined): number {
    const { commit, committedAt } = this.history;
    const stored = source?.revision === commit && source.storedAt !== undefined ? [Date.parse(source.storedAt)] : [];
    return pushTime(committedAt, this.since, stored);
  }

  /**
   * Asks Flux to fetch the repository now.
   * @throws KubernetesError when the API server refuses
   */
  async ask(): Promise<void> {
    await askToReconcile(await this.cluster(), new Date());
  }

  /**
   * Asks Flux to apply once more what was observed, as far as it was not asked yet, and waits until it has.
   * @param at what the request is known by
   * @param patience how long it waits, in milliseconds
   * @returns whether Flux has done it since
   * @throws KubernetesError when the API server refuses
   */
  async applyAgain({ cluster }: Pick<Facts, 'cluster'>, at: string, patience: number): Promise<boolean> {
    return 'value' in cluster && (await this.again.ask(await this.cluster(), cluster.value, at, patience));
  }

  /** Ends the connections. */
  async close(): Promise<void> {
    const api = await this.api?.catch(() => undefined);
    api?.close();
  }

  private async readInfrastructure(): Promise<InfrastructureFacts> {
    const { access, stacks } = await this.aws();
    const found = await stacks.read(this.synthesis.templates());
    if (found.every(isDeployed)) return { stacks: found };
    const { stack, output } = deployedNames(this.config).pipeline;
    const pipeline = await stacks.output(stack, output);
    // The execution that asks is still running, and will deploy no more.
    let approval: ApprovalFacts | undefined;
    const execution = this.ended
      ? { value: this.ended }
      : await reading(async () => {
          approval = await this.unapproved(access, pipeline);
          return await readExecution(access, pipeline, this.history.commit);
        });
    return {
      stacks: found,
      execution,
      ...(approval && { approval }),
      ...(pipeline === undefined ? {} : { pipeline: { name: pipeline, region: access.region } }),
    };
  }

  /** What a person has not approved, and why not; undefined for everything else. */
  private async unapproved(access: Aws['access'], pipeline: string | undefined): Promise<ApprovalFacts | undefined> {
    const approval = await this.approval(access, pipeline);
    if (approval === undefined || approval.state === 'given') return undefined;
    const { name = '' } = this.config.environment ?? {};
    return { state: approval.state, words: approvalWords(approval), environment: name };
  }

  /** A person's approval of the commit; undefined where none is asked, and before anybody was. */
  private async approval(access: Aws['access'], pipeline: string | undefined): Promise<ManualApproval | undefined> {
    const approval = this.config.environment?.approval;
    if (approval === undefined || this.given) return this.given;
    const found = await readApproval(access, pipeline, this.history.commit, approval);
    if (found?.state === 'given') this.given = found;
    return found;
  }

  private async gate(settings: Promise<Settings | undefined>): Promise<GateFacts> {
    this.locked ??= this.history.file(LOCK_FILE).then((text = '') => lockedInfrastructure(text));
    return readGate(await this.locked, this.synthesis.infrastructure(), settings);
  }

  private async readReader(): Promise<ReaderFacts> {
    const { stacks, targetGroups } = await this.aws();
    const { stack, output } = deployedNames(this.config).blog;
    const url = await stacks.output(stack, output);
    if (url === undefined) {
      const help = `npx cdk deploy ${constructId(stack)}`;
      throw new Unreadable(`the stack ${stack} has no output ${output} yet`, { help, finalAfterSeconds: 3600 });
    }
    const [page, groups] = await Promise.all([readPage(url), targetGroups.read()]);
    return { ...page, targetGroups: groups };
  }

  private async readCluster(settings: Promise<Settings | undefined>) {
    try {
      const api = await this.cluster();
      this.owned ??= new OwnedObjects(api);
      const [found] = await Promise.all([settings, this.written.read()]);
      return await readCluster(api, this.owned, this.written.of(found?.values ?? {}));
    } catch (error) {
      // The next look starts over: a cluster that was replaced has another address and another CA.
      await this.close();
      this.api = undefined;
      this.owned = undefined;
      throw error;
    }
  }

  private cluster(): Promise<KubernetesApi> {
    this.api ??= this.aws()
      .then(({ access }) => clusterConnection(access, deployedNames(this.config).cluster))
      .then((connection) => new KubernetesApi(connection));
    return this.api;
  }

  private aws(): Promise<Aws> {
    this.access ??= connect(this.config).catch((error) => {
      this.access = undefined;
      throw error;
    });
    return this.access;
  }
}
