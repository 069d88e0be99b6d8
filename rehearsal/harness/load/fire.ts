// Asks for pages of a site with many connections at once, and prints what came of it as JSON: `node fire.ts '<JSON>'`. SIGTERM ends it early. A
// process of its own: what it computes is not to slow down the fakes, which run in the rehearsal's.
import autocannon from 'autocannon';
import { ACCEPTED, type Load, REQUEST_TIMEOUT_SECONDS } from './load.ts';

const { url, paths, connections, seconds, past, perSecond } = JSON.parse(process.argv[2] ?? '') as Load & {
  readonly url: string;
};
let asked = 0;
let oldest = 0;
let hits = 0;
const load = autocannon({
  url,
  connections,
  duration: seconds,
  timeout: REQUEST_TIMEOUT_SECONDS,
  headers: ACCEPTED,
  // Refused where there is no rate.
  ignoreCoordinatedOmission: perSecond !== undefined,
  ...(perSecond === undefined ? {} : { overallRate: perSecond }),
  requests: paths.map((path) => ({
    setupRequest: (request) => {
      asked += 1;
      return { ...request, path: past ? `${path}?past=${process.pid}-${asked}` : path };
    },
    onResponse: (_status, _body, _context, headers) => {
      const said = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
      oldest = Math.max(oldest, Number(said.get('age') ?? 0));
      if (said.get('x-cache')?.startsWith('Hit ')) hits += 1;
    },
  })),
});
process.on('SIGTERM', () => load.stop());
const { duration, requests, latency, errors, statusCodeStats } = await load;
const statuses = Object.entries(statusCodeStats).map(([status, { count }]) => [status, count]);
console.log(
  JSON.stringify({ duration, requests, latency, errors, oldest, hits, statuses: Object.fromEntries(statuses) }),
);
