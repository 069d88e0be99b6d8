import { ACCOUNT, REGION } from '../fakes/aws/start.ts';
import type { Stage } from '../harness/harness.ts';
import { NAME } from '../harness/project.ts';
import { setting } from '../harness/settings.ts';
import { RehearsalError } from '../shared/errors.ts';
import type { Act } from './scenario.ts';

const DEPLOY = ['deploy', '--all', '--require-approval', 'never', '--progress', 'events'];
const STACKS = ['network', 'cluster', 'database', 'ghost', 'pipeline'].map((stack) => `${NAME}-${stack}`);

/** A claim that did not hold, with the log that shows it. */
function broken(stage: Stage, what: string): RehearsalError {
  return new RehearsalError(what, {
    where: stage.room.log('cdk'),
    help: 'read the end of the log; run again with --keep',
  });
}

export const bootstrap: Act = {
  id: 'bootstrap',
  title: 'cdk bootstrap',
  play: async ({ cdk }) => {
    await cdk.run(['bootstrap', `aws://${ACCOUNT}/${REGION}`]);
    return '';
  },
};

export const deploy: Act = {
  id: 'deploy',
  title: 'cdk deploy --all, the first time',
  seconds: 60,
  play: async (stage) => {
    await stage.cdk.run(DEPLOY);
    const types = (await stage.aws.ask('/_rehearsal/types')) as Record<string, Record<string, number>>;
    const count = Object.values(types)
      .flatMap((kind) => Object.values(kind))
      .reduce((sum, n) => sum + n, 0);
    return `${STACKS.length} stacks, ${count} resources`;
  },
};

export const nothingToDo: Act = {
  id: 'no-changes',
  title: 'cdk deploy --all again: nothing to do',
  seconds: 12,
  play: async (stage) => {
    const said = await stage.cdk.run(DEPLOY);
    const unchanged = STACKS.filter((stack) => new RegExp(`${stack}\\)? \\(no changes\\)`).test(said));
    if (unchanged.length !== STACKS.length) {
      throw broken(
        stage,
        `a second deployment found changes in ${STACKS.filter((s) => !unchanged.includes(s)).join(', ')}`,
      );
    }
    return '"(no changes)" for every stack';
  },
};

/** Where the cluster's stack brings Flux, and how to add to it what the API server refuses. */
export const REFUSED = {
  file: 'lib/constructs/flux.ts',
  after: 'instance.node.addDependency(operator);',
  text: `\n    new KubernetesManifest(this, 'Refused', { cluster: props.cluster, manifest: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'Not_A_Name', namespace: FLUX_NAMESPACE } }] }).node.addDependency(instance);`,
} as const;

export const rollback: Act = {
  id: 'rollback',
  title: 'a deployment that fails is rolled back, in the cluster too',
  play: async (stage) => {
    const { kubectl } = await stage.cluster();
    const interval = () =>
      kubectl(['-n', 'flux-system', 'get', 'fluxinstance', 'flux', '-o', 'jsonpath={.spec.sync.interval}']);
    const before = await interval();
    // Given a change that the cluster takes, and after it one that the API server refuses
    const { file, after: marker, text: refused } = REFUSED;
    await stage.project.edit(file, `interval: '${before}'`, "interval: '7m'", 'Ask Git more often');
    await stage.project.edit(file, marker, `${marker}${refused}`, 'Add a manifest that the API server refuses');
    const said = await stage.cdk.fail(DEPLOY);
    // The CDK cuts the status to the width of its column.
    if (!/UPDATE_ROLLBACK_COMPLET/.test(said)) throw broken(stage, 'the failed deployment was not rolled back');
    const after = await interval();
    if (after !== before)
      throw broken(stage, `the FluxInstance says ${after} after the rollback, and said ${before} before`);
    await stage.project.edit(file, refused, '', 'Take the manifest out again');
    await stage.project.edit(file, "interval: '7m'", `interval: '${before}'`, 'Ask Git as often as before');
    return `sync interval ${before} before and after`;
  },
};

export const replace: Act = {
  id: 'replace',
  title: 'a replaced database reaches the settings',
  play: async (stage) => {
    const host = await setting(stage, 'DATABASE_HOST');
    // Protection first: RDS refuses to delete the old one otherwise.
    await stage.project.configure(
      { size: 't4g.medium', protectionOff: 'The rehearsal is about to end' },
      'Turn protection off',
    );
    await stage.cdk.run(DEPLOY);
    await stage.project.edit(
      'lib/database-stack.ts',
      "schema: 'ghost'",
      "schema: 'journal'",
      'Start over with another schema',
    );
    await stage.cdk.run(DEPLOY);
    const now = await setting(stage, 'DATABASE_HOST');
    if (now === host) throw broken(stage, `the settings still name ${host}, which is gone`);
    return `${host.split('.')[0]} became ${now.split('.')[0]}`;
  },
};

export const destroy: Act = {
  id: 'destroy',
  title: 'cdk destroy --all',
  play: async (stage) => {
    await stage.cdk.run(['destroy', '--all', '--force']);
    return '';
  },
};
