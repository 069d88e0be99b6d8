import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';

/** A rule that a host name breaks when the function holds, and the edit that helps. */
type DomainRule = readonly [breaks: (name: string) => boolean, fix: string | ((name: string) => string)];

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** In the order in which one would mend them. https://www.rfc-editor.org/rfc/rfc1123#section-2.1 for letters and lengths. */
const RULES: readonly DomainRule[] = [
  [(name) => /[/?#@\\]/.test(name), 'write the host alone, without https:// and without a path'],
  [(name) => isIP(name.replace(/^\[|\]$/g, '')) !== 0, 'an address is no name, and nobody certifies it'],
  [(name) => name.includes(':'), 'leave the port out: CloudFront answers on 443 and 80 only'],
  [(name) => name.includes('*'), 'name each host: a reader cannot open a wildcard'],
  [(name) => name.endsWith('.'), 'leave out the dot at its end'],
  [(name) => /[^\x21-\x7e]/.test(name), inAscii],
  [(name) => /[A-Z]/.test(name), (name) => `write it in lower case, "${name.toLowerCase()}"`],
  [
    (name) => /(^|\.)cloudfront\.net$/.test(name),
    "that is CloudFront's own; leave blog.domain out to use the name that it gives",
  ],
  [(name) => !name.includes('.'), 'write it in full, with the domain that it belongs to'],
  [(name) => name.length > 253, 'use 253 characters at most'],
  [
    (name) => !name.split('.').every((label) => LABEL.test(label)),
    'each part has 1 to 63 letters, digits and hyphens, and begins and ends with none of the hyphens',
  ],
  // The rules of browsers: a last part of digits makes an address of a name, and what follows xn-- must be decodable.
  [(name) => domainToASCII(name) !== name, 'no browser takes it for a name'],
];

/** Why a text is no host name that readers can open, as an edit; undefined when it is one. */
export function domainFault(name: string): string | undefined {
  const fix = RULES.find(([breaks]) => breaks(name))?.[1];
  return typeof fix === 'function' ? fix(name) : fix;
}

/** True of the zone's own name and of every name below it. */
export const isInZone = (name: string, zone: string): boolean => name === zone || name.endsWith(`.${zone}`);

function inAscii(name: string): string {
  const ascii = domainToASCII(name);
  return ascii === '' ? 'use letters, digits, hyphens and dots only' : `write it as DNS knows it, "${ascii}"`;
}

/** Why a text is no certificate that CloudFront takes, as an edit; undefined when it may be one. */
export function certificateFault(arn: string): string | undefined {
  const [, region, id] = /^arn:aws:acm:([a-z0-9-]+):(?!0{12})\d{12}:certificate\/(.+)$/.exec(arn) ?? [];
  if (id === undefined || !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) {
    return 'for example "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"';
  }
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
  return region === 'us-east-1' ? undefined : `CloudFront takes those of us-east-1 only, and this one is of ${region}`;
}
