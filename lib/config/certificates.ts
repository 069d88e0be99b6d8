import { X509Certificate } from 'node:crypto';

/** A region's bundle has some 5 KiB. The text travels through a template and a ConfigMap, which end at 1 MiB. Characters. */
const LARGEST = 64 * 1024;

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/** Why a text is no list of PEM certificates, as an edit; undefined when it is one. */
export function certificatesFault(text: string): string | undefined {
  if (text.length > LARGEST)
    return `paste the bundle of one region: ${text.length} characters are more than ${LARGEST}`;
  const blocks = text.match(BLOCK) ?? [];
  const begun = text.split('-----BEGIN ').length - 1;
  if (blocks.length === 0 || begun !== blocks.length) {
    return 'paste whole PEM certificates and nothing else, each from its BEGIN CERTIFICATE to its END CERTIFICATE';
  }
  const broken = blocks.findIndex((block) => !isCertificate(block));
  return broken < 0 ? undefined : `paste certificate ${broken + 1} of ${blocks.length} again: it cannot be read`;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
}
