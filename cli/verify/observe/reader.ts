import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { DescribeTargetHealthCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type ClientSettings, clientSettings } from '../../shared/client-settings.ts';
import { whyFetchFailed } from '../../shared/why-fetch-failed.ts';
import type { ReaderFacts } from '../facts.ts';
import type { AwsAccess } from './aws-access.ts';

/** How long a reader waits for a page, in milliseconds. */
const TIMEOUT = 10_000;

/**
 * The page that the distribution shows in place of 502, 503 and 504, which comes from a bucket and with its name as the server's:
 * lib/constructs/away-page.ts.
 */
const AWAY = /<title>Back in a moment<\/title>/;

/**
 * Asks for the blog's front page as a reader would, and past the cache.
 * @param url the blog's public address
 */
export async function readPage(url: string): Promise<Omit<ReaderFacts, 'targetGroups'>> {
  try {
    // The cache knows pages by their query too, so this one is Ghost's own answer of now.
    const answer = await fetch(`${url}/?verify=${Date.now()}`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT),
    });
    const text = await answer.text();
    const generator = generatorOf(text);
    const edge =
      /^Error from cloudfront/i.test(answer.headers.get('x-cache') ?? '') &&
      (answer.headers.get('server') === 'CloudFront' || AWAY.test(text));
    return {
      url,
      status: answer.status,
      ...(edge ? { edge } : {}),
      ...(generator === undefined ? {} : { generator }),
    };
  } catch (error) {
    return { url, error: whyFetchFailed(error) };
  }
}

/** The states of the targets in every target group of a stack, by the construct that made the group. */
export class TargetGroups {
  private readonly access: ClientSettings;
  private readonly stackName: string;
  private readonly client: ElasticLoadBalancingV2Client;
  private groups: readonly { name: string; arn: string }[] = [];

  constructor({ region, lookup }: AwsAccess, stackName: string) {
    this.access = clientSettings(region, lookup);
    this.stackName = stackName;
    this.client = new ElasticLoadBalancingV2Client(this.access);
  }

  async read(): Promise<ReaderFacts['targetGroups']> {
    if (this.groups.length === 0) this.groups = await this.find();
    return Promise.all(
      this.groups.map(async ({ name, arn }) => {
        const { TargetHealthDescriptions = [] } = await this.client.send(
          new DescribeTargetHealthCommand({ TargetGroupArn: arn }),
        );
        return { name, states: TargetHealthDescriptions.map(({ TargetHealth }) => TargetHealth?.State ?? 'unknown') };
      }),
    );
  }

  private async find(): Promise<{ name: string; arn: string }[]> {
    const client = new CloudFormationClient(this.access);
    const groups: { name: string; arn: string }[] = [];
    for await (const page of paginateListStackResources({ client }, { StackName: this.stackName })) {
      for (const { ResourceType, LogicalResourceId = '', PhysicalResourceId } of page.StackResourceSummaries ?? []) {
        if (ResourceType !== 'AWS::ElasticLoadBalancingV2::TargetGroup' || !PhysicalResourceId) continue;
        // The CDK ends logical ids with eight digits of a hash.
        groups.push({ name: LogicalResourceId.replace(/[0-9A-F]{8}$/, ''), arn: PhysicalResourceId });
      }
    }
    return groups;
  }
}

function generatorOf(page: string): string | undefined {
  const meta = /<meta\b[^>]*\bname=["']generator["'][^>]*>/i.exec(page)?.[0];
  return meta && /\bcontent=["']([^"']*)["']/i.exec(meta)?.[1];
}
