import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseConfig } from '../../../lib/config/parse.ts';
import * as file from '../../../onemerge.config.ts';
import { startApiServer } from '../../../rehearsal/fakes/github/server.ts';
import { awsEnvironment, certificate, openScene, type Scene } from './scene.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

describe('npx onemerge connect', { concurrency: false }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  let scene: Scene;
  let api: Server;
  before(async () => {
    // The command reads this project's own config, whatever it is.
    const { name: stacks, repository } = parseConfig(file.default);
    scene = await openScene({ owner: repository.owner, name: repository.name, stacks, scopes: ['admin:repo_hook'] });
    api = await startApiServer(scene.github, { address: '127.0.0.1', port: 0, ...certificate });
    writeFileSync(join(folder, 'ca.pem'), certificate.certificate);
  });
  after(() => {
    api.close();
    api.closeAllConnections();
    scene.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (args: string[] = [], env: Record<string, string> = {}) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const { port } = api.address() as AddressInfo;
      const everything = {
        PATH: '/nowhere',
        ...awsEnvironment(scene.aws.url),
        NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
        GITHUB_API_URL: `https://127.0.0.1:${port}`,
        GITHUB_TOKEN: 'a-token',
        ...env,
      };
      const command = ['--import', 'tsx', 'bin/onemerge.ts', 'connect', ...args];
      execFile(process.execPath, command, { cwd: ROOT, env: everything, timeout: 120_000 }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
      );
    });

  test('connects over HTTPS, prints a report for machines, and ends with code 0', async () => {
    const { code, stdout, stderr } = await run(['--json']);
    assert.equal(code, 0, stderr);
    const report = JSON.parse(stdout);
    assert.deepEqual([report.webhook.change, report.webhook.url], ['created', scene.hookUrl]);
    assert.deepEqual([report.webhook.ping.status, report.pipeline.outcome], [200, 'started']);
    assert.match(stderr, /^Repository {2}/);
  });

  test('says the second time that nothing changed, in lines for people', async () => {
    scene.aws.executions = ['Succeeded'];
    const { code, stdout, stderr } = await run();
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Webhook {5}unchanged \(https:/m);
    assert.match(stdout, /^Pipeline {4}fixture-pipeline ran before: execution-0$/m);
    assert.equal(stderr, '');
  });

  test('ends with code 1 while the handshake waits for a person', async () => {
    scene.aws.connection = ['PENDING'];
    const { code, stdout } = await run();
    scene.aws.connection = ['AVAILABLE'];
    assert.equal(code, 1);
    assert.match(
      stdout,
      /^Not yet {5}finish the handshake, then start the pipeline with the same command: npx onemerge connect$/m,
    );
  });

  test('ends with code 2 and no stack trace when something is missing', async () => {
    const { code, stderr } = await run([], { GITHUB_TOKEN: '' });
    assert.equal(code, 2);
    assert.match(stderr, /^No token for /);
    assert.doesNotMatch(stderr, /\n {4}at /);
  });

  test('refuses a timeout that is no number of seconds', async () => {
    const { code, stderr } = await run(['--timeout', 'long']);
    assert.equal(code, 2);
    assert.match(stderr, /Give whole seconds, for example 600/);
  });
});
