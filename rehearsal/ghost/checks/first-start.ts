import assert from 'node:assert/strict';
import { Author } from '../author.ts';
import { memory } from '../pod.ts';
import { probeOnce } from '../probe.ts';
import type { Report } from '../report.ts';
import { OWNER, type Stage, TIMEOUT_SECONDS } from '../stage.ts';
import { until } from '../until.ts';
import { story, straightToPod, thief, throughEdge } from './thief.ts';

/** An empty database, an empty content folder, and somebody who wants to own the blog first. */
export async function firstStart(report: Report, stage: Stage): Promise<void> {
  const { edge, workload, database, site } = stage;
  const host = new URL(site).host;
  report.section('A first start, on an empty database and an empty content folder');

  await report.check('control: without prepare, a thief who reaches the pod takes the blog', async () => {
    await database.reset();
    const bare = { ...workload, pod: { ...workload.pod, initContainers: [] } };
    const pod = stage.startPod({ workload: bare });
    const robber = thief(straightToPod(pod.address, workload.port, host));
    await until('the thief gets an answer to the setup', TIMEOUT_SECONDS, () => (robber.answers.get(201) ?? 0) > 0);
    await robber.stop();
    await pod.delete();
    return story(robber);
  });

  await stage.clear();
  await database.reset();
  const pod = stage.startPod();
  const outside = thief(throughEdge(edge));
  const inside = thief(straightToPod(pod.address, workload.port, host));

  await report.check('it becomes Ready by itself', async () => {
    const seconds = await pod.untilReady(TIMEOUT_SECONDS);
    assert.equal(pod.restarts, 0, pod.log.slice(-2000));
    return `Ready after ${seconds} s, no restart; prepare's own words: ${pod.log.match(/prepare: .*/g)?.join('; ')}`;
  });
  await new Promise((done) => setTimeout(done, 2000));
  await Promise.all([outside.stop(), inside.stop()]);

  for (const [where, robber] of [
    ['through the load balancer', outside],
    ['at the pod’s own address', inside],
  ] as const) {
    await report.check(`nobody can claim the blog ${where}, at no moment`, async () => {
      assert.equal(robber.answers.get(201), undefined, `the thief was accepted: ${story(robber)}`);
      assert.ok(robber.answers.get(403), `the thief never met a Ghost that refuses: ${story(robber)}`);
      return story(robber);
    });
  }

  await report.check('the owner signs in with the password from the secret, and the thief does not', async () => {
    // Twice: Ghost never asks for a code the first time that an account signs in.
    for (const device of [1, 2]) {
      const owner = new Author(edge, site);
      assert.equal(await owner.signIn(OWNER.email, OWNER.password), 201, `device ${device}`);
      assert.equal(await owner.whoAmI(), OWNER.email);
    }
    const stranger = await new Author(edge, site).signIn(outside.email, outside.password);
    assert.notEqual(stranger, 201);
    return `201 for the owner on two devices, ${stranger} for the thief; no code is asked for, as there is no mail`;
  });

  for (const kind of ['startupProbe', 'livenessProbe', 'readinessProbe'] as const) {
    await report.check(`the ${kind} is answered 200, not redirected`, async () => {
      const probe = workload.pod.containers[0]?.[kind];
      assert.ok(probe);
      assert.equal(await probeOnce(pod.address, probe), 200);
      return probe.httpGet.path;
    });
  }

  await report.check('readers get the front page with the headers that CloudFront sends', async () => {
    const answer = await edge.visit('/');
    assert.equal(answer.status, 200, String(answer.headers.location));
    assert.match(answer.body.toString(), /<title>/);
    return `200, ${answer.body.length} bytes, Cache-Control ${answer.headers['cache-control']}`;
  });

  await report.check('no path redirects in a loop', async () => {
    const paths = [
      '/',
      '/ghost/',
      '/about/',
      '/coming-soon/',
      '/rss/',
      '/sitemap.xml',
      '/robots.txt',
      '/ghost',
      '/about',
    ];
    const hops = await Promise.all(paths.map((path) => follow(stage, path)));
    return paths.map((path, index) => `${path} ${hops[index]}`).join(', ');
  });

  await report.check('the image is read-only and the user is not root, and Ghost never notices', async () => {
    const refused = await pod.current?.exec(
      '/bin/sh',
      '-c',
      'id -u; touch /var/lib/ghost/x /usr/x /etc/x /run/x 2>&1; true',
    );
    assert.equal(refused?.match(/Read-only file system/g)?.length, 4, refused);
    assert.match(refused ?? '', /^1000$/m);
    assert.doesNotMatch(pod.log, /EROFS|EACCES|EPERM/);
    const status = await pod.current?.exec('/bin/sh', '-c', 'grep -E "NoNewPrivs|CapBnd" /proc/1/status');
    assert.match(status ?? '', /CapBnd:\s+0{16}/);
    assert.match(status ?? '', /NoNewPrivs:\s+1/);
    return 'four writes refused, uid 1000, no capability, no new privileges; no EROFS, EACCES or EPERM in the log';
  });

  await report.check('the connection to the database is encrypted, with an awkward password', async () => {
    const accepts = Number(
      await database.query(
        "SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'SSL_ACCEPTS'",
      ),
    );
    assert.ok(accepts > 0);
    return `the server refuses plain connections and took ${accepts} encrypted ones`;
  });

  report.note(memory(pod));
  await pod.delete();
}

/** Follows redirects as a browser does, and says how it ended: "200" or "301 200". */
async function follow({ edge, site }: Stage, start: string): Promise<string> {
  const statuses: number[] = [];
  for (let path = start; statuses.length < 6; ) {
    const { status, headers } = await edge.visit(path);
    statuses.push(status);
    const location = headers.location;
    if (status < 300 || status > 399 || typeof location !== 'string') return statuses.join(' ');
    const target = new URL(location, site);
    assert.equal(target.origin, site, `${path} sends readers to ${location}`);
    path = target.pathname + target.search;
  }
  throw new assert.AssertionError({ message: `${start} redirects ${statuses.join(' ')} and so on` });
}
