import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';

/** SHA-256, and its keyed form, as the signer of requests to AWS wants them. */
export class Sha256 {
  private readonly secret: Uint8Array | string | undefined;
  private hash: Hash | Hmac;

  constructor(secret?: unknown) {
    this.secret = typeof secret === 'string' || secret instanceof Uint8Array ? secret : undefined;
    this.hash = this.fresh();
  }

  update(chunk: Uint8Array): void {
    this.hash.update(chunk);
  }

  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }

  reset(): void {
    this.hash = this.fresh();
  }

  private fresh(): Hash | Hmac {
    return this.secret === undefined ? createHash('sha256') : createHmac('sha256', this.secret);
  }
}
