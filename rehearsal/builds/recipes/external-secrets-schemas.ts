import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { EXTERNAL_SECRETS_COMPARED } from '../../shared/build-versions.ts';
import type { Recipe } from '../recipe.ts';
import { downloadModule } from './go.ts';
import { externalSecrets } from './programs.ts';

const definition = z.object({
  spec: z.object({
    group: z.string(),
    names: z.object({ kind: z.string() }),
    versions: z.array(z.object({ name: z.string(), schema: z.object({ openAPIV3Schema: z.unknown() }) })),
  }),
});

/**
 * The schemas of External Secrets Operator's kinds, of the release that is built and of the one that it is compared
 * with: `built.json` and `compared.json`, each an object from `external-secrets.io/v1 ExternalSecret` to the schema.
 */
export function externalSecretsSchemas(go: string): Recipe {
  const built = externalSecrets(go);
  return {
    name: 'external-secrets-schemas',
    inputs: ['revision 1', EXTERNAL_SECRETS_COMPARED],
    needs: [built],
    coldSeconds: 2,
    build: async (target, context) => {
      const module = 'github.com/external-secrets/external-secrets';
      const compared = await downloadModule({ module, version: EXTERNAL_SECRETS_COMPARED }, context);
      const write = (name: string, folder: string) =>
        writeFileSync(join(target, name), JSON.stringify(schemas(folder)));
      write('built.json', join(context.folder(built), 'crds'));
      write('compared.json', join(compared, 'config/crds/bases'));
    },
  };
}

function schemas(folder: string): Readonly<Record<string, unknown>> {
  const files = readdirSync(folder).filter((file) => file.startsWith('external-secrets.io_'));
  const entries = files.flatMap((file) => {
    const { group, names, versions } = definition.parse(parse(readFileSync(join(folder, file), 'utf8'))).spec;
    return versions.map(({ name, schema }) => [`${group}/${name} ${names.kind}`, schema.openAPIV3Schema] as const);
  });
  return Object.fromEntries(entries);
}
