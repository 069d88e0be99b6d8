import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Target } from '../load-balancer/targets.ts';
import type { Answer } from './cache/store.ts';
import type { Origin } from './origins.ts';

/** CloudFront got no answer of the origin, and answers for it. */
export class OriginError extends Error {
  override readonly name = 'OriginError';
  /** 502 when there was no connection or it broke, 504 when time ran out. */
  readonly status: 502 | 504;

  constructor(status: 502 | 504, message: string) {
    super(message);
    this.status = status;
  }
}

/** The origin took the request, and then no byte came for as long as it may take. */
export class SilentOrigin extends OriginError {
  constructor(message: string) {
    super(504, message);
  }
}

/**
 * How often a request is sent to an origin that stays silent: reading ones as often as CloudFront would connect, others once.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#request-custom-request-timeout
 */
export function triesOf(method: string, { connect }: Origin): number {
  return ['GET', 'HEAD'].includes(method) ? connect.attempts : 1;
}

/** How origins are reached. */
export interface Way extends WayToTargets {
  /** Reads an object of a bucket, in CloudFront's name. */
  readonly object: ReadObject;
}

/** How those behind the load balancer are reached. */
interface WayToTargets {
  /** The targets that get new connections, now. */
  readonly targets: (targetGroupArn: string) => readonly Target[];
  /** Hears of a connection to a target, which the load balancer may end. */
  readonly opened: (targetGroupArn: string, target: Target, connection: Socket) => void;
  /** The address that targets see, that of the load balancer; undefined lets the system choose. */
  readonly from: string | undefined;
  /** Hears each answer of a target before the edge does; it may give it other headers. */
  readonly heard?: Heard;
}

export type Heard = (answer: IncomingMessage) => void;

/** Reads an object of a bucket by its key; resolves to S3's answer, whatever its status. */
export type ReadObject = (bucket: string, key: string) => Promise<Answer>;

/** What is asked of an origin. */
interface Question {
  readonly method: string | undefined;
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
}

/**
 * Connects to a target of the origin and begins a request, whose body the caller sends.
 * @returns the request; it fails with an OriginError
 * @throws OriginError when no target can be reached
 */
export async function callOrigin(origin: Origin, way: WayToTargets, question: Question): Promise<ClientRequest> {
  const socket = await connected(origin, way);
  const call = request({ ...question, createConnection: () => socket });
  if (way.heard) call.once('response', way.heard);
  const { remoteAddress, remotePort } = socket;
  call.setTimeout(origin.readTimeout * 1000, () =>
    call.destroy(new SilentOrigin(`${remoteAddress}:${remotePort} gave no answer in time`)),
  );
  return call;
}

/**
 * A connection to one of the targets, after as many attempts as the origin allows.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#custom-origin-timeout-attempts
 */
async function connected(origin: Origin, way: WayToTargets): Promise<Socket> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptOnce(origin, way);
    } catch (error) {
      if (attempt >= origin.connect.attempts) throw error;
    }
  }
}

async function attemptOnce({ id, targetGroupArn, connect: { seconds } }: Origin, way: WayToTargets): Promise<Socket> {
  const targets = way.targets(targetGroupArn);
  const target = targets[Math.floor(Math.random() * targets.length)];
  // A load balancer without targets that it may ask resets the connection; CloudFront then answers 502.
  if (!target) throw new OriginError(502, `the target group of the origin ${id} has no target that passed its checks`);
  const { address: host, port } = target;
  const socket = connect({ host, port, ...(way.from ? { localAddress: way.from } : {}) });
  const late = setTimeout(
    () => socket.destroy(new OriginError(504, `${host}:${port} took no connection in time`)),
    seconds * 1000,
  );
  try {
    await once(socket, 'connect');
    way.opened(targetGroupArn, target, socket);
    return socket;
  } catch (error) {
    throw originError(error, `${host}:${port}`);
  } finally {
    clearTimeout(late);
  }
}

/** What went wrong with a target, in CloudFront's terms. */
export function originError(error: unknown, where: string): OriginError {
  if (error instanceof OriginError) return error;
  return new OriginError(502, `${where}: ${error instanceof Error ? error.message : String(error)}`);
}
