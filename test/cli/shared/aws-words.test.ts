import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CodePipelineClient, ListPipelineExecutionsCommand } from '@aws-sdk/client-codepipeline';
import { awsWords, requireAws } from '../../../cli/shared/aws-words.ts';
import { startAnswering } from '../../support/answering.ts';

const KEYS = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'x' };
const refused = (name: string, env = {}, message = 'because') =>
  awsWords(Object.assign(new Error(message), { name }), env) ?? assert.fail('no words');

describe('a call that AWS refuses names the variable or profile at fault, and passes on the words of AWS', () => {
  const cases: [name: string, env: Record<string, string>, what: RegExp, help: RegExp][] = [
    ['CredentialsProviderError', {}, /^No AWS credentials: because$/, /^aws sso login, or export AWS_PROFILE=/],
    [
      'CredentialsProviderError',
      { AWS_PROFILE: 'nosuch' },
      /: because$/,
      /^AWS_PROFILE is "nosuch": to see .*: aws configure list-/,
    ],
    [
      'CredentialsProviderError',
      { AWS_ACCESS_KEY_ID: 'A' },
      /: because$/,
      /without AWS_SECRET_ACCESS_KEY: export both/,
    ],
    ['ExpiredToken', KEYS, /have expired: because$/, /^they are those of AWS_ACCESS_KEY_ID and AWS_SESSION_TOKEN/],
    ['ExpiredTokenException', { AWS_PROFILE: 'work' }, /have expired: because$/, /^aws sso login/],
    [
      'SignatureDoesNotMatch',
      KEYS,
      /does not accept .*: because$/,
      /^correct AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/,
    ],
    [
      'AuthFailure',
      { AWS_PROFILE: 'work' },
      /does not accept .*: because$/,
      /^correct the profile that AWS_PROFILE names, "work"/,
    ],
    ['InvalidClientTokenId', {}, /does not accept .*: because$/, /^correct the default profile/],
    ['InvalidSignatureException', KEYS, /does not accept .*: because$/, /^correct AWS_ACCESS_KEY_ID/],
    ['IncompleteSignature', KEYS, /does not accept .*: because$/, /^correct AWS_ACCESS_KEY_ID/],
    ['MissingAuthenticationTokenException', KEYS, /does not accept .*: because$/, /^correct AWS_ACCESS_KEY_ID/],
    ['InvalidAccessKeyId', { AWS_PROFILE: 'work' }, /does not accept .*: because$/, /^correct the profile .*"work"/],
    ['TokenRefreshRequired', { AWS_PROFILE: 'work' }, /have expired: because$/, /^aws sso login/],
    ['RequestInTheFuture', KEYS, /the time of this machine: because$/, /^set its clock/],
    ['AccessDenied', KEYS, /does not allow it: because$/, /instead of AWS_ACCESS_KEY_ID/],
    ['RequestTimeTooSkewed', KEYS, /the time of this machine: because$/, /^set its clock/],
    ['OptInRequired', KEYS, /does not use this region: because$/, /^aws account list-regions/],
  ];
  for (const [name, env, what, help] of cases) {
    test(`${name} with ${Object.keys(env).join(' and ') || 'nothing set'}`, () => {
      const words = refused(name, env);
      assert.match(words.what, what);
      assert.match(words.help, help);
      assert.equal(words.final, true);
    });
  }

  test('an old signature is told as a wrong clock, not as a wrong key', () => {
    const old = 'Signature expired: 20260101T000000Z is now earlier than 20261126T000000Z';
    assert.match(refused('SignatureDoesNotMatch', KEYS, old).what, /the time of this machine: Signature expired/);
  });

  test('and as that by the services that speak JSON', () => {
    const old = 'Signature not yet current: 20261126T000000Z is still later than 20260101T000000Z';
    assert.match(refused('InvalidSignatureException', KEYS, old).what, /the time of this machine: Signature not yet/);
  });

  const unsent: [code: string, path: string | undefined, env: Record<string, string>, what: RegExp, help: RegExp][] = [
    [
      'ERR_INVALID_URL',
      undefined,
      { AWS_ENDPOINT_URL: 'nowhere' },
      /^AWS_ENDPOINT_URL is "nowhere", which is no/,
      /^unset/,
    ],
    [
      'ERR_INVALID_URL',
      undefined,
      { AWS_ENDPOINT_URL_STS: 'http://' },
      /^AWS_ENDPOINT_URL_STS is "http:/,
      /unset AWS_END/,
    ],
    [
      'ERR_INVALID_CHAR',
      undefined,
      { AWS_ACCESS_KEY_ID: 'A\nB' },
      /^AWS_ACCESS_KEY_ID holds a line break/,
      /on one line/,
    ],
    [
      'ERR_INVALID_CHAR',
      undefined,
      { ...KEYS, AWS_SESSION_TOKEN: 'a\nb' },
      /^AWS_SESSION_TOKEN holds a line/,
      /export AWS_S/,
    ],
    [
      'ENOENT',
      '/no/token',
      { AWS_WEB_IDENTITY_TOKEN_FILE: '/no/token' },
      /^AWS_WEB_IDENTITY_TOKEN_FILE names a/,
      /unset AWS/,
    ],
    [
      'EISDIR',
      '/tmp',
      { AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/tmp' },
      /^AWS_CONTAINER_AUTHORIZATION_TOKEN_F/,
      /a file/,
    ],
  ];
  for (const [code, path, env, what, help] of unsent) {
    test(`what ${Object.keys(env).at(-1)} keeps from being sent: ${code}`, () => {
      const words = awsWords(Object.assign(new TypeError('because'), { code, path }), env);
      assert.match(words?.what ?? '', what);
      assert.match(words?.help ?? '', help);
      assert.doesNotMatch(`${words?.what}${words?.help}`, /A\nB|a\nb/);
      assert.equal(words?.final, true);
    });
  }

  test('an error that no variable explains is not blamed on one', () => {
    const error = (code: string, path?: string) => Object.assign(new Error('because'), { code, path });
    assert.equal(awsWords(error('ERR_INVALID_URL'), { AWS_ENDPOINT_URL: 'http://localhost' }), undefined);
    assert.equal(awsWords(error('ERR_INVALID_CHAR'), KEYS), undefined);
    assert.equal(awsWords(error('ENOENT', '/elsewhere'), KEYS), undefined);
  });

  test('words of several lines become one', () => {
    assert.equal(refused('CredentialsProviderError', {}, 'a\n  b').what, 'No AWS credentials: a b');
  });

  test('an address that nobody answers at names the variables that lead there', () => {
    const refusing = Object.assign(new Error(''), { code: 'ECONNREFUSED' });
    const words = awsWords(refusing, { HTTPS_PROXY: 'http://proxy', AWS_ENDPOINT_URL: 'http://nowhere' });
    assert.equal(words?.what, 'AWS cannot be reached: ECONNREFUSED');
    assert.match(words?.help ?? '', /AWS_ENDPOINT_URL and HTTPS_PROXY/);
  });

  test('an answer about what was asked for is left alone', () => {
    assert.equal(awsWords(Object.assign(new Error('no such stack'), { name: 'ValidationError' }), KEYS), undefined);
    assert.equal(awsWords('no error', KEYS), undefined);
  });
});

describe('an answer that is not one of AWS is told as such', () => {
  const answers: [title: string, status: number, body: string][] = [
    ['a page', 200, '<html><body>Welcome to the hotel</body></html>'],
    ['nothing', 200, ''],
    ['half an answer', 200, '{"pipelineExecutionSummaries":['],
    ['something else', 200, '{"hello":1}'],
    ['a redirect', 302, ''],
    ['a page of a proxy', 503, '<html>Bad gateway</html>'],
    ['a refusal by a proxy', 403, '<html>No</html>'],
  ];
  for (const [title, status, body] of answers) {
    test(title, async (t) => {
      const endpoint = await startAnswering(t, status, body);
      const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
      const settings = { region: 'eu-west-1', endpoint, credentials, maxAttempts: 1 };
      const stacks = new CloudFormationClient(settings)
        .send(new DescribeStacksCommand({}))
        .then(({ Stacks }) => requireAws(Stacks, 'list of stacks'));
      const executions = new CodePipelineClient(settings)
        .send(new ListPipelineExecutionsCommand({ pipelineName: 'x' }))
        .then(({ pipelineExecutionSummaries }) => requireAws(pipelineExecutionSummaries, 'list of executions'));
      for (const asked of [stacks, executions]) {
        const words = await asked.then(
          () => assert.fail('taken for an answer'),
          (error) => awsWords(error, {}),
        );
        assert.match(words?.what ?? '', /^What answers in the place of AWS is not AWS: \S[^\n]*$/);
        assert.match(words?.help ?? '', /^check the network, and AWS_ENDPOINT_URL/);
      }
    });
  }
});
