import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CAUSES_WITH_HELP } from '../../../../test/support/causes.ts';
import { commandsIn } from './commands.ts';
import { trialOf } from './trial.ts';

const tried = (line: string): string => {
  const [command] = commandsIn(line);
  assert.ok(command, line);
  const trial = trialOf(command);
  return 'left' in trial ? `left: ${trial.left}` : trial.words.join(' ');
};

describe('a command of a help line', () => {
  for (const [line, as] of [
    ['kubectl --namespace ghost describe pod/a', '--namespace ghost describe pod/a'],
    ['kubectl --namespace ghost logs pod/a --all-containers --follow', '--namespace ghost logs pod/a --all-containers'],
    [
      'kubectl -n a annotate fluxinstance b --overwrite c=d',
      '-n a annotate fluxinstance b --overwrite c=d --dry-run=server',
    ],
    ['kubectl -n a delete pod b', '-n a delete pod b --dry-run=server'],
    ['kubectl -n a rollout restart deployment b', '-n a rollout history deployment b'],
    ['flux resume kustomization a --namespace b', 'resume kustomization a --namespace b'],
    ['aws eks describe-cluster --region x --name y', 'eks describe-cluster --region x --name y'],
    ['npx cdk deploy Ghost', 'list Ghost'],
    ['npx cdk deploy --all', 'list'],
    ['git log --oneline --all', 'log --oneline --all'],
  ] as const) {
    test(`${line} is tried as ${as}`, () => assert.equal(tried(line), as));
  }

  for (const [line, why] of [
    ['aws codepipeline start-pipeline-execution --region x --name y', 'it changes the account'],
    ['flux uninstall', 'it is none of the commands that help'],
    ['git push', 'it changes the clone'],
    ['kubectl apply -f x', 'nobody knows what it does'],
    ['npm test', 'it runs all tests'],
    ['npx onemerge connect', 'scenarios of its own run it'],
    ['curl --verbose https://a', 'it fails as readers do, which is what it shows'],
    ['npx onemerge connect --app-key <file.pem>', 'a person fills something in'],
  ] as const) {
    test(`${line} is not run: ${why}`, () => assert.equal(tried(line), `left: ${why}`));
  }
});

test('of every cause it is known how its commands are tried, so that a new one says it here', () => {
  for (const { cause, help } of CAUSES_WITH_HELP)
    for (const command of commandsIn(help))
      assert.notDeepEqual(trialOf(command), { left: 'nobody knows what it does' }, `${cause}: add it to trial.ts`);
});
