import assert from 'node:assert/strict';
import type { GhostPod } from '../../harness/ghost/pod.ts';
import type { Check } from './section.ts';

/** What a Ghost that was broken into could do to its container. */
export async function confinement(check: Check, pod: GhostPod): Promise<void> {
  await check('Ghost runs without errors as a non-root user on a read-only image', async () => {
    const writes = await pod.exec('id -u; touch /var/lib/ghost/x /usr/x /etc/x /run/x 2>&1; true');
    assert.equal(writes.match(/Read-only file system/g)?.length, 4, writes);
    assert.match(writes, /^1000$/m);
    const status = await pod.exec('cat /proc/1/status');
    assert.match(status, /CapBnd:\s+0{16}/, 'Ghost has capabilities');
    assert.match(status, /NoNewPrivs:\s+1/, 'Ghost may gain privileges');
    assert.match(status, /Seccomp:\s+2/, 'no filter of system calls');
    const log = await pod.log();
    assert.match(log, /Ghost booted/, 'the log holds nothing of Ghost');
    assert.doesNotMatch(log, /EROFS|EACCES|EPERM/);
    return 'four writes refused, uid 1000, no capability, no new privileges, a seccomp filter; no EROFS, EACCES or EPERM in the log';
  });
}
