import { objectRule, type Rule } from '../rule.ts';

/** The fields of a schedule, with the least and the greatest number, and their words. */
const FIELDS: readonly (readonly [name: string, least: number, greatest: number, words: string])[] = [
  ['minute', 0, 59, ''],
  ['hour', 0, 23, ''],
  ['day of the month', 1, 31, ''],
  ['month', 1, 12, 'jan feb mar apr may jun jul aug sep oct nov dec'],
  ['day of the week', 0, 6, 'sun mon tue wed thu fri sat'],
];

const EVERY = /^@every (?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/;
const DESCRIPTORS = /^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)$/;

/**
 * CronJobs whose schedule Kubernetes reads, in a time zone that exists.
 * https://pkg.go.dev/github.com/robfig/cron/v3#hdr-CRON_Expression_Format
 */
export const schedulesAreValid: Rule = objectRule('has schedules that Kubernetes reads', ({ object }, fault) => {
  if (object.kind !== 'CronJob') return;
  const { schedule, timeZone } = object.spec ?? {};
  const wrong = faultOf(String(schedule));
  if (wrong)
    fault(
      ['spec', 'schedule'],
      `is ${JSON.stringify(schedule)}: ${wrong}`,
      'write five fields: "0 3 * * *" is three in the night',
    );
  if (timeZone !== undefined && !isZone(String(timeZone)))
    fault(
      ['spec', 'timeZone'],
      `is ${JSON.stringify(timeZone)}`,
      'write a name of the IANA database: Etc/UTC, Europe/Berlin',
    );
});

function faultOf(schedule: string): string | undefined {
  if (/^(?:CRON_)?TZ=/.test(schedule)) return 'a time zone belongs in spec.timeZone';
  if (schedule.startsWith('@'))
    return EVERY.test(schedule) || DESCRIPTORS.test(schedule) ? undefined : 'no word that is known';
  const fields = schedule.trim().split(/\s+/);
  if (fields.length !== FIELDS.length) return `${fields.length} fields`;
  const at = fields.findIndex((field, index) => !field.split(',').every((part) => isPart(part, index)));
  return at < 0 ? undefined : `the ${FIELDS[at]?.[0]} is ${fields[at]}`;
}

/** `*`, `5`, `1-5`, with `/2` perhaps. */
function isPart(part: string, index: number): boolean {
  const [, least = 0, greatest = 0, words = ''] = FIELDS[index] ?? [];
  const [range = '', step, ...more] = part.split('/');
  if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
  if (range === '*' || range === '?') return true;
  const ends = range.split('-').map((end) => numberOf(end, words, least));
  const [from, to = from, ...others] = ends;
  if (from === undefined || to === undefined || others.length > 0) return false;
  return ends.every((end) => end !== undefined && end >= least && end <= greatest) && from <= to;
}

function numberOf(text: string, words: string, least: number): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  const at = words.split(' ').indexOf(text.toLowerCase());
  return text === '' || at < 0 ? undefined : at + least;
}

function isZone(name: string): boolean {
  if (name === '' || name.toLowerCase() === 'local') return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '' && !/^[+-]/.test(name);
  } catch {
    return false;
  }
}
