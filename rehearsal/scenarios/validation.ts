import { EXTERNAL_SECRETS_BUILT, EXTERNAL_SECRETS_COMPARED } from '../shared/build-versions.ts';
import type { Preflight } from './scenario.ts';
import { compareReleases } from './validation/external-secrets.ts';
import { validate } from './validation/validate.ts';

/** The workload half alone, in seconds: `--until validate`. */
export const validation: Preflight = {
  id: 'validate',
  title: 'a real API server accepts every object',
  seconds: 10,
  run: async (sandbox) => {
    const { objects, kinds } = await validate(sandbox);
    return `${objects} objects of ${kinds} kinds, without and with mail, and with the logs of pods`;
  },
};

/** The release that is built stands in for the one that the tree pins, which nobody publishes as a module. */
export const externalSecrets: Preflight = {
  id: 'external-secrets',
  title: 'the External Secrets Operator built here fits the pinned release',
  run: async (sandbox) => {
    const fields = compareReleases(sandbox);
    return `the ${fields} fields used are the same in ${EXTERNAL_SECRETS_BUILT} and ${EXTERNAL_SECRETS_COMPARED}`;
  },
};
