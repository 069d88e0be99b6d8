import { randomBytes } from 'node:crypto';
import { boto3 } from '../../harness/boto3.ts';
import { expectLive } from '../../harness/expect-live.ts';
import type { Harness } from '../../harness/harness.ts';
import { onemerge } from '../../harness/onemerge.ts';
import { setting } from '../../harness/settings.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { delivered } from './deliveries.ts';

const PUT = `
import boto3, json, sys
boto3.client("secretsmanager").put_secret_value(SecretId=sys.argv[1], SecretString=json.dumps({"token": sys.argv[2]}))`;

/** Puts another token where the document says, and waits until External Secrets has brought it to Flux. */
async function anotherToken(harness: Harness): Promise<void> {
  const { kubectl } = await harness.cluster();
  const token = randomBytes(20).toString('hex');
  await boto3(harness, PUT, [await setting(harness, 'WEBHOOK_SECRET_ARN'), token]);
  // External Secrets looks every fifteen minutes.
  await kubectl(['-n', 'flux-system', 'annotate', 'externalsecret', 'webhook-token', 'force-sync=now', '--overwrite']);
  const encoded = Buffer.from(token).toString('base64');
  const path = 'jsonpath={.data.token}';
  const brought = async () =>
    (await kubectl(['-n', 'flux-system', 'get', 'secret', 'webhook-token', '-o', path])) === encoded || undefined;
  await waitFor('the new token is in the cluster', brought, { seconds: 120, every: 500 });
}

/** The webhook's token is replaced as docs/operations.md says: one webhook is left, and its pushes are taken. */
export const rotatedWebhook: Scenario = {
  id: 'rotated-webhook',
  title: "the webhook's token is replaced under traffic: one webhook is left, and the next push is taken by it",
  run: async (harness) => {
    const { hooks } = harness.github.fake;
    const before = hooks.list().map(({ config }) => config.url);
    await anotherToken(harness);
    await onemerge(harness, ['connect', '--timeout', '300'], { seconds: 400 });
    const after = hooks.list().map(({ config }) => config.url);
    if (after.length !== 1 || after.some((url) => before.includes(url)))
      throw wrong(`webhooks before: ${before.length}, afterwards: ${after.length}, new: ${after.length === 1}`);
    const commit = await harness.project.merge({
      branch: 'rotated-webhook',
      title: 'Change nothing, told by the new webhook',
      edits: {},
    });
    const { answer } = await delivered(harness, commit);
    if (answer.statusCode !== 200) throw wrong(`the push of the new webhook was answered ${answer.statusCode}`);
    const { summary } = await expectLive(harness, { commit });
    return `${summary}; told by the new webhook, the former one is gone`;
  },
};

function wrong(what: string): RehearsalError {
  return new RehearsalError(what, {
    where: 'cli/connect/stale-webhooks.ts',
    help: 'see docs/operations.md, Rotate credentials; run again with --keep',
  });
}
