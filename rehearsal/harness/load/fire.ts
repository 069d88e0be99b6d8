// Asks for pages of a site with many connections at once, and prints what came of it as JSON: `node fire.ts '<JSON>'`. A process of its own: what it
// computes is not to slow down the fakes, which run in the rehearsal's.
import autocannon from 'autocannon';
import { type Load, REQUEST_TIMEOUT_SECONDS } from './load.ts';

const { url, paths, connections, seconds, past } = JSON.parse(process.argv[2] ?? '') as Load & { readonly url: string };
let asked = 0;
const { requests, latency, errors, statusCodeStats } = await autocannon({
  url,
  connections,
  duration: seconds,
  timeout: REQUEST_TIMEOUT_SECONDS,
  headers: { 'accept-encoding': 'gzip, br' },
  requests: paths.map((path) => ({
    setupRequest: (request) => {
      asked += 1;
      return { ...request, path: past ? `${path}?past=${process.pid}-${asked}` : path };
    },
  })),
});
const statuses = Object.entries(statusCodeStats).map(([status, { count }]) => [status, count]);
console.log(JSON.stringify({ requests, latency, errors, statuses: Object.fromEntries(statuses) }));
