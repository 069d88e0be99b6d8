import { bad, type Check, good } from '../check.ts';
import type { AfterDeploy } from './after-deploy.ts';
import { outputOf } from './standing.ts';

/** An answer of the blog; redirects are not followed. */
export interface Answer {
  readonly status: number;
  /** A header by its name in lower case; empty when it is not there. */
  readonly header: (name: string) => string;
}

/** Asks an address as a reader's browser would. @throws Error when nobody answers */
export type Visit = (url: string) => Promise<Answer>;

const TARGETS = 'kubectl -n ghost describe targetgroupbindings,pods';

/** A reader reaches the blog, by HTTPS, without being sent round in circles. */
export const blog: Check<AfterDeploy> = {
  id: 'blog',
  title: 'The blog answers',
  find: async (asked) => {
    const url = `${await outputOf(asked, 'ghost', 'BlogUrl')}/`;
    // The cache knows pages by their query too, so this is Ghost's own answer of now, and not one that it gave before it went.
    const { status, header } = await asked.visit(`${url}?doctor=${Date.now()}`);
    const location = header('location');
    if (location) return bad(`${url} answers ${status} and leads to ${location}`, 'open an issue with this line');
    if (status !== 200) return bad(`${url} answers ${status}`, TARGETS);
    if (!header('strict-transport-security'))
      return bad(`${url} answers without strict-transport-security`, 'npx cdk diff Ghost');
    return good(`${url} answers 200`);
  },
};

/** What the owner sees must never be shown to somebody else. */
export const admin: Check<AfterDeploy> = {
  id: 'admin',
  title: 'The admin area is not cached',
  find: async (asked) => {
    const url = `${await outputOf(asked, 'ghost', 'BlogUrl')}/ghost/`;
    const seen = [await asked.visit(url), await asked.visit(url)].map(({ header }) => header('x-cache'));
    const cached = seen.find((text) => !text.startsWith('Miss'));
    if (cached === undefined) return good(`${url} twice: ${seen.join(', ')}`);
    return bad(`${url} twice: ${seen.map((text) => text || 'no x-cache').join(', ')}`, 'npx cdk diff Ghost');
  },
};
