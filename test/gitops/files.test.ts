import assert from 'node:assert/strict';
import { dirname, join, normalize } from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { ALL_OBJECTS, filesBelow, ofKind, textOf } from './tree.ts';

const isYaml = (path: string) => /\.ya?ml$/.test(path);
const files = filesBelow('gitops').filter(isYaml);

describe('the files of gitops/', () => {
  test('each names its schema, so that an editor marks a mistake while it is typed', () => {
    for (const path of [...files, ...filesBelow('test/support/schemas').filter(isYaml)]) {
      assert.match(
        textOf(path),
        /^# yaml-language-server: \$schema=\S+\n/,
        `${path}: begin it with "# yaml-language-server: $schema=URL".`,
      );
    }
  });

  test('hold no ARN, account or region: those are settings', () => {
    const region =
      /\b(af|ap|ca|cn|eu|il|me|mx|sa|us)(-gov)?-(north|south|east|west|central|northeast|northwest|southeast|southwest)-\d\b/;
    for (const path of files) {
      for (const [what, pattern] of [
        ['an ARN', /\barn:aws/],
        ['an account id', /\b\d{12}\b/],
        ['a region', region],
      ] as const) {
        const found = textOf(path).match(pattern)?.[0];
        assert.equal(
          found,
          undefined,
          `${path} holds ${what}, ${found}: make it a key of lib/settings.ts and write \${KEY}.`,
        );
      }
    }
  });

  test('are all reachable: a file that no kustomization.yaml lists is never applied', () => {
    const listed = files
      .filter((path) => path.endsWith('/kustomization.yaml'))
      .flatMap((path) => {
        const { resources = [], patches = [] } = parse(textOf(path)) as {
          resources?: string[];
          patches?: { path?: string }[];
        };
        return [...resources, ...patches.flatMap((patch) => patch.path ?? [])].map((entry) =>
          normalize(join(dirname(path), entry)),
        );
      });
    const lost = files.filter((path) => !path.endsWith('/kustomization.yaml') && !listed.includes(path));
    assert.deepEqual(lost, [], `List ${lost[0]} in the kustomization.yaml beside it, or delete it.`);
  });

  test('pin every image by an exact tag, or by tag and digest', () => {
    const images = ALL_OBJECTS.filter(({ kind }) => kind === 'Deployment').flatMap(({ metadata, spec }) =>
      [...(spec.template.spec.initContainers ?? []), ...spec.template.spec.containers].map(({ image }) => ({
        metadata,
        image: String(image),
      })),
    );
    for (const { metadata, image } of images) {
      assert.match(
        image,
        /^[^:@]+(:\d+[^:@/]*\/[^:@]+)?:v?\d+\.\d+\.\d+[^@]*(@sha256:[0-9a-f]{64})?$/,
        `Deployment ${metadata.name}: ${image} must end in an exact version, for example :1.2.3.`,
      );
    }
  });

  test('pin every chart by an exact version', () => {
    for (const { metadata, spec } of ofKind('OCIRepository')) {
      assert.match(
        spec.ref?.tag ?? '',
        /^\d+\.\d+\.\d+$/,
        `OCIRepository ${metadata.name}: write ref.tag, an exact version.`,
      );
    }
  });
});
