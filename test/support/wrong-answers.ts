import type { RequestListener } from 'node:http';

const JSON_TYPE = { 'content-type': 'application/json' };
const HTML_TYPE = { 'content-type': 'text/html' };
const PAGE = '<!doctype html>\n<html><head><title>Welcome to the hotel</title></head><body>Sign in</body></html>';

const answer =
  (status: number, headers: Readonly<Record<string, string>>, body: string | Buffer = ''): RequestListener =>
  (request, response) => {
    request.resume();
    response.writeHead(status, headers).end(body);
  };

const leading =
  (status: number): RequestListener =>
  (request, response) =>
    answer(status, { location: request.url ?? '/' })(request, response);

const EMPTY: Readonly<Record<string, RequestListener>> = {
  'an empty answer': answer(200, JSON_TYPE),
  'an empty answer of no type': answer(200, {}),
  'an empty 204': answer(204, {}),
};

const PAGES: Readonly<Record<string, RequestListener>> = {
  'a page': answer(200, HTML_TYPE, PAGE),
  'a page that is called JSON': answer(200, JSON_TYPE, PAGE),
  'a 400 with a page': answer(400, HTML_TYPE, PAGE),
  'a 401 with a page': answer(401, HTML_TYPE, PAGE),
  'a 403 with a page': answer(403, HTML_TYPE, PAGE),
  'a 404 with a page': answer(404, HTML_TYPE, PAGE),
  'a 429 with a page': answer(429, HTML_TYPE, PAGE),
  'a 502 with a page': answer(502, HTML_TYPE, PAGE),
};

const OTHER_SHAPES = Object.fromEntries(
  ['null', '[]', '{}', '[null]', '"ok"', '42', '{"items":[]}', '{"items":[null]}', '{"items":[{"metadata":'].map(
    (body): [string, RequestListener] => [`${body}, and nothing else`, answer(200, JSON_TYPE, body)],
  ),
);

const BARE_REFUSALS: Readonly<Record<string, RequestListener>> = {
  'a 400 with nothing in it': answer(400, {}),
  'a 401 with nothing in it': answer(401, {}),
  'a 403 with nothing in it': answer(403, {}),
  'a 404 with nothing in it': answer(404, {}),
  'a 407 of a proxy': answer(407, HTML_TYPE, PAGE),
  'a 500 with nothing in it': answer(500, {}),
};

const REDIRECTS: Readonly<Record<string, RequestListener>> = {
  'a redirect in a circle': leading(302),
  'a redirect in a circle that keeps the method': leading(307),
};

const BROKEN: Readonly<Record<string, RequestListener>> = {
  'bytes that are no text': answer(200, JSON_TYPE, Buffer.from('{"\xff\xfe":1}', 'latin1')),
  'an answer that breaks off': (request, response) => {
    request.resume();
    response.writeHead(200, { ...JSON_TYPE, 'content-length': '1000' });
    response.write('{"items":', () => response.destroy());
  },
  'no answer, and the connection closed': (request) => void request.socket.destroy(),
  'another protocol': (request) => void request.socket.end('SSH-2.0-OpenSSH_9.2\r\n'),
};

/**
 * What may answer in the place of a service, by what it is: portals, proxies, balancers, and services with troubles. No client may
 * take any of it for what it asked for.
 */
export const WRONG_ANSWERS: Readonly<Record<string, RequestListener>> = {
  ...EMPTY,
  ...PAGES,
  ...OTHER_SHAPES,
  ...BARE_REFUSALS,
  ...REDIRECTS,
  ...BROKEN,
};

/** An answer that never ends: blanks, which may stand before every document, one after the other. */
export const dripping: RequestListener = (request, response) => {
  request.resume();
  response.writeHead(200, JSON_TYPE);
  const timer = setInterval(() => response.write(' '), 5);
  response.on('close', () => clearInterval(timer));
};
