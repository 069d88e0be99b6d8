import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TemplateResource, templates } from '../../../test/support/fixtures.ts';
import { PERSON } from '../../../test/support/signing-keys.ts';
import { Deployed } from '../deployed-stack/deployed.ts';
import { pipelineDefinition } from './definition.ts';

type Resources = Record<string, TemplateResource>;

const PIPELINE = 'AWS::CodePipeline::Pipeline';
const SYNTHESIZED = templates().Pipeline.toJSON() as { readonly Resources: Resources };

/** The app's own pipeline after `change` has had its way with the template. */
function definition(
  change: (pipeline: TemplateResource['Properties'], resources: Resources) => unknown = () => undefined,
) {
  const template = structuredClone(SYNTHESIZED);
  const pipeline = Object.values(template.Resources).find(({ Type }) => Type === PIPELINE);
  change(pipeline?.Properties, template.Resources);
  const physicalIds = new Map(Object.keys(template.Resources).map((id) => [id, `physical-${id}`]));
  return pipelineDefinition(new Deployed({ template, physicalIds }));
}

test('what the stack defines is what runs', () => {
  const { repository, branch, restartOnUpdate, project, connection } = definition();
  assert.deepEqual([repository, branch, restartOnUpdate], ['octo-org/blog', 'main', true]);
  assert.deepEqual([project.buildspec, project.timeoutMinutes, project.variables], ['buildspec.yml', 90, {}]);
  assert.match(project.role, /^physical-DeployRole/);
  assert.match(connection, /^physical-GitHub/);
});

test('a source that detects no changes, and variables of the build action, are read', () => {
  const plain = definition();
  assert.deepEqual([plain.detectsChanges, plain.buildVariables], [true, {}]);
  const promoted = definition(({ Stages: [source, build] }) => {
    source.Actions[0].Configuration.DetectChanges = false;
    build.Actions[0].Configuration.EnvironmentVariables = JSON.stringify([
      { name: 'REASON', value: '#{variables.REASON}', type: 'PLAINTEXT' },
    ]);
  });
  assert.deepEqual([promoted.detectsChanges, promoted.buildVariables], [false, { REASON: '#{variables.REASON}' }]);
});

test('a person who is asked between source and build is read', () => {
  const asking = definition(({ Stages }) =>
    Stages.splice(1, 0, {
      Name: 'Approval',
      Actions: [
        { ActionTypeId: { Category: 'Approval', Provider: 'Manual' }, Configuration: { CustomData: 'May it?' } },
      ],
    }),
  );
  assert.deepEqual([definition().asks, asking.asks], [false, true]);
  assert.equal(asking.project.buildspec, 'buildspec.yml');
});

test('a look for a signature, whose buildspec is in the template, is read beside the build and the person', () => {
  const repository = { owner: 'octo-org', name: 'blog', signedBy: [PERSON] };
  const { Pipeline } = templates({ repository });
  const template = Pipeline.toJSON() as { readonly Resources: Resources };
  const physicalIds = new Map(Object.keys(template.Resources).map((id) => [id, `physical-${id}`]));
  const { signature, project, asks } = pipelineDefinition(new Deployed({ template, physicalIds }));
  assert.match(signature?.buildspec ?? '', /verify-commit/);
  assert.deepEqual([project.buildspec, asks, definition().signature], ['buildspec.yml', false, undefined]);
});

test('any change of the pipeline is another version', () => {
  const other = definition((pipeline) => {
    pipeline.Stages[0].Actions[0].Configuration.BranchName = 'trunk';
  });
  assert.equal(other.branch, 'trunk');
  assert.notEqual(other.version, definition().version);
  assert.equal(definition().version, definition().version);
});

test('a pipeline of another shape is refused rather than half emulated', () => {
  const superseding = () => definition((pipeline) => Object.assign(pipeline, { ExecutionMode: 'SUPERSEDED' }));
  assert.throws(superseding, /ExecutionMode/);
  const threeStages = () => definition(({ Stages }) => Stages.push(Stages[1]));
  assert.throws(threeStages, /Stages/);
  const otherwise = () =>
    definition(({ Stages }) => Object.assign(Stages[0].Actions[0].Configuration, { OutputArtifactFormat: 'TAR' }));
  assert.throws(otherwise, /OutputArtifactFormat/);
  for (const text of ['no JSON', '[{"name":"A","value":"a","type":"SECRETS_MANAGER"}]']) {
    const secret = () =>
      definition(({ Stages }) => Object.assign(Stages[1].Actions[0].Configuration, { EnvironmentVariables: text }));
    assert.throws(secret, /not emulated as EnvironmentVariables/);
  }
  const two = () =>
    definition((Properties, all) => Object.assign(all, { PipelineToo: { Type: PIPELINE, Properties } }));
  assert.throws(two, /exactly one AWS::CodePipeline::Pipeline Pipeline\.\.\. is emulated, the template has 2/);
});

test('a source is with its history only where the pipeline asks for that', () => {
  const plain = definition(({ Stages }) => delete Stages[0].Actions[0].Configuration.OutputArtifactFormat);
  assert.deepEqual([definition().hasHistory, plain.hasHistory], [true, false]);
});

test('another pipeline of the stack is another one, and the one that deploys is found beside it', () => {
  const template = templates({ driftCheck: 'weekly' }).Pipeline.toJSON() as { readonly Resources: Resources };
  const physicalIds = new Map(Object.keys(template.Resources).map((id) => [id, `physical-${id}`]));
  const deployed = new Deployed({ template, physicalIds });
  const [deploys, drift] = [pipelineDefinition(deployed), pipelineDefinition(deployed, 'DriftPipeline')];
  assert.deepEqual([deploys.project.buildspec, deploys.hasHistory], ['buildspec.yml', true]);
  assert.deepEqual(
    [drift.project.buildspec, drift.hasHistory, drift.detectsChanges],
    ['buildspec-drift.yml', false, false],
  );
  assert.match(drift.name, /^physical-DriftPipeline/);
});
