import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Scalar } from 'yaml';

// Flux reads what it substituted by sigs.k8s.io/yaml, whose scalars are those of YAML 1.1, with a few of its own:
// https://pkg.go.dev/go.yaml.in/yaml/v2

/** Text that is no YAML. */
export class NoYamlError extends Error {
  override readonly name = 'NoYamlError';
  /** The line, from 1. */
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

const TRUE = /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const FALSE = /^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const NULL = /^(?:|~|null|Null|NULL)$/;
const INFINITE = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const DATE = /^\d{4}-\d{1,2}-\d{1,2}(?:$|[Tt ]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?)/;
const INTEGER = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|0|[1-9]\d*)$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

/**
 * One YAML document as JSON, in the way Flux reads it: `on` and `yes` are truth values, `010` is 8.
 * @throws NoYamlError
 */
export function readYaml(text: string): unknown {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    schema: 'failsafe',
    lineCounter,
    uniqueKeys: false,
    strict: false, // as lenient as Flux's parser
    logLevel: 'silent',
  });
  const [error] = document.errors;
  if (error) throw new NoYamlError(error.message.split(/ at line |\n/)[0] ?? error.code, error.linePos?.[0].line ?? 1);
  return read(document.contents, document);
}

function read(node: unknown, document: Document): unknown {
  if (isAlias(node)) return read(node.resolve(document) ?? refuse(`unknown anchor ${node.source}`), document);
  if (isScalar(node)) return scalar(node);
  if (isSeq(node)) return node.items.map((item) => read(item, document));
  if (!isMap(node)) return null;
  const own: Record<string, unknown> = {};
  const merged: Record<string, unknown> = {};
  for (const { key, value } of node.items) {
    const inner = read(value, document);
    if (isScalar(key) && key.value === '<<' && key.type === 'PLAIN') Object.assign(merged, ...[inner].flat().reverse());
    else own[keyOf(read(key, document), isScalar(key) ? String(key.value) : '')] = inner;
  }
  return { ...merged, ...own };
}

/** JSON's keys are texts. Flux shortens large and broken numbers to seven digits; nobody means that. */
function keyOf(key: unknown, written: string): string {
  if (typeof key === 'string' || typeof key === 'boolean') return String(key);
  if (Number.isSafeInteger(key) && INTEGER.test(written.replaceAll('_', ''))) return String(key);
  return refuse(`${key} cannot be a key`);
}

function refuse(message: string): never {
  throw new NoYamlError(message, 1);
}

function scalar({ type, value, tag }: Scalar): unknown {
  const text = String(value ?? '');
  return type === 'PLAIN' && (tag === undefined || !tag.endsWith(':str')) ? plain(text) : text;
}

/** What a scalar without quotes means. */
function plain(text: string): unknown {
  if (TRUE.test(text)) return true;
  if (FALSE.test(text)) return false;
  if (NULL.test(text)) return null;
  if (INFINITE.test(text)) return refuse(`${text} is no number of JSON`);
  if (!/^[-+.\d]/.test(text) || DATE.test(text)) return text;
  const digits = text.replaceAll('_', '');
  if (INTEGER.test(digits)) return integer(digits);
  return FLOAT.test(digits) && Number.isFinite(Number(digits)) ? Number(digits) : text;
}

function integer(digits: string): number {
  const sign = digits.startsWith('-') ? -1 : 1;
  const unsigned = digits.replace(/^[-+]/, '');
  return sign * Number(/^0\d/.test(unsigned) ? `0o${unsigned.slice(1)}` : unsigned.toLowerCase());
}
