import { pastTheCache } from '../../../fakes/cloudfront/visitor.ts';
import type { Harness } from '../../../harness/harness.ts';
import { wrong } from './commands.ts';

/** @throws RehearsalError unless a blog answers so to each path */
export async function requireAnswers(harness: Harness, paths: readonly string[], expected: number): Promise<void> {
  const site = await harness.site();
  for (const path of paths) {
    const { status } = await site.visit(pastTheCache(path));
    if (status !== expected) throw wrong(`${path} answers ${status} and not ${expected} in ${harness.aws.account}`);
  }
}
