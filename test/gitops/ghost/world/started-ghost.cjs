// @ts-check
// Stands in for Ghost with a worker thread: it answers these statuses one after the other, then the last one.
const { createServer } = require('node:http');
const { isMainThread, Worker } = require('node:worker_threads');
const { note, world } = require('../../world/note.cjs');

/** @type {{ answers: number[] }} */
const { answers } = world();

function start() {
  process.once('SIGTERM', () => {
    note({ ends: 'in order' });
    process.exit(0);
  });
  const server = createServer((request, response) => {
    const { 'x-forwarded-proto': scheme } = request.headers;
    note({ request: `${request.method} ${scheme} ${request.url}` });
    const status = (answers.length > 1 ? answers.shift() : answers[0]) ?? 500;
    response.writeHead(status, status < 400 ? { location: '/elsewhere/' } : {}).end();
  });
  server.listen(Number(process.env.server__port), '127.0.0.1', () => note({ starts: true }));
  new Worker(__filename).once('exit', () => note({ starts: 'a worker' }));
}

if (isMainThread && answers.length > 0) start();
