import { parseReference } from '../cli/shared/oci-reference.ts';

/** A component of a CycloneDX document. https://cyclonedx.org/docs/1.5/json/#components */
export interface Component {
  readonly 'bom-ref': string;
  readonly type: 'container';
  readonly name: string;
  readonly version: string;
  /** https://github.com/package-url/purl-spec/blob/main/types-doc/oci-definition.md */
  readonly purl: string;
  readonly hashes?: readonly { readonly alg: 'SHA-256'; readonly content: string }[];
}

/** An image or a chart as a component. @param text as the tree names it */
export function pulledComponent(text: string): Component {
  const { repository, tag, digest } = parseReference(text);
  const name = repository.split('/').at(-1) ?? repository;
  const pinned = digest === undefined ? '' : `@${encodeURIComponent(digest)}`;
  const purl = `pkg:oci/${name}${pinned}?repository_url=${repository}&tag=${tag}`;
  const hashes =
    digest === undefined ? {} : { hashes: [{ alg: 'SHA-256', content: digest.replace('sha256:', '') }] as const };
  return { 'bom-ref': purl, type: 'container', name, version: tag, purl, ...hashes };
}
