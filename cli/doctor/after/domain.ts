import { whyFetchFailed } from '../../shared/why-fetch-failed.ts';
import { bad, type Check, good } from '../check.ts';
import type { AfterDeploy } from './after-deploy.ts';
import { outputOf } from './standing.ts';

/** Each name of the blog's own leads to it: the records are there, and the certificate holds the name. */
export const domain: Check<AfterDeploy> = {
  id: 'domain',
  title: 'The names of the domain lead to the blog',
  find: async (asked) => {
    const url = await outputOf(asked, 'ghost', 'BlogUrl');
    const { domain: own } = asked.config.blog;
    if (own === undefined) return good(`${url} is CloudFront's own name, and the config has no other`);
    const names = [own.name, ...own.redirectFrom];
    const faults = await Promise.all(names.map((name) => faultOf(asked, name, own.name)));
    const found = faults.filter((fault) => fault !== undefined);
    if (found.length === 0) return good(names.length === 1 ? `${own.name} answers` : `${names.join(', ')} lead to it`);
    if (own.hostedZone) return bad(found.join('; '), 'npx cdk deploy Ghost');
    return bad(found.join('; '), `write what is missing where you keep the names: ${await recordsOf(asked)}`);
  },
};

/** What is wrong with a name; undefined when it is the blog's, or redirects to that. */
async function faultOf({ visit }: AfterDeploy, name: string, blog: string): Promise<string | undefined> {
  const url = `https://${name}/`;
  try {
    const { status, header } = await visit(url);
    if (name === blog) return status < 400 ? undefined : `${url} answers ${status}`;
    const location = header('location');
    return location === `https://${blog}/`
      ? undefined
      : `${url} answers ${status} and leads to ${location || 'nothing'}`;
  } catch (error) {
    return `${url} is not reached: ${whyFetchFailed(error)}`;
  }
}

const recordsOf = (asked: AfterDeploy): Promise<string> => outputOf(asked, 'ghost', 'DnsRecords');
