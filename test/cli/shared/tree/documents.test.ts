// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is a variable of Flux
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { faultsOf } from '../../../../cli/shared/tree/check.ts';
import { documentsAreObjects } from '../../../../cli/shared/tree/rules/documents.ts';
import { aliasesLeadSomewhere } from '../../../../cli/shared/tree/rules/files.ts';
import { withFile } from '../../../support/broken-tree.ts';
import { GHOST } from './faults/fault.ts';

const OBJECT = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n';

describe('a file is silently taken', () => {
  const cases: [title: string, path: string, text: string][] = [
    ['without a text', 'service.yaml', ''],
    ['of comments', 'service.yaml', '# nothing\n'],
    ['of empty documents', 'service.yaml', '---\n---\n'],
    ['with an empty document at its end', 'service.yaml', `${OBJECT}---\n`],
    ['with labels that are left empty', 'service.yaml', 'apiVersion: v1\nkind: A\nmetadata: { name: a, labels: }\n'],
    ['with a variable for a name', 'service.yaml', 'apiVersion: v1\nkind: A\nmetadata: { name: "${NAME}" }\n'],
    ['with an alias', 'service.yaml', `${OBJECT}data: { a: &a b, c: *a }\n`],
    ['with a merged mapping', 'service.yaml', `${OBJECT}data: { a: &a { b: c }, d: { <<: *a } }\n`],
    [
      'that is a list of objects',
      'service.yaml',
      `apiVersion: v1\nkind: List\nitems:\n  - ${JSON.stringify({ apiVersion: 'v1', kind: 'A', metadata: { name: 'a' } })}\n`,
    ],
    ['that is a patch, and no resource', 'patch.yaml', '- { op: remove, path: /spec }\n'],
    ['that holds values for a chart', 'values.yaml', 'a: 1\n'],
  ];
  for (const [title, name, text] of cases) {
    test(title, () => {
      const tree = withFile(`${GHOST}/${name}`, text);
      assert.deepEqual(faultsOf(tree, [documentsAreObjects, aliasesLeadSomewhere]), []);
    });
  }
});
