import { isDeepStrictEqual } from 'node:util';
import type { LiveObject } from './objects.ts';

type Plain = Readonly<Record<string, unknown>>;

/** Where an object lacks something that a manifest asks for, or has it otherwise: paths. */
export function lacking(wanted: unknown, found: unknown, path = ''): string[] {
  if (isNothing(wanted)) return [];
  if (Array.isArray(wanted)) {
    if (!Array.isArray(found) || found.length !== wanted.length) return [path];
    return wanted.flatMap((one, i) => lacking(one, found[i], `${path}[${i}]`));
  }
  if (typeof wanted === 'object') {
    if (typeof found !== 'object' || found === null) return [path];
    return Object.entries(wanted as Plain).flatMap(([key, value]) =>
      lacking(value, (found as Plain)[key], `${path}.${key}`),
    );
  }
  return isSame(wanted, found) ? [] : [path];
}

/** The API server drops what says nothing. */
const isNothing = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  (Array.isArray(value) ? value.length === 0 : typeof value === 'object' && Object.values(value).every(isNothing));

const isSame = (wanted: unknown, found: unknown): boolean =>
  String(wanted) === String(found) ||
  (amount(wanted) !== undefined && amount(wanted) === amount(found)) ||
  (seconds(wanted) !== undefined && seconds(wanted) === seconds(found));

const UNITS: Readonly<Record<string, number>> = {
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
};

/** Quantities are kept in the shortest form. */
function amount(value: unknown): number | undefined {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)(m|k|M|G|Ki|Mi|Gi)?$/.exec(String(value)) ?? [];
  return digits === undefined ? undefined : Number(digits) * (UNITS[unit] ?? 1);
}

/** Controllers write durations in their own way: `15m` as `15m0s`. */
function seconds(value: unknown): number | undefined {
  const [all, h = 0, m = 0, s = 0] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(String(value)) ?? [];
  return all ? Number(h) * 3600 + Number(m) * 60 + Number(s) : undefined;
}

/** What somebody may set who restarts pods. */
const RESTARTED = 'kubectl.kubernetes.io/restartedAt';

/** What the API server gives a Service when it is made, and nobody can ask for afterwards. */
const GIVEN = ['clusterIP', 'clusterIPs'];

/** What an object asks for, without what it reports and what the API server notes about it. */
export function asked({ metadata: _, status: __, ...content }: LiveObject): Plain {
  const passing = [RESTARTED, ...GIVEN];
  return JSON.parse(JSON.stringify(content, (key, value) => (passing.includes(key) ? undefined : value)));
}

/** Whether an object asks for something else than it did, and where. */
export function changed(before: LiveObject, now: LiveObject): string[] {
  const [was, is] = [asked(before), asked(now)];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (key) => !isDeepStrictEqual(plain(was[key]), plain(is[key])),
  );
}

/** A value without maps that are empty, which stay when the last entry is taken away, and with durations in seconds. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isMap(value)) return seconds(value) ?? value ?? undefined;
  const kept = Object.entries(value).flatMap(([key, one]) => {
    const left = plain(one);
    return left === undefined ? [] : [[key, left]];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** The merge patch that makes one value of another; undefined when they are the same. */
export function patchTo(wanted: unknown, found: unknown): unknown {
  if (isDeepStrictEqual(wanted, found)) return undefined;
  if (!isMap(wanted) || !isMap(found)) return wanted;
  const keys = [...new Set([...Object.keys(wanted), ...Object.keys(found)])];
  const fields = keys.flatMap((key) => {
    if (!(key in wanted)) return [[key, null]];
    const patch = patchTo(wanted[key], found[key]);
    return patch === undefined ? [] : [[key, patch]];
  });
  return Object.fromEntries(fields);
}

const isMap = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value);
