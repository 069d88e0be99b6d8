import type { Harness } from '../harness/harness.ts';
import { onemerge } from '../harness/onemerge.ts';
import { NAME, replaceOnce } from '../harness/project.ts';
import { setting } from '../harness/settings.ts';
import { RehearsalError } from '../shared/errors.ts';
import type { Scenario } from './scenario.ts';
import { destroyBlog } from './torn-down.ts';
import { UNREAD } from './unread.ts';

/** What README tells people to run, with nobody to answer questions. */
export const DEPLOY = ['deploy', '--all', '--require-approval', 'never', '--progress', 'events'];
/** Every stack of the app, without the name of the installation. */
export const STACK_NAMES = ['network', 'cluster', 'flux', 'database', 'ghost', 'protection', 'alarms', 'pipeline'];
/** Every stack of the app, as CloudFormation names it. */
export const STACKS = STACK_NAMES.map((stack) => `${NAME}-${stack}`);

/** A claim that did not hold, with the log that shows it. */
export function deploymentFailed(harness: Harness, what: string): RehearsalError {
  return new RehearsalError(what, {
    where: harness.sandbox.log('cdk'),
    help: 'read the end of the log; run again with --keep',
  });
}

export const bootstrap: Scenario = {
  id: 'bootstrap',
  title: 'onemerge bootstrap, with limits to what CloudFormation may do',
  unread: UNREAD.noBlog,
  run: async (harness) => {
    const said = await onemerge(harness, ['bootstrap', '--yes'], { seconds: 420 });
    return `${said.match(/^Policy /gm)?.length ?? 0} policies`;
  },
};

export const deploy: Scenario = {
  id: 'deploy',
  title: 'cdk deploy --all: first deployment',
  unread: UNREAD.noBlog,
  seconds: 60,
  run: async (harness) => {
    await harness.cdk.run(DEPLOY);
    const types = (await harness.aws.ask('/_rehearsal/types')) as Record<string, Record<string, number>>;
    const count = Object.values(types)
      .flatMap((kind) => Object.values(kind))
      .reduce((sum, n) => sum + n, 0);
    return `${STACKS.length} stacks, ${count} resources`;
  },
};

export const nothingToDo: Scenario = {
  id: 'no-changes',
  title: 'cdk deploy --all again: no changes',
  seconds: 12,
  run: async (harness) => {
    const said = await harness.cdk.run(DEPLOY);
    const unchanged = STACKS.filter((stack) => new RegExp(`${stack}\\)? \\(no changes\\)`).test(said));
    if (unchanged.length !== STACKS.length) {
      throw deploymentFailed(
        harness,
        `a second deployment found changes in ${STACKS.filter((s) => !unchanged.includes(s)).join(', ')}`,
      );
    }
    return '"(no changes)" for every stack';
  },
};

/** Where the Flux stack installs it, and a manifest to add there that the API server rejects. */
export const REFUSED = {
  file: 'lib/constructs/flux.ts',
  after: 'instance.node.addDependency(operator);',
  text: `\n    new KubernetesManifest(this, 'Refused', { cluster: props.cluster, manifest: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'Not_A_Name', namespace: FLUX_NAMESPACE } }] }).node.addDependency(instance);`,
} as const;

export const rollback: Scenario = {
  id: 'rollback',
  title: 'a failed deployment is rolled back, also in the cluster',
  run: async (harness) => {
    const { kubectl } = await harness.cluster();
    const interval = () =>
      kubectl(['-n', 'flux-system', 'get', 'fluxinstance', 'flux', '-o', 'jsonpath={.spec.sync.interval}']);
    const before = await interval();
    // Given a change that the cluster accepts, followed by one that the API server rejects
    const { file, after: marker, text: refused } = REFUSED;
    const often = (text: string) => replaceOnce(text, `interval: '${before}'`, "interval: '7m'", file);
    const broken = (text: string) => replaceOnce(text, marker, `${marker}${refused}`, file);
    const change = { branch: 'refused-by-hand', title: 'Ask Git more often, and add what the API server rejects' };
    const merged = await harness.project.merge({ ...change, edits: { [file]: (text) => broken(often(text)) } });
    const said = await harness.cdk.fail(DEPLOY);
    // The CDK cuts the status to the width of its column.
    if (!/UPDATE_ROLLBACK_COMPLET/.test(said))
      throw deploymentFailed(harness, 'the failed deployment was not rolled back');
    const after = await interval();
    if (after !== before)
      throw deploymentFailed(
        harness,
        `the FluxInstance has sync interval ${after} after the rollback, not ${before} as before`,
      );
    await harness.project.revert(merged, { branch: 'revert-refused-by-hand', title: `Revert: ${change.title}` });
    return `sync interval ${before} before and after`;
  },
};

export const replace: Scenario = {
  id: 'replace',
  title: 'replacing the database updates the settings',
  unread: UNREAD.another,
  run: async (harness) => {
    const host = await setting(harness, 'DATABASE_HOST');
    // Protection first: RDS refuses to delete the old one otherwise.
    await harness.project.configure(
      { size: 't4g.medium', protectionOff: 'The rehearsal is about to end' },
      'Turn protection off',
    );
    await harness.cdk.run(DEPLOY);
    await harness.project.edit(
      'lib/database-stack.ts',
      "schema: 'ghost'",
      "schema: 'journal'",
      'Start over with another schema',
    );
    await harness.cdk.run(DEPLOY);
    const now = await setting(harness, 'DATABASE_HOST');
    if (now === host) throw deploymentFailed(harness, `the settings still point to ${host}, which no longer exists`);
    return `${host.split('.')[0]} replaced by ${now.split('.')[0]}`;
  },
};

export const destroy: Scenario = {
  id: 'destroy',
  title: 'onemerge destroy: what AWS still has is what the command names',
  unread: UNREAD.another,
  // The one that `replace` has replaced has left its snapshot, too.
  run: (harness) => destroyBlog(harness, ['destroy'], 2),
};
