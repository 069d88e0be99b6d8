import { bad, type Check, good } from '../check.ts';
import type { AfterDeploy } from './after-deploy.ts';
import { outputOf } from './standing.ts';

/** A person finishes the handshake; asked by the API's former name, as `connect` does. */
export const connection: Check<AfterDeploy> = {
  id: 'connection',
  title: 'The connection to GitHub is finished',
  find: async (asked) => {
    const arn = await outputOf(asked, 'pipeline', 'ConnectionArn');
    const status = await asked.account.connectionStatus(arn);
    if (status === 'AVAILABLE') return good(`${arn.split(':').pop()} is AVAILABLE`);
    return bad(`${arn} is ${status}`, 'npx onemerge connect');
  },
};
