import type { PipelineDefinition } from './definition.ts';

/** A pipeline with what a test changes. */
export function definition(changes: Partial<PipelineDefinition> = {}): PipelineDefinition {
  return {
    name: 'deploys',
    version: '1',
    repository: 'example/onemerge',
    branch: 'main',
    detectsChanges: true,
    hasHistory: true,
    restartOnUpdate: true,
    connection: 'arn:aws:codeconnections:example',
    buildVariables: {},
    asks: false,
    signature: undefined,
    project: {
      name: 'deploy',
      role: 'build-role',
      buildspec: 'buildspec.yml',
      variables: {},
      timeoutMinutes: 1,
      image: 'image',
    },
    ...changes,
  };
}
