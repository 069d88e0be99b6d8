import type { Recipe } from '../recipe.ts';
import { MARIADB_PACKAGES } from './mariadb-packages.ts';
import { type PackageNeed, packageInputs, unpackPackages } from './packages.ts';

/** Programs of a node, and the libraries that a plain system may lack for them. */
const NODE_PACKAGES = [
  'containerd',
  'runc',
  'containernetworking-plugins',
  'nftables',
  'libnftables1',
  'libnftnl11',
  'libmnl0',
  'libjansson4',
  'libxtables12',
  'libseccomp2',
  'libedit2',
  'libbsd0',
  'libmd0',
  'libgmp10',
] as const;

const PACKAGES = [...new Set<PackageNeed>([...NODE_PACKAGES, ...MARIADB_PACKAGES])];

/** The node's programs from packages of the system that rehearses. */
export function debianPackages(): Recipe {
  return {
    name: 'debian',
    inputs: ['revision 2', ...packageInputs(PACKAGES)],
    needs: [],
    coldSeconds: 5,
    build: (target, context) => unpackPackages(PACKAGES, target, context),
  };
}
