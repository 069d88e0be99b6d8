/** A JSON schema, as far as the schemas of Kubernetes use it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  /** How the API server merges a list; two items of a `map` with the same keys are refused. */
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly [keyword: string]: unknown;
}

/** A kind that clusters of this app serve. */
export interface Kind {
  readonly schema: Schema;
  /** Whether its objects live in namespaces. */
  readonly namespaced: boolean;
}

/** The file that `npm run schemas` writes. */
export interface Schemas {
  /** The day on which it was written. */
  readonly date: string;
  /** What the schemas were taken from: a name and its version. */
  readonly sources: Readonly<Record<string, string>>;
  /** By `apps/v1 Deployment`. */
  readonly kinds: Readonly<Record<string, Kind>>;
  /** What the kinds refer to as `#/definitions/NAME`. */
  readonly definitions: Readonly<Record<string, Schema>>;
}
