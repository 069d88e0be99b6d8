import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CONTRACT_VALUES as SETTINGS } from '../../cli/shared/rendering/contract-values.ts';
import type { Manifest } from '../../cli/shared/rendering/render.ts';
import { holds } from '../../lib/config/cidr.ts';
import { TREES, UNREADABLE } from './tree.ts';

interface Block {
  readonly cidr: string;
  readonly except?: readonly string[];
}

interface Egress {
  readonly to: readonly { readonly ipBlock?: Block }[];
  readonly ports: readonly { readonly port: number }[];
}

const policiesOf = (tree: keyof typeof TREES): Manifest[] =>
  TREES[tree]
    .flatMap(({ objects }) => objects)
    .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.namespace === 'ghost');

/** What the policies of Ghost's namespace let out: it has Ghost's pod alone. */
const egressOf = (tree: keyof typeof TREES): Egress[] => policiesOf(tree).flatMap(({ spec }) => spec.egress ?? []);

const inBlock = ({ cidr, except = [] }: Block, address: string): boolean =>
  holds(cidr, `${address}/32`) && !except.some((range) => holds(range, `${address}/32`));

/** Whether a connection goes out: by the address that the pod dials, which is what EKS's agent looks at. */
const reaches = (tree: keyof typeof TREES, address: string, port: number): boolean =>
  egressOf(tree).some(
    ({ to, ports }) =>
      ports.some((one) => one.port === port) && to.some(({ ipBlock }) => ipBlock && inBlock(ipBlock, address)),
  );

const POD = '10.0.128.9';

describe('a Ghost that was broken into', { skip: UNREADABLE }, () => {
  for (const tree of ['mail off', 'mail on'] as const) {
    for (const [what, address, port] of [
      ['the instance metadata', '169.254.169.254', 80],
      ['the instance metadata by TLS', '169.254.169.254', 443],
      ['Pod Identity', '169.254.170.23', 80],
      ['Pod Identity by TLS', '169.254.170.23', 443],
      ['the Kubernetes API', '10.0.0.13', 443],
      ['the Kubernetes API by its service', '172.20.0.1', 443],
      ['another service of the cluster', '172.20.33.7', 443],
      ["Flux's webhook receiver", POD, 9292],
      ["Flux's artifacts", POD, 9090],
      ['another pod by TLS', POD, 443],
      ['another Ghost', POD, 2368],
      ['the file system itself', '10.0.2.7', 2049],
      ['a network beside the VPC', '10.1.0.1', 443],
      ['the Internet without TLS', '93.184.216.34', 80],
    ] as const)
      test(`does not reach ${what}, with ${tree}`, () =>
        assert.ok(
          !reaches(tree, address, port),
          `gitops/apps/ghost/network.yaml lets ${address}:${port} through: except: it there`,
        ));
  }

  test('finds only what Ghost needs', () => {
    for (const [address, port] of [
      [SETTINGS.CLUSTER_DNS_ADDRESS, 53],
      ['10.0.3.4', Number(SETTINGS.DATABASE_PORT)],
      ['93.184.216.34', 443],
    ] as const)
      assert.ok(reaches('mail off', address, port), `${address}:${port}`);
  });

  test('is let to no pod by a label: what that pod is would be for others to say', () => {
    const peers = egressOf('mail on').flatMap(({ to }) => to);
    assert.ok(peers.length > 3);
    assert.deepEqual(
      peers.filter(({ ipBlock }) => ipBlock === undefined),
      [],
    );
  });
});
