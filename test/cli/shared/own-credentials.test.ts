import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { askAws } from '../../../cli/shared/ask-aws.ts';
import { clientSettings } from '../../../cli/shared/client-settings.ts';
import { CommandError } from '../../../cli/shared/command-error.ts';
import { ownCredentials } from '../../../cli/shared/own-credentials.ts';

/** Variables that this process may have, and that say where credentials are. */
const OTHERS = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
];

interface Given {
  readonly config?: string;
  readonly profile?: string;
  /** Milliseconds. */
  readonly longest?: number;
}

/** What is said of somebody's credentials. In the config, FOLDER is the test's own, gone with the test. */
async function told(t: TestContext, { config = '', profile, longest }: Given): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  const before = { ...process.env };
  t.after(() => {
    process.env = before;
    rmSync(folder, { recursive: true });
  });
  writeFileSync(join(folder, 'waits'), '');
  writeFileSync(join(folder, 'config'), config.replaceAll('FOLDER', folder));
  for (const name of OTHERS) delete process.env[name];
  Object.assign(process.env, {
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PROFILE: profile ?? '',
  });
  const { region, requestHandler } = clientSettings('eu-west-1');
  const asking = Promise.resolve(ownCredentials({ region, requestHandler }, longest)());
  const error = await askAws('asking', region, asking).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof CommandError, `${error}`);
  return error.report();
}

const PROFILES = `
[profile fails]
credential_process = sh -c "echo no luck, my friend >&2; exit 3 || s3cr3t"
[profile talks]
credential_process = echo hello
[profile gone]
credential_process = /no/such/program
[profile bare]
region = eu-west-1
[profile circle]
role_arn = arn:aws:iam::111122223333:role/x
source_profile = second
[profile second]
role_arn = arn:aws:iam::111122223333:role/x
source_profile = circle
[profile sourceless]
role_arn = arn:aws:iam::111122223333:role/x
source_profile = nosuch
[profile portal]
sso_session = work
sso_account_id = 111122223333
sso_role_name = x
[sso-session work]
sso_region = eu-west-1
sso_start_url = https://x.awsapps.com/start
[profile code]
role_arn = arn:aws:iam::111122223333:role/x
source_profile = keys
mfa_serial = arn:aws:iam::111122223333:mfa/x
[profile keys]
aws_access_key_id = AKIAEXAMPLE
aws_secret_access_key = x
[profile token]
role_arn = arn:aws:iam::111122223333:role/x
web_identity_token_file = /no/such/token
`;

const BROKEN = 'this is [not a file of profiles\n[[[profile broken\n=====\n';

describe('a profile that gives no credentials is told by its name, with the reason', () => {
  const cases: readonly (readonly [profile: string, config: string, words: RegExp])[] = [
    ['fails', PROFILES, /the profile fails: its credential_process failed: no luck, my friend\n/],
    ['talks', PROFILES, /the profile talks: .*credential_process returned invalid JSON/],
    ['gone', PROFILES, /the profile gone: its credential_process failed: .*no\/such\/program/],
    ['bare', PROFILES, /the profile bare: Could not resolve credentials/],
    ['circle', PROFILES, /the profile circle: Detected a cycle/],
    ['sourceless', PROFILES, /the profile sourceless: .*\[nosuch\]/],
    ['portal', PROFILES, /SSO session token associated with profile=portal.*'aws sso login'/],
    ['code', PROFILES, /Profile code requires multi-factor authentication/],
    ['token', PROFILES, /the profile token: .*no such file or directory, open '\/no\/such\/token'/],
    ['nosuch', PROFILES, /the profile nosuch: Could not resolve credentials/],
    ['broken', BROKEN, /the profile broken: Could not resolve credentials/],
  ];
  for (const [profile, config, words] of cases)
    test(profile, async (t) => {
      const said = await told(t, { config, profile });
      assert.match(said, /^No AWS credentials: /);
      assert.match(said, words);
      assert.match(said, new RegExp(`\\n {2}help: AWS_PROFILE is "${profile}": .*aws configure list-profiles`));
      assert.doesNotMatch(said, /s3cr3t/, 'the command line of credential_process may hold a secret');
    });

  test('but not where nobody has named one', async (t) => {
    assert.match(
      await told(t, {}),
      /^No AWS credentials: Could not load .*\n.*\n {2}help: aws sso login, or export AWS_PROFILE/,
    );
  });

  test('the default one, when its program fails', async (t) => {
    const config = '[default]\ncredential_process = sh -c "echo no luck >&2; exit 3"\n';
    assert.match(
      await told(t, { config }),
      /^No AWS credentials: the profile default: its credential_process failed: no luck/,
    );
  });
});

describe('a credential_process that hangs', () => {
  // It ends with the test, whose folder is removed.
  const hangs = 'credential_process = sh -c "while [ -e FOLDER/waits ]; do sleep 0.05; done"\n';

  for (const [profile, section, shown] of [
    ['slow', '[profile slow]', 'credential_process --profile slow'],
    [undefined, '[default]', 'credential_process'],
  ] as const)
    test(`is waited for no longer than a person takes to type a code: ${section}`, async (t) => {
      const said = await told(t, { config: `${section}\n${hangs}`, longest: 200, ...(profile && { profile }) });
      assert.match(said, /^No AWS credentials: none within 0\.2 s\n/);
      assert.match(said, new RegExp(`help: run the program by itself .*: aws configure get ${shown}$`));
    });
});
