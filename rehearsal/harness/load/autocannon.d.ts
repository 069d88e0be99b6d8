/** What is used here of autocannon, which has no types of its own. */
declare module 'autocannon' {
  interface Request {
    readonly path?: string;
  }

  interface Options {
    readonly url: string;
    readonly connections: number;
    /** Seconds. */
    readonly duration: number;
    /** Seconds for one answer. */
    readonly timeout: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly requests: readonly {
      readonly setupRequest: (request: Request) => Request;
    }[];
  }

  interface Result {
    readonly duration: number;
    /** Connections that failed, those that ran out of time among them. */
    readonly errors: number;
    readonly timeouts: number;
    readonly latency: { readonly p50: number; readonly p99: number; readonly max: number };
    readonly requests: { readonly total: number; readonly average: number };
    readonly statusCodeStats: Readonly<Record<string, { readonly count: number }>>;
  }

  export default function autocannon(options: Options): Promise<Result>;
}
