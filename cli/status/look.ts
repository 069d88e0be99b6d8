import type { Config } from '../../lib/config/config.ts';
import { ROOT } from '../shared/root.ts';
import { judge } from '../verify/judge/judge.ts';
import { History } from '../verify/observe/history.ts';
import { Observer } from '../verify/observe/observer.ts';
import { tip } from '../verify/observe/remote.ts';
import type { Look } from './asked.ts';

/** Looks at a commit, again and again: what was synthesized of it is kept. */
export class Looking {
  private readonly config: Config;
  private last: { readonly commit: string; readonly observer: Observer } | undefined;

  constructor(config: Config) {
    this.config = config;
  }

  /**
   * Fetches the branch, and looks once.
   * @param revision the newest commit of the branch when left out
   * @throws CommandError when it cannot be fetched
   */
  async look(revision?: string): Promise<Look> {
    const { owner, name, branch } = this.config.repository;
    const remote = { branch, publicUrl: `https://github.com/${owner}/${name}.git`, note: console.error };
    const history = await History.open(ROOT, remote, revision ?? tip(branch));
    if (this.last?.commit !== history.commit) {
      await this.close();
      this.last = { commit: history.commit, observer: new Observer(this.config, history, { folder: ROOT }) };
    }
    // The verdict looks again and again while it runs; here is one look.
    await this.last.observer.synthesized();
    const facts = await this.last.observer.observe({});
    return { facts, verdict: judge(facts) };
  }

  /** Ends the connections. */
  async close(): Promise<void> {
    await this.last?.observer.close();
    this.last = undefined;
  }
}
