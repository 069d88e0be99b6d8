import { driftAnswer, type FakeDrift } from './drift.ts';
import { type Answer, FakeServer, type Request } from './http.ts';

/** What the fake holds; tests change it between requests. */
export interface FakeState {
  readonly account: string;
  stacks: Record<
    string,
    { status: string; template: unknown; outputs?: Record<string, string>; events?: FakeEvent[]; app?: string }
  >;
  resources: Record<string, { id: string; type: string; physicalId: string }[]>;
  /** Newest first. */
  executions: { status: string; revision: string; startTime?: Date }[];
  targets: Record<string, string[]>;
  cluster?: { endpoint: string };
  /** By stack. */
  drifts?: Record<string, FakeDrift>;
}

interface FakeEvent {
  /** `STACK` stands for the stack itself. */
  readonly id: string;
  readonly status: string;
  readonly reason?: string;
  readonly at: string;
}

export const FAKE_ACCOUNT = '111122223333';

/** The few operations of AWS that the verdict uses, on this machine. */
export async function startFakeAws(state: Partial<FakeState> = {}): Promise<{ server: FakeServer; state: FakeState }> {
  const full: FakeState = { account: FAKE_ACCOUNT, stacks: {}, resources: {}, executions: [], targets: {}, ...state };
  const server = await FakeServer.start((request) => answer(full, request));
  process.env.AWS_ENDPOINT_URL = server.url;
  process.env.AWS_ACCESS_KEY_ID = 'AKIDFAKE';
  process.env.AWS_SECRET_ACCESS_KEY = 'fake';
  process.env.AWS_MAX_ATTEMPTS = '1';
  return { server, state: full };
}

const REQUEST_ID = '<ResponseMetadata><RequestId>0</RequestId></ResponseMetadata>';

function answer(state: FakeState, { headers, url, body }: Request): Answer {
  const target = headers['x-amz-target'];
  if (target === 'CodePipeline_20150709.ListPipelineExecutions') return executions(state);
  if (url.pathname.startsWith('/clusters/')) return cluster(state);
  const parameters = new URLSearchParams(body);
  const action = parameters.get('Action') ?? '';
  const xml = (result: string): Answer => ({
    body: `<${action}Response><${action}Result>${result}</${action}Result>${REQUEST_ID}</${action}Response>`,
    type: 'text/xml',
  });
  switch (action) {
    case 'GetCallerIdentity':
      return xml(
        `<Account>${state.account}</Account><Arn>arn:aws:sts::${state.account}:assumed-role/build/1</Arn><UserId>A:1</UserId>`,
      );
    case 'AssumeRole':
      return xml(
        `<Credentials><AccessKeyId>ASIALOOKUP</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>`,
      );
    case 'DescribeTargetHealth': {
      const states = state.targets[parameters.get('TargetGroupArn') ?? ''] ?? [];
      const members = states.map((one) => `<member><TargetHealth><State>${one}</State></TargetHealth></member>`);
      return xml(`<TargetHealthDescriptions>${members.join('')}</TargetHealthDescriptions>`);
    }
    default:
      return stackAnswer(
        state,
        action,
        parameters.get('StackName') ?? parameters.get('StackDriftDetectionId') ?? '',
        xml,
      );
  }
}

function stackAnswer(state: FakeState, action: string, name: string, xml: (result: string) => Answer): Answer {
  if (action === 'DescribeStacks' && name === '') return everyStack(state, xml);
  const drift = driftAnswer(action, name, state.drifts?.[name] ?? { resources: [] });
  if (drift !== undefined) return xml(drift);
  const stack = state.stacks[name];
  if (stack === undefined) {
    const message = `Stack with id ${name} does not exist`;
    return {
      status: 400,
      type: 'text/xml',
      body: `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>${message}</Message></Error></ErrorResponse>`,
    };
  }
  const id = `arn:aws:cloudformation:eu-west-1:${state.account}:stack/${name}/1`;
  const text = (value = '') => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  switch (action) {
    case 'DescribeStacks': {
      const outputs = Object.entries(stack.outputs ?? {}).map(
        ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
      );
      return xml(
        `<Stacks><member><StackId>${id}</StackId><StackName>${name}</StackName><StackStatus>${stack.status}</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime><Outputs>${outputs.join('')}</Outputs></member></Stacks>`,
      );
    }
    case 'GetTemplate':
      return xml(`<TemplateBody>${text(JSON.stringify(stack.template))}</TemplateBody>`);
    case 'DescribeStackEvents': {
      const members = (stack.events ?? []).map(({ id: logical, status, reason = '', at }, i) => {
        const physical = logical === 'STACK' ? id : `${logical}-1`;
        return `<member><EventId>${i}</EventId><StackId>${id}</StackId><StackName>${name}</StackName><LogicalResourceId>${logical}</LogicalResourceId><PhysicalResourceId>${physical}</PhysicalResourceId><ResourceType>AWS::Some::Type</ResourceType><Timestamp>${at}</Timestamp><ResourceStatus>${status}</ResourceStatus><ResourceStatusReason>${text(reason)}</ResourceStatusReason></member>`;
      });
      return xml(`<StackEvents>${members.join('')}</StackEvents>`);
    }
    default: {
      const members = (state.resources[name] ?? []).map(
        ({ id: logical, type, physicalId }) =>
          `<member><LogicalResourceId>${logical}</LogicalResourceId><ResourceType>${type}</ResourceType><PhysicalResourceId>${physicalId}</PhysicalResourceId><ResourceStatus>CREATE_COMPLETE</ResourceStatus><LastUpdatedTimestamp>2026-01-01T00:00:00Z</LastUpdatedTimestamp></member>`,
      );
      return xml(`<StackResourceSummaries>${members.join('')}</StackResourceSummaries>`);
    }
  }
}

function everyStack({ stacks }: FakeState, xml: (result: string) => Answer): Answer {
  const members = Object.entries(stacks).map(
    ([name, { status, app = '' }]) =>
      `<member><StackName>${name}</StackName><StackStatus>${status}</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime><Tags><member><Key>onemerge:name</Key><Value>${app}</Value></member></Tags></member>`,
  );
  return xml(`<Stacks>${members.join('')}</Stacks>`);
}

function executions(state: FakeState): Answer {
  const pipelineExecutionSummaries = state.executions.map(({ status, revision, startTime }) => ({
    status,
    ...(startTime && { startTime: startTime.getTime() / 1000 }),
    sourceRevisions: [{ actionName: 'GitHub', revisionId: revision }],
  }));
  return { body: JSON.stringify({ pipelineExecutionSummaries }), type: 'application/x-amz-json-1.1' };
}

function cluster({ cluster: found }: FakeState): Answer {
  const data = Buffer.from('-----BEGIN CERTIFICATE-----\n').toString('base64');
  const described = found
    ? { status: 'ACTIVE', endpoint: found.endpoint, certificateAuthority: { data } }
    : { status: 'CREATING' };
  return { body: JSON.stringify({ cluster: { name: 'example', ...described } }) };
}
