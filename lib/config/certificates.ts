import { X509Certificate } from 'node:crypto';

/** A region's bundle has some 5 KiB. The text travels through a template and a ConfigMap, which end at 1 MiB. Characters. */
const LARGEST = 64 * 1024;

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/**
 * Why a text is no list of PEM certificates that may sign the database's, as an edit; undefined when it is one. A bundle may hold some
 * that have expired, as those of AWS do for months after a rotation, but not only such.
 * @param now the moment at which they must be valid
 */
export function certificatesFault(text: string, now = new Date()): string | undefined {
  if (text.length > LARGEST)
    return `paste the bundle of one region: ${text.length} characters are more than ${LARGEST}`;
  const blocks = text.match(BLOCK) ?? [];
  const begun = text.split('-----BEGIN ').length - 1;
  if (blocks.length === 0 || begun !== blocks.length) {
    return 'paste whole PEM certificates and nothing else, each from its BEGIN CERTIFICATE to its END CERTIFICATE';
  }
  const certificates = blocks.map(readCertificate);
  const nth = (at: number) => `certificate ${at + 1} of ${blocks.length}`;
  const broken = certificates.indexOf(undefined);
  if (broken >= 0) return `paste ${nth(broken)} again: it cannot be read`;
  const read = certificates.filter((one) => one !== undefined);
  const leaf = read.findIndex(({ isAuthority }) => !isAuthority);
  if (leaf >= 0) return `leave out ${nth(leaf)}: it is no authority, and signs no other certificate`;
  if (read.some(({ from, until }) => from <= now && now < until)) return undefined;
  const [last] = read.toSorted((one, other) => other.until.getTime() - one.until.getTime());
  if (last === undefined || last.from > now) return 'paste those of today: none of these is valid yet';
  return `paste those of today: the last of these expired on ${last.until.toISOString().slice(0, 10)}`;
}

interface Certificate {
  readonly isAuthority: boolean;
  readonly from: Date;
  readonly until: Date;
}

function readCertificate(pem: string): Certificate | undefined {
  try {
    const { ca, validFrom, validTo } = new X509Certificate(pem);
    return { isAuthority: ca, from: new Date(validFrom), until: new Date(validTo) };
  } catch {
    return undefined;
  }
}
