import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { freemem } from 'node:os';
import { join } from 'node:path';
import { Program, type ProgramOptions } from '../shared/process/program.ts';
import { Authority } from './authority.ts';
import { coverFile, privateFolders, SANDBOX_ROOT, settleKernel, shortLivedFolder } from './mounts.ts';
import { Names } from './names.ts';
import { raiseNetwork } from './network.ts';
import type { SandboxPlan } from './plan.ts';

/** What everything inside a sandbox shares. */
export interface Sandbox {
  readonly plan: SandboxPlan;
  /** The run's folder, as seen from inside. */
  readonly folder: string;
  /** Where thousands of small files are written and soon removed. */
  readonly shortLived: string;
  readonly authority: Authority;
  readonly names: Names;
  /** Environment in which kubectl and helm are found and the sandbox's authority is trusted. */
  readonly env: Readonly<Record<string, string>>;
  /** What the node's own programs need in addition. */
  readonly nodeEnv: Readonly<Record<string, string>>;
  /** Where a program's log is. */
  readonly log: (name: string) => string;
  /** Starts a program that lives until it is stopped, or the sandbox ends. */
  readonly start: (
    name: string,
    command: string,
    args: readonly string[],
    options?: Partial<ProgramOptions>,
  ) => Program;
  /** Makes pods and processes of the sandbox ask this server for names that are not in the hosts file. */
  readonly useNameServer: (address: string) => void;
}

/** Turns the bare namespaces that this process is in into a sandbox. Call it once, first. */
export async function setUpSandbox(plan: SandboxPlan): Promise<Sandbox> {
  await privateFolders(plan.folder);
  await settleKernel();
  await raiseNetwork();
  const names = await Names.open();
  const resolver = await coverFile('/etc/resolv.conf', 'resolv.conf', nameServer('127.0.0.1'));
  const authority = await Authority.create(join(SANDBOX_ROOT, 'authority'), `rehearsal ${plan.id}`);
  const trust = await authority.spread();
  const env = { ...environment(plan, trust, authority.certificate), ...scratch() };
  const log = (name: string) => join(SANDBOX_ROOT, 'log', `${name}.log`);
  return {
    plan,
    folder: SANDBOX_ROOT,
    shortLived: shortLivedFolder(freemem() / 2 ** 30),
    authority,
    names,
    env,
    nodeEnv: nodeEnvironment(plan),
    log,
    start: (name, command, args, options = {}) =>
      new Program(name, command, args, { ...options, log: options.log ?? log(name), env: { ...env, ...options.env } }),
    useNameServer: (address) => writeFileSync(resolver, nameServer(address)),
  };
}

/** Short patience: a name that nobody knows must not cost seconds. */
function nameServer(address: string): string {
  return `nameserver ${address}\noptions timeout:1 attempts:2\n`;
}

/** For everybody in the sandbox: the cluster's tools, and the sandbox's authority. */
function environment(plan: SandboxPlan, trust: string, authority: string): Readonly<Record<string, string>> {
  return {
    PATH: [plan.cache.tools, systemPath()].join(':'),
    SSL_CERT_FILE: trust,
    AWS_CA_BUNDLE: trust,
    REQUESTS_CA_BUNDLE: trust,
    NODE_EXTRA_CA_CERTS: authority,
    // Nobody is here to hear it.
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  };
}

/** Where programs put what they keep for themselves: in the run's folder, and not in the home of whoever rehearses. */
function scratch(): Readonly<Record<string, string>> {
  const temporary = join(SANDBOX_ROOT, 'tmp');
  mkdirSync(temporary);
  chmodSync(temporary, 0o1777); // some programs run as other users
  return { TMPDIR: temporary, CDK_HOME: join(SANDBOX_ROOT, 'cdk'), KUBECACHEDIR: join(SANDBOX_ROOT, 'kube') };
}

/** For the node's programs only: Debian's programs and libraries from the cache, which the machine's own must not meet. */
function nodeEnvironment({ cache }: SandboxPlan): Readonly<Record<string, string>> {
  const folders = ['usr/bin', 'usr/sbin'].map((folder) => join(cache.debian, folder));
  return {
    PATH: [cache.tools, ...folders, systemPath()].join(':'),
    LD_LIBRARY_PATH: ['usr/lib', 'lib'].map((base) => join(cache.debian, base, triplet())).join(':'),
  };
}

function systemPath(): string {
  return process.env.PATH ?? '/usr/sbin:/usr/bin:/sbin:/bin';
}

/** Debian's name for this machine's kind, which its library folders carry. */
function triplet(): string {
  return process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
}
