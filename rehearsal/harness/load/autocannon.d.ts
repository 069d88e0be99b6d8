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
    /** Requests a second, of all connections together. */
    readonly overallRate?: number;
    /** Counts each answer once. Otherwise answers are made up for the wait before one, a millisecond apart where there is a rate. */
    readonly ignoreCoordinatedOmission: boolean;
    readonly requests: readonly {
      readonly setupRequest: (request: Request) => Request;
      readonly onResponse: (
        status: number,
        body: string,
        context: object,
        headers: Readonly<Record<string, string>>,
      ) => void;
    }[];
  }

  interface Result {
    readonly duration: number;
    /** Connections that failed, those that ran out of time among them. */
    readonly errors: number;
    readonly timeouts: number;
    readonly latency: { readonly p50: number; readonly p90: number; readonly p99: number; readonly max: number };
    readonly requests: { readonly total: number; readonly average: number };
    readonly statusCodeStats: Readonly<Record<string, { readonly count: number }>>;
  }

  /** A load under way. */
  interface Instance extends PromiseLike<Result> {
    /** Ends it within a second, with what came until then. */
    readonly stop: () => void;
  }

  export default function autocannon(options: Options): Instance;
}
