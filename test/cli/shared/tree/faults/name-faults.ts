import { withChanged } from '../../../../support/broken-tree.ts';
import type { BreaksRule } from './fault.ts';

export const NAME_FAULTS: readonly BreaksRule[] = [
  [
    'a name in capitals',
    () =>
      withChanged('NetworkPolicy', 'default-deny', ({ metadata }) => Object.assign(metadata, { name: 'Default_Deny' })),
    /./,
    /metadata\.name is "Default_Deny"/,
  ],
  [
    'a Service with a dot in its name',
    () => withChanged('Service', 'ghost', ({ metadata }) => Object.assign(metadata, { name: 'a.b' })),
    /./,
    /metadata\.name is "a\.b"/,
  ],
  [
    'a label with a space',
    () => withChanged('Namespace', 'ghost', ({ metadata }) => Object.assign(metadata.labels ?? {}, { a: 'b c' })),
    /namespace\.yaml/,
    /is a=b c/,
  ],
  [
    'an annotation with two slashes',
    () =>
      withChanged('Namespace', 'ghost', ({ metadata }) => Object.assign(metadata.annotations ?? {}, { 'a/b/c': 'd' })),
    /namespace\.yaml/,
    /is no name of an annotation/,
  ],
];
