// @ts-check
// Stands in for Ghost: it answers 503 while it boots, and makes an owner.
const { createServer } = require('node:http');
const { note, world } = require('../../world/note.cjs');
const { text } = require('node:stream/consumers');

/** @type {import('../world.ts').Image} */
const { ghost } = world();
const { boots = 0, ends, silent, answers, deaf } = ghost;
const { url, server__host: host, server__port: port } = process.env;
let unready = boots;

note({ starts: { url, host } });
if (typeof ends === 'number') process.exit(ends);
if (typeof ends === 'string') process.kill(process.pid, ends);

process.once('SIGTERM', () => {
  note({ ghost: 'is to end' });
  setTimeout(() => {
    note({ ghost: 'has ended' });
    process.exit(0);
  }, 50);
});
console.log('Ghost says hello');
// Should the test be ended in the middle.
setTimeout(() => process.exit(1), 300_000);

let heard = 0;
const server = createServer(async (request, response) => {
  const { host: name, 'x-forwarded-proto': scheme, 'content-type': type } = request.headers;
  const body = await text(request);
  note({ request: [request.method, `${scheme}://${name}${request.url}`, type, body].join(' ') });
  heard += 1;
  if (silent && heard === 1) return;
  if (request.method === 'POST') response.writeHead(answers?.status ?? 201).end(answers?.text ?? '{}');
  else if (unready > 0) response.writeHead(503).end();
  else response.writeHead(200).end('{}');
  unready -= 1;
});
if (!deaf) server.listen(Number(port), host);
