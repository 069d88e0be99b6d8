import { createReadStream, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { findBlob, MANIFEST_TYPE, type Repository } from '../../builds/oci/store.ts';
import type { Certificate } from '../../sandbox/authority.ts';
import { forward, type Upstreams } from '../../sandbox/upstream.ts';
import { listen } from '../../shared/listen.ts';

/** Registries that the app's charts and images come from. */
export const REGISTRIES = ['ghcr.io', 'registry.k8s.io', 'public.ecr.aws', 'oci.external-secrets.io'] as const;

export interface RegistryOptions {
  readonly address: string;
  readonly certificate: Certificate;
  /** What is served locally, by `registry/repository`. */
  readonly store: ReadonlyMap<string, Repository>;
  /** Hosts whose requests go to the real ones. */
  readonly upstream: Upstreams;
  /** The socket that leads out of the sandbox. */
  readonly upstreamSocket: string;
  readonly log: (line: string) => void;
}

/**
 * A read-only OCI registry that answers for all of them, told apart by the Host header. It serves the finished files
 * of the cache, so starting it costs nothing, or passes a request on to the real registry.
 */
export async function startRegistry(options: RegistryOptions): Promise<Server> {
  const tls = { cert: readFileSync(options.certificate.certificate), key: readFileSync(options.certificate.key) };
  const server = createServer(tls, (request, response) => {
    answer(request, response, options).catch((error: unknown) => {
      options.log(`${request.url}: ${String(error)}`);
      if (!response.headersSent) response.writeHead(502);
      response.end();
    });
  });
  return await listen(server, { port: 443, host: options.address });
}

async function answer(request: IncomingMessage, response: ServerResponse, options: RegistryOptions): Promise<void> {
  const host = request.headers.host ?? '';
  response.on('finish', () => options.log(`${response.statusCode} ${request.method} ${host}${request.url}`));
  if (Object.hasOwn(options.upstream, host)) return await forward(request, response, options.upstreamSocket);
  const path = new URL(request.url ?? '/', `https://${host}`).pathname;
  if (path === '/v2/' || path === '/v2') return sendJson(response, 200, {});
  const asked = parsePath(path);
  const repository = asked && options.store.get(`${host}/${asked.repository}`);
  if (!asked || !repository) return refuse(response, 'NAME_UNKNOWN', `${host}${path}`);
  if (asked.kind === 'tags')
    return sendJson(response, 200, { name: asked.repository, tags: [...repository.tags.keys()] });
  const tagged = repository.tags.get(asked.reference);
  const digest = tagged?.digest ?? asked.reference;
  const file = findBlob(repository, digest);
  if (!file) return refuse(response, asked.kind === 'manifests' ? 'MANIFEST_UNKNOWN' : 'BLOB_UNKNOWN', digest);
  const type = asked.kind === 'manifests' ? MANIFEST_TYPE : 'application/octet-stream';
  const { size } = await stat(file);
  response.writeHead(200, { 'content-type': type, 'content-length': size, 'docker-content-digest': digest });
  if (request.method === 'HEAD') response.end();
  else await pipeline(createReadStream(file), response);
}

/** What a path of the OCI distribution protocol asks for; undefined when it is none that reads. */
export function parsePath(
  path: string,
):
  | { readonly repository: string; readonly kind: 'manifests' | 'blobs' | 'tags'; readonly reference: string }
  | undefined {
  const found = /^\/v2\/(.+)\/(manifests|blobs|tags)\/([^/]+)$/.exec(path);
  const [, repository, kind, reference] = found ?? [];
  if (!repository || !reference || (kind === 'tags' && reference !== 'list')) return undefined;
  return kind === 'manifests' || kind === 'blobs' || kind === 'tags' ? { repository, kind, reference } : undefined;
}

function refuse(response: ServerResponse, code: string, detail: string): void {
  sendJson(response, 404, { errors: [{ code, message: `the rehearsal's registry does not have it: ${detail}` }] });
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}
