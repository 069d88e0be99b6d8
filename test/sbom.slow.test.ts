import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { FLUX_CONTROLLERS, FLUX_OPERATOR_VERSION } from '../lib/versions.ts';
import { ROOT } from './support/documents.ts';
import { pinnedVersions } from './support/fitting-versions.ts';

interface Listed {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
}

describe('npm run sbom', () => {
  const printed = execFileSync('npm', ['run', '--silent', 'sbom'], { cwd: ROOT, encoding: 'utf8' });
  const { bomFormat, specVersion, components } = JSON.parse(printed) as {
    bomFormat: string;
    specVersion: string;
    components: Listed[];
  };

  test('prints one CycloneDX document', () => assert.deepEqual([bomFormat, specVersion], ['CycloneDX', '1.5']));

  test('lists every package that the build installs, by name and version', () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const listed = components.map(({ purl }) => decodeURIComponent(purl));
    const missing = Object.entries(dependencies).filter(
      ([name, version]) => !listed.some((purl) => purl.startsWith(`pkg:npm/${name}@${version}`)),
    );
    assert.deepEqual(missing, []);
    assert.ok(components.length > 100, `${components.length} components: are those of dependencies among them?`);
  });

  test('lists no package that only tests need', () =>
    assert.deepEqual(
      components.filter(({ name }) => ['typescript', '@biomejs/biome', 'biome', 'fast-check'].includes(name)),
      [],
    ));

  test('lists the images and charts of the cluster as they are pinned', () => {
    const { Ghost, 'External Secrets': externalSecrets } = pinnedVersions();
    const pulled = components
      .filter(({ purl }) => purl.startsWith('pkg:oci/'))
      .map((one) => `${one.name} ${one.version}`);
    for (const pinned of [
      `ghost ${Ghost}`,
      `external-secrets ${externalSecrets}`,
      `flux-operator ${FLUX_OPERATOR_VERSION}`,
      `source-controller v${FLUX_CONTROLLERS['source-controller']}`,
    ])
      assert.ok(pulled.includes(pinned), `${pinned} is not among ${pulled.join(', ')}`);
  });
});
