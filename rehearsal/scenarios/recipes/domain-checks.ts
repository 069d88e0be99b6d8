import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { pastTheCache, visitorOf } from '../../fakes/cloudfront/visitor.ts';
import { boto3 } from '../../harness/boto3.ts';
import type { Harness } from '../../harness/harness.ts';
import { onemerge } from '../../harness/onemerge.ts';
import { RehearsalError } from '../../shared/errors.ts';

/** How often CloudFront and names are brought up to date during a deployment, in milliseconds. */
const EVERY_MS = 1000;

/** Has CloudFront and Route 53's names follow the deployment while it runs: the build itself visits the blog at the end. */
export async function following<T>(harness: Harness, work: () => Promise<T>): Promise<T> {
  const site = await harness.site();
  const over = new AbortController();
  const follow = async () => {
    while (!over.signal.aborted) {
      // Until CloudFormation has made what the new template names, there is nothing to follow.
      await site.refresh().catch(() => undefined);
      await sleep(EVERY_MS, undefined, over).catch(() => undefined);
    }
  };
  const followed = follow();
  try {
    return await work();
  } finally {
    over.abort();
    await followed;
  }
}

const visitorTo = ({ sandbox }: Harness, host: string) =>
  visitorOf(`https://${host}`, { authority: readFileSync(sandbox.authority.certificate, 'utf8') });

/** The front page is answered at a name, and names it as the blog's address. @throws RehearsalError when it is not */
export async function servesItself(harness: Harness, host: string): Promise<void> {
  const { status, body } = await visitorTo(harness, host)(pastTheCache('/'));
  const [, canonical] = /<link rel="canonical" href="([^"]+)"/.exec(body.toString()) ?? [];
  if (status === 200 && canonical === `https://${host}/`) return;
  throw wrong(harness, `https://${host}/ answers ${status}, and its canonical address is ${canonical}`);
}

/** Other names redirect to the same page of the blog's. @throws RehearsalError when one does not */
export async function leadsTo(harness: Harness, host: string, others: readonly string[]): Promise<void> {
  const page = '/rss/?a=1';
  for (const other of others) {
    const { status, headers } = await visitorTo(harness, other)(page);
    if (status === 308 && headers.location === `https://${host}${page}`) continue;
    throw wrong(harness, `https://${other}${page} answers ${status} and leads to ${headers.location}`);
  }
}

/** `onemerge connect` finds its webhook as it left it, and its ping is answered. @throws RehearsalError when it does not */
export async function hookUnchanged(harness: Harness): Promise<void> {
  const said = await onemerge(harness, ['connect', '--json', '--timeout', '120'], { seconds: 180 });
  const { webhook, staleWebhooks } = JSON.parse(said) as {
    readonly webhook: { readonly change: string; readonly ping: { readonly status: number } };
    readonly staleWebhooks: readonly unknown[];
  };
  if (webhook.change === 'unchanged' && webhook.ping.status === 200 && staleWebhooks.length === 0) return;
  throw wrong(harness, `onemerge connect reports ${JSON.stringify({ webhook, staleWebhooks })}`);
}

/** Whether Flux took every push since a delivery. @returns how many @throws RehearsalError when one was lost */
export function tookEveryPush(harness: Harness, since: number): number {
  const pushes = harness.github.fake.deliveries.slice(since).filter(({ event }) => event.name === 'push');
  const lost = pushes.filter(({ answer }) => answer.statusCode !== 200);
  if (lost.length === 0 && pushes.length > 0) return pushes.length;
  throw wrong(harness, `${lost.length} of ${pushes.length} pushes were lost`);
}

const STACKS = `
import boto3
stacks = boto3.client("cloudformation", region_name="us-east-1").describe_stacks()["Stacks"]
print(" ".join(one["StackName"] for one in stacks if one["StackStatus"] != "DELETE_COMPLETE"))`;

/** No record leads anywhere, and us-east-1 holds the bootstrap alone. @throws RehearsalError when more is there */
export async function nothingLeft(harness: Harness): Promise<void> {
  const { addresses } = (await harness.aws.ask('/_rehearsal/addresses')) as { readonly addresses: object };
  const stacks = (await boto3(harness, STACKS)).split(' ').filter((name) => !name.startsWith('CDKToolkit-'));
  const left = [...Object.keys(addresses), ...stacks.filter((name) => name !== '')];
  if (left.length > 0) throw wrong(harness, `stays behind: ${left.join(', ')}`);
}

function wrong({ sandbox }: Harness, what: string): RehearsalError {
  return new RehearsalError(what, {
    where: sandbox.log('cloudfront'),
    help: 'see lib/constructs/own-domain.cjs; run again with --keep',
  });
}
