import { pastTheCache, type Visitor } from '../fakes/cloudfront/visitor.ts';

/** Every URL of a page's `src` and `srcset` attributes that is on the site itself, as paths. */
export function sourcesIn(html: string, site: string): string[] {
  const urls = [...html.matchAll(/\s(src|srcset)="([^"]*)"/g)].flatMap(([, attribute, value = '']) =>
    attribute === 'src' ? [value] : value.split(',').map((entry) => entry.trim().split(/\s+/)[0] ?? ''),
  );
  const paths = urls
    .map((url) => url.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='))
    .filter((url) => url.startsWith(site) || /^\/[^/]/.test(url))
    .map((url) => (url.startsWith(site) ? url.slice(site.length) : url));
  return [...new Set(paths)];
}

/** Those of the paths that Ghost itself does not answer 200 at the first attempt, each with its status. */
export async function broken(site: { readonly visit: Visitor }, paths: readonly string[]): Promise<string[]> {
  const answers = await Promise.all(
    paths.map(async (path) => ({ path, status: (await site.visit(pastTheCache(path))).status })),
  );
  return answers.filter(({ status }) => status !== 200).map(({ path, status }) => `${status} ${path}`);
}
