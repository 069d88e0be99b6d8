// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are variables of Flux
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is substituted in the corpus: texts that YAML 1.1 reads as something else among them. */
export const VALUES: Readonly<Record<string, string>> = {
  A: 'value',
  EMPTY: '',
  ON: 'on',
  NO: 'No',
  PORT: '3306',
  ACCOUNT: '012345678901',
  OCTAL: '0755',
  HEX: '0x1F',
  FLOAT: '1.50',
  EXPONENT: '1e3',
  UNDERSCORES: '1_000',
  DATE: '2026-01-02',
  TIME: '1:30',
  TILDE: '~',
  COLON: 'a: b',
  HASH: 'a #b',
  STAR: '*a',
  QUOTE: "'a",
  BRACES: '{a: b}',
  LINES: 'a\nb',
  HOST: 'www.example.com',
  UPPER: 'ABC',
  ACCENT: 'éàü',
  BIG: '12345678901234567890123',
  DOLLAR: '$A ${A}',
  SLASH: 'a/b/c',
};

const linesOf = (name: string) =>
  readFileSync(join(import.meta.dirname, name), 'utf8')
    .trimEnd()
    .split('\n');

/** Variables with what can be done to them, right and wrong: bare, defaults, case, length, parts, replacements. */
const EXPRESSIONS = linesOf('expressions.txt');

const SCALARS = [
  'ON',
  'NO',
  'PORT',
  'ACCOUNT',
  'OCTAL',
  'HEX',
  'FLOAT',
  'EXPONENT',
  'UNDERSCORES',
  'DATE',
  'TIME',
  'TILDE',
  'EMPTY',
  'BIG',
];
const SYNTAX = ['COLON', 'HASH', 'STAR', 'QUOTE', 'BRACES'];

/** Texts with variables as kustomize prints them: in a plain scalar, in quotes, in a block and in a key. */
export const CORPUS: readonly string[] = [
  ...EXPRESSIONS.flatMap((expression) => [`a: |-\n  ${expression}\n`, `a: x ${expression}\n`]),
  ...[...SCALARS, ...SYNTAX].flatMap((name) => [
    `a: \${${name}}\n`,
    `a: "\${${name}}"\n`,
    `a: ' \${${name}}'\n`,
    `a:\n- \${${name}}\n`,
  ]),
  ...SCALARS.map((name) => `\${${name}}: b\n`),
  ...linesOf('words.txt').flatMap((word) => [`a: ${word}\n`, `- ${word}\n`]),
  ...[
    'a: &x b\nc: *x\n',
    'a: &x {b: 1}\nc:\n  <<: *x\n  d: 2\n',
    'a: 1\na: 2\n',
    'a: @b\n',
    'a: `b\n',
    'a: %b\n',
    'a: b: c\n',
    'a: - b\n',
    'a: [b\n',
    'a: "b\n',
    'a: {b: [1, on]}\n',
    '\ta: b\n',
    'a: ? b\n',
    'a: >-\n  b\n  c\n',
    'a: |+\n  b\n\n',
    '',
  ],
];
