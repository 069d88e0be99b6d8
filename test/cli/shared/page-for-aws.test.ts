import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { openAccount } from '../../../cli/doctor/account/open.ts';
import { clientSettings } from '../../../cli/shared/client-settings.ts';
import { readExecution } from '../../../cli/verify/observe/executions.ts';
import { reading } from '../../../cli/verify/observe/reading.ts';
import { DeployedStacks } from '../../../cli/verify/observe/stacks.ts';
import { startAnswering } from '../../support/answering.ts';

const REGION = 'eu-west-1';
const credentials = async () => ({ accessKeyId: 'a', secretAccessKey: 'b' });
const ACCESS = { region: REGION, own: credentials, lookup: credentials };

/** Something in the place of AWS, for the length of a test. */
async function answering(t: TestContext, body: string): Promise<void> {
  const before = process.env.AWS_ENDPOINT_URL;
  t.after(() => {
    if (before === undefined) delete process.env.AWS_ENDPOINT_URL;
    else process.env.AWS_ENDPOINT_URL = before;
  });
  process.env.AWS_ENDPOINT_URL = await startAnswering(t, 200, body);
}

const PAGE = '<html><body>Welcome to the hotel</body></html>';
const ASKED: Readonly<Record<string, readonly [body: string, ask: () => Promise<unknown>]>> = {
  'the stacks of a commit': [PAGE, () => new DeployedStacks(ACCESS).read(new Map([['example-ghost', {}]]))],
  'an output of a stack': [PAGE, () => new DeployedStacks(ACCESS).output('example-ghost', 'BlogUrl')],
  'the executions of a commit': ['{}', () => readExecution(ACCESS, 'pipeline', 'a'.repeat(40))],
  'the stacks of an account': [PAGE, () => openAccount(REGION, clientSettings(REGION, credentials)).stacks()],
};

describe('something that answers in the place of AWS', () => {
  for (const [what, [body, ask]] of Object.entries(ASKED))
    test(`is not believed that there is nothing: ${what}`, async (t) => {
      await answering(t, body);
      const found = await reading(ask);
      assert.match('error' in found ? found.error : '', /is not AWS: its answer has no list of/);
    });
});
