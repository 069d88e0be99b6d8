import { RegionInfo } from 'aws-cdk-lib/region-info';
import { resourcesOf } from '../../doctor/after/standing.ts';
import type { StatusAsked } from '../asked.ts';

/**
 * The ARN of something of the blog.
 * @param rest what comes after the partition, with `{place}` for region and account: `rds:{place}:db:blog`
 */
export async function arnOf({ account }: StatusAsked, rest: string): Promise<string> {
  const { partition = 'aws' } = RegionInfo.get(account.region);
  return `arn:${partition}:${rest.replace('{place}', `${account.region}:${(await account.caller()).account}`)}`;
}

/** The id of the file system with what users upload. @throws CommandError when it does not stand */
export async function fileSystem(asked: StatusAsked): Promise<string> {
  const [id = ''] = (await resourcesOf(asked, 'ghost', 'AWS::EFS::FileSystem')).values();
  return id;
}
