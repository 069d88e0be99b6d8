import { podSpec, withChanged, withFile, withObjects } from '../../../../support/broken-tree.ts';
import { type BreaksRule, cronJob, GHOST, object } from './fault.ts';

export const IMAGE_FAULTS: readonly BreaksRule[] = [
  [
    'latest in a CronJob',
    () => withObjects(cronJob(podSpec({ restartPolicy: 'Never' }, { image: 'busybox:latest' }))),
    /./,
    /image is busybox:latest/,
  ],
  [
    'an image without a tag in a Job',
    () =>
      withObjects(
        object(
          'batch/v1',
          'Job',
          `spec: { template: { spec: ${podSpec({ restartPolicy: 'Never' }, { image: 'registry:5000/busybox' })} } }`,
        ),
      ),
    /./,
    /image is registry:5000\/busybox/,
  ],
  [
    'a tag that moves in a Pod',
    () => withObjects(object('v1', 'Pod', `spec: ${podSpec({}, { image: 'busybox:1' })}`)),
    /./,
    /image is busybox:1$/,
  ],
  [
    'another version in the init container',
    () =>
      withChanged('Deployment', 'ghost', ({ spec }) =>
        Object.assign(spec.template.spec.initContainers[0], { image: 'public.ecr.aws/docker/library/ghost:6.64.0' }),
      ),
    /deployment\.yaml/,
    /image is 6\.64\.0, and elsewhere it is 6\.65\.0/,
  ],
  [
    'a version in two files',
    () =>
      withFile(
        `${GHOST}/extra.yaml`,
        'kind: Pod\nspec:\n  containers:\n    - name: a\n      image: public.ecr.aws/docker/library/ghost:6.65.0\n',
      ),
    /:\d+$/,
    /the version of public\.ecr\.aws\/docker\/library\/ghost is written here and at/,
  ],
];
