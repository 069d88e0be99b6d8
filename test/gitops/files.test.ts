import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { filesBelow, ofKind, textOf, UNREADABLE } from './tree.ts';

const isYaml = (path: string) => /\.ya?ml$/.test(path);
const files = filesBelow('gitops').filter(isYaml);

describe('the files of gitops/', { skip: UNREADABLE }, () => {
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

  test('pin every chart by an exact version', () => {
    for (const { metadata, spec } of ofKind('OCIRepository')) {
      assert.match(
        spec.ref?.digest ?? spec.ref?.tag ?? '',
        /^(?:sha256:[0-9a-f]{64}|v?\d+\.\d+\.\d+(?:[-+].+)?)$/,
        `OCIRepository ${metadata.name}: write ref.tag, an exact version.`,
      );
    }
  });
});
