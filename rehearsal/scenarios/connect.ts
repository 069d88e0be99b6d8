import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { outputOf } from '../fakes/deployed-stack/output.ts';
import { expectLive } from '../harness/expect-live.ts';
import { onemerge } from '../harness/onemerge.ts';
import { RehearsalError } from '../shared/errors.ts';
import { waitFor } from '../shared/process/wait.ts';
import type { Scenario } from './scenario.ts';

/** The part of `npx onemerge connect --json` that the scenario reads. */
interface Report {
  readonly webhook: { readonly ping: { readonly status: number; readonly seconds: number } };
  readonly pipeline?: { readonly id: string };
}

/** What a user does once after the first deployment, while a person finishes the handshake in the console. */
export const connect: Scenario = {
  id: 'connect',
  title: 'onemerge connect: webhook, handshake, first execution',
  run: async (harness) => {
    const { aws, github } = harness;
    await harness.site();
    const connecting = onemerge(harness, ['connect', '--json', '--timeout', '120'], { seconds: 180 });
    connecting.catch(() => undefined); // awaited below
    const pinged = async () => github.fake.deliveries.find(({ answer }) => answer.statusCode === 200);
    await waitFor("GitHub's ping is answered", pinged, { seconds: 120, where: harness.sandbox.log('github') });
    const arn = await outputOf(new CloudFormationClient(aws.client), `${harness.name}-pipeline`, 'ConnectionArn');
    await aws.ask('/_rehearsal/connections/handshake', { method: 'POST', body: { arn } });
    const { webhook, pipeline } = JSON.parse(await connecting) as Report;
    if (!pipeline) {
      throw new RehearsalError('onemerge connect did not start the pipeline', {
        where: harness.sandbox.log('onemerge'),
        help: 'read the end of the log; run again with --keep',
      });
    }
    const { seconds } = await expectLive(harness, { id: pipeline.id });
    return `ping answered ${webhook.ping.status} in ${webhook.ping.seconds} s; first execution live in ${seconds.toFixed(0)} s`;
  },
};
