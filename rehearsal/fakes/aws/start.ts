import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { join } from 'node:path';
import { fileSystems } from '../../cluster/content.ts';
import { CLUSTERS_URL } from '../../cluster/server.ts';
import { ADDRESSES } from '../../sandbox/addresses.ts';
import type { Sandbox } from '../../sandbox/setup.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { askJson, type Question } from '../../shared/http/json-client.ts';
import { waitFor } from '../../shared/process/wait.ts';

/** The account that a rehearsal's blog is in, and its region. */
export const ACCOUNT = '123456789012';
export const REGION = 'eu-west-1';

/** CloudWatch Logs, by the name that the collector of logs has for it; everybody else is told the emulator's address. */
const LOGS_HOST = `logs.${REGION}.amazonaws.com`;

/** The keys of an account's root: the emulator takes twelve digits for the account of that number. */
const rootKeys = (account: string) => ({ accessKeyId: account, secretAccessKey: 'test' });

/** The AWS emulator, while it runs, as an account sees it. */
export interface Aws {
  readonly account: string;
  /** The endpoint, as `AWS_ENDPOINT_URL` names it. */
  readonly url: string;
  /** What the CDK command line and the SDKs read: endpoint, region and the keys of the account's root. */
  readonly env: Readonly<Record<string, string>>;
  /** What a client of AWS's SDK is made with to talk to the emulator. */
  readonly client: ReturnType<typeof clientOptions>;
  /** Asks one of the emulator's own paths about the account, for example `/_rehearsal/types`. */
  readonly ask: (path: string, question?: Question) => Promise<unknown>;
  /** The same emulator, as another account sees it. */
  readonly inAccount: (account: string) => Aws;
  readonly stop: () => Promise<void>;
}

/**
 * Starts the AWS emulator in the sandbox.
 * @param databases where it asks for databases
 * @throws WaitError, with the log's end, when it does not come up
 */
export async function startAws(sandbox: Sandbox, databases: string): Promise<Aws> {
  const { cache } = sandbox.plan;
  const url = `https://${ADDRESSES.aws}`;
  sandbox.names.add(ADDRESSES.aws, [LOGS_HOST]);
  const leaf = await sandbox.authority.issue('aws', { commonName: 'aws', hosts: [ADDRESSES.aws, LOGS_HOST] });
  const program = sandbox.start('aws', 'python3', [join(import.meta.dirname, 'serve.py')], {
    env: {
      PYTHONPATH: cache.awsPackages,
      PYTHONDONTWRITEBYTECODE: '1',
      REHEARSAL_AWS_HOST: ADDRESSES.aws,
      REHEARSAL_AWS_PORT: '443',
      REHEARSAL_AWS_ACCOUNT: ACCOUNT,
      REHEARSAL_AWS_REGION: REGION,
      REHEARSAL_CA: sandbox.authority.certificate,
      REHEARSAL_CA_BUNDLE: sandbox.env.SSL_CERT_FILE ?? sandbox.authority.certificate,
      REHEARSAL_AWS_CERTIFICATE: leaf.certificate,
      REHEARSAL_AWS_KEY: leaf.key,
      REHEARSAL_AWS_FOLDER: join(sandbox.folder, 'aws'),
      REHEARSAL_CLUSTERS_URL: CLUSTERS_URL.replace(/\/clusters$/, ''),
      REHEARSAL_DATABASES_URL: databases,
      REHEARSAL_FILES_FOLDER: fileSystems(sandbox),
      REHEARSAL_KUBECTL: join(cache.tools, 'kubectl'),
      REHEARSAL_LAMBDA_MODULES: join(cache.lambdaModules, 'node_modules'),
    },
  });
  const authority = readFileSync(sandbox.authority.certificate, 'utf8');
  const ask = async (account: string, path: string, question: Question = {}): Promise<unknown> => {
    const asked = new URL(path, url);
    asked.searchParams.set('account', account);
    const { status, body } = await askJson(asked.href, { authority, ...question });
    if (status === 200) return body;
    throw new RehearsalError(`the fake AWS answered ${status} to ${path}`, {
      where: program.log,
      help: 'read the end of its log; run again with --keep',
    });
  };
  const alive = async () => ((await ask(ACCOUNT, '/_rehearsal/health').catch(() => undefined)) ? true : undefined);
  await waitFor('the AWS emulator answers', alive, {
    seconds: 60,
    where: program.log,
    hopeless: () => program.death(),
  });
  const inAccount = (account: string): Aws => ({
    account,
    url,
    env: environment(url, account),
    client: clientOptions(url, authority, account),
    ask: (path, question) => ask(account, path, question),
    inAccount,
    stop: () => program.stop(),
  });
  return inAccount(ACCOUNT);
}

/** This process started before the sandbox's authority existed, so its clients are told whom to trust. */
function clientOptions(endpoint: string, authority: string, account: string) {
  return {
    endpoint,
    region: REGION,
    credentials: rootKeys(account),
    requestHandler: { httpsAgent: new Agent({ ca: authority }) },
  };
}

function environment(url: string, account: string): Readonly<Record<string, string>> {
  const { accessKeyId, secretAccessKey } = rootKeys(account);
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_VERSION_CHECK: '1',
  };
}
