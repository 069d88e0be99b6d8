import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Schemas } from './schema.ts';

/** Where `npm run schemas` writes. */
export const SCHEMAS_FILE = join(import.meta.dirname, 'kinds.json.gz');

let read: Schemas | undefined;

/** The schemas of every kind that clusters of this app serve. */
export function readSchemas(): Schemas {
  read ??= JSON.parse(gunzipSync(readFileSync(SCHEMAS_FILE)).toString('utf8')) as Schemas;
  return read;
}
