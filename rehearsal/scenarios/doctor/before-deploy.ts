import type { Scenario } from '../scenario.ts';
import { UNREAD } from '../unread.ts';
import { askDoctor, expectStates } from './ask.ts';
import { OBSTACLES } from './obstacles.ts';

/** When all is ready: CloudFront has not seen the account yet, and nobody reads mail to example.com. */
export const ALWAYS = { cloudfront: 'warning', mail: 'warning' };

/** What the obstacles are found by. */
const FOUND = {
  ...ALWAYS,
  account: 'bad',
  bootstrap: 'bad',
  stacks: 'bad',
  names: 'bad',
  zones: 'bad',
  quotas: 'bad',
  kubernetes: 'bad',
  images: 'bad',
  mail: 'bad',
  repository: 'bad',
  commit: 'bad',
  lock: 'bad',
};

export const doctorBefore: Scenario = {
  id: 'doctor-before',
  title: 'onemerge doctor --before-deploy: ready, and each obstacle found',
  unread: UNREAD.noBlog,
  run: async (harness) => {
    expectStates(await askDoctor(harness, '--before-deploy'), ALWAYS);
    const undo: (() => Promise<unknown>)[] = [];
    try {
      for (const obstacle of OBSTACLES) undo.push(await obstacle(harness));
      expectStates(await askDoctor(harness, '--before-deploy'), FOUND);
    } finally {
      for (const clear of undo.reverse()) await clear();
    }
    const red = Object.values(FOUND).filter((state) => state === 'bad').length;
    return `${OBSTACLES.length} obstacles turned ${red} checks red`;
  },
};
