import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { BareRepository, GIT_MISSING } from '../../cluster/git/bare-repository.ts';
import { Authority, type Certificate } from '../../sandbox/authority.ts';
import type { Names } from '../../sandbox/names.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { selfMadeCertificate } from './certificate.ts';
import { startListener } from './listener.ts';
import { type SandboxGitHub, startGitHub } from './start.ts';

const made = selfMadeCertificate();

/** An authority that issues one and the same certificate, without openssl. */
class TestAuthority extends Authority {
  override async issue(): Promise<Certificate> {
    return { certificate: join(this.folder, 'ca.crt'), key: join(this.folder, 'ca.key') };
  }
}

describe('the fake GitHub in a sandbox', { skip: GIT_MISSING }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  const named: string[] = [];
  let repository: BareRepository;
  let running: SandboxGitHub;
  before(async () => {
    writeFileSync(join(folder, 'ca.crt'), made.certificate);
    writeFileSync(join(folder, 'ca.key'), made.key);
    repository = new BareRepository();
    const names: Pick<Names, 'add'> = { add: (address, hosts) => named.push(`${address} ${hosts.join(' ')}`) };
    const sandbox = {
      authority: new TestAuthority(folder),
      names: names as Names,
      log: (name: string) => join(folder, `${name}.log`),
    };
    running = await startGitHub(sandbox, {
      repository: { owner: 'octo-org', name: 'blog', branch: 'main' },
      repositories: repository.repositories,
      address: '127.0.0.1',
      port: 0,
    });
  });
  after(async () => {
    await running.close();
    repository.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  test('is api.github.com', () => {
    assert.deepEqual(named, ['127.0.0.1 api.github.com']);
    assert.ok((running.server.address() as AddressInfo).port > 0);
  });

  test('sends the event of a push that git received, signed, and says so in its log', async () => {
    const listener = await startListener(made, () => 200);
    const config = { url: `${listener.url}/hook/1`, content_type: 'json', insecure_ssl: '0', secret: 'x' } as const;
    running.fake.hooks.create({ config });
    const commit = repository.commit('Push me', { 'a.txt': 'a' });
    repository.git('push', '--quiet', 'origin', 'main');
    const delivered = async () => running.fake.deliveries[0];
    await waitFor('the event is delivered', delivered, { seconds: 60, every: 10 });
    listener.close();
    assert.equal(JSON.parse(listener.heard[0]?.body ?? '').after, commit);
    assert.match(String(listener.heard[0]?.headers['x-hub-signature-256']), /^sha256=[0-9a-f]{64}$/);
    assert.match(readFileSync(join(folder, 'github.log'), 'utf8'), /push .* to hook 1: 200 in /);
  });
});
