import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listen } from '../../../rehearsal/shared/listen.ts';

/** An account as far as `connect` asks about it, answered over loopback in the protocols of AWS. Tests change it. */
export interface AwsAccount {
  /** Outputs of the deployed stacks, by stack name. */
  stacks: Record<string, Record<string, string>>;
  secret: string;
  /** Secrets that were made by their names, as JSON. */
  readonly kept: Record<string, unknown>;
  /** States of the connection, one for each look; the last one stays. */
  connection: ('PENDING' | 'AVAILABLE' | 'ERROR' | 'gone')[];
  /** States of the pipeline's executions, the newest first. */
  executions: string[];
  /** When set, every request is refused with this error. */
  refusal?: { readonly code: string; readonly message: string };
  /** How often the pipeline was started. */
  readonly starts: string[];
  readonly url: string;
  readonly close: () => void;
}

type Parameters = Readonly<Record<string, string | undefined>>;

/** Starts an account without stacks. */
export async function startAwsAccount(): Promise<AwsAccount> {
  const server = createServer(async (request, response) => {
    const { status, body } = answer(account, request, await text(request));
    response.writeHead(status, { 'content-type': body.startsWith('<') ? 'text/xml' : 'application/x-amz-json-1.1' });
    response.end(body);
  });
  await listen(server, { port: 0, host: '127.0.0.1' });
  const account: AwsAccount = {
    stacks: {},
    secret: '{}',
    kept: {},
    connection: ['AVAILABLE'],
    executions: [],
    starts: [],
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return account;
}

function answer(account: AwsAccount, request: IncomingMessage, body: string): { status: number; body: string } {
  const target = String(request.headers['x-amz-target'] ?? '');
  const { refusal } = account;
  if (target === '') return queryAnswer(account, new URLSearchParams(body));
  if (refusal) return jsonError(refusal.code, refusal.message);
  const parameters: Parameters = JSON.parse(body);
  const operation = target.slice(target.lastIndexOf('.') + 1);
  if (operation === 'GetConnection' && account.connection[0] === 'gone') {
    return jsonError('ResourceNotFoundException', 'Connection not found');
  }
  const missing = missingSecret(account, operation, parameters);
  if (missing) return missing;
  const result = operations[operation]?.(account, parameters);
  return result ? { status: 200, body: JSON.stringify(result) } : jsonError('UnknownOperationException', target);
}

/** Secrets Manager takes a name once, and knows no other secret by a name; those of the stacks are asked for by their ARNs. */
function missingSecret({ kept }: AwsAccount, operation: string, { Name = '', SecretId = '' }: Parameters) {
  if (operation === 'CreateSecret' && Name in kept)
    return jsonError('ResourceExistsException', `${Name} already exists`);
  const isUnknown = /Secret/.test(operation) && SecretId !== '' && !SecretId.startsWith('arn:') && !(SecretId in kept);
  return isUnknown ? jsonError('ResourceNotFoundException', `${SecretId} is not there`) : undefined;
}

function keep({ kept }: AwsAccount, name: string, text = '{}'): object {
  kept[name] = JSON.parse(text);
  return { Name: name };
}

const operations: Readonly<Record<string, (account: AwsAccount, parameters: Parameters) => object>> = {
  GetSecretValue: ({ secret, kept }, { SecretId = '' }) => ({
    ARN: SecretId,
    SecretString: SecretId in kept ? JSON.stringify(kept[SecretId]) : secret,
  }),
  CreateSecret: (account, { Name = '', SecretString }) => keep(account, Name, SecretString),
  PutSecretValue: (account, { SecretId = '', SecretString }) => keep(account, SecretId, SecretString),
  GetConnection: ({ connection }, { ConnectionArn }) => {
    const ConnectionStatus = connection.length > 1 ? connection.shift() : connection[0];
    return { Connection: { ConnectionName: 'fixture-github', ConnectionArn, ConnectionStatus } };
  },
  ListPipelineExecutions: ({ executions }, { nextToken = '0' }) => {
    const at = Number(nextToken); // one execution on a page, so that pages are followed
    const page = executions.slice(at, at + 1).map((status) => ({ status, pipelineExecutionId: `execution-${at}` }));
    const next = at + 1 < executions.length ? { nextToken: String(at + 1) } : {};
    return { pipelineExecutionSummaries: page, ...next };
  },
  StartPipelineExecution: ({ starts }, { name = '' }) => {
    starts.push(name);
    return { pipelineExecutionId: 'execution-new' };
  },
};

/** CloudFormation speaks forms and XML. */
function queryAnswer({ stacks, refusal }: AwsAccount, form: URLSearchParams): { status: number; body: string } {
  const name = form.get('StackName') ?? '';
  const outputs = stacks[name];
  const { code, message } = refusal ?? { code: 'ValidationError', message: `Stack with id ${name} does not exist` };
  if (refusal || !outputs) {
    const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
    return { status: 400, body: `<ErrorResponse>${error}<RequestId>1</RequestId></ErrorResponse>` };
  }
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  const state = '<StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime>';
  const stack = `<member><StackName>${name}</StackName>${state}<Outputs>${members.join('')}</Outputs></member>`;
  const result = `<DescribeStacksResult><Stacks>${stack}</Stacks></DescribeStacksResult>`;
  return { status: 200, body: `<DescribeStacksResponse>${result}</DescribeStacksResponse>` };
}

const jsonError = (code: string, message: string) => ({ status: 400, body: JSON.stringify({ __type: code, message }) });

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
