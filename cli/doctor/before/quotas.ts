import type { Templates } from '../../shared/templates.ts';
import type { Account } from '../account/account.ts';
import { bad, type Check, type Finding, good, warning } from '../check.ts';
import { isOwn } from '../own-stacks.ts';
import type { BeforeDeploy } from './before-deploy.ts';
import { ALLOWANCES, QUOTAS } from './quota-table.ts';

/** A quota that is used up fails in the first stack, or, for the node and the build, when all stands. */
export const quotas: Check<BeforeDeploy> = {
  id: 'quotas',
  title: 'The quotas leave room',
  find: async ({ account, templates, config }) => {
    const standing = (await account.stacks()).some((one) => templates.has(one.name) && isOwn(one, config));
    if (standing) return good('not asked: stacks of this blog stand, and count already');
    const [rows, short] = await Promise.all([quotaRows(account, templates), tooLittle(account)]);
    const full = rows.filter(({ allowed, used, needed }) => used + needed > allowed);
    const found = [...full.map((one) => judge(one, account.region)), ...short];
    const worst = found.find(({ state }) => state === 'bad') ?? found[0];
    return (
      worst ??
      good(rows.map(({ name, used, needed, allowed }) => `${name} ${used} + ${needed} of ${allowed}`).join(', '))
    );
  },
};

/** A quota of the account, what is used of it, and how much of it the templates make. */
export type QuotaRow = Awaited<ReturnType<typeof row>>;

/** Every quota that can be counted. @throws CommandError when AWS cannot be asked */
export function quotaRows(account: Account, templates: Templates): Promise<QuotaRow[]> {
  return Promise.all(QUOTAS.map((quota) => row(quota, account, templates)));
}

async function row(quota: (typeof QUOTAS)[number], account: Account, templates: Templates) {
  const { service, code, initial } = quota;
  const [told, used] = await Promise.all([code && account.quota({ service, code }), quota.used(account)]);
  return { ...quota, allowed: told || initial, used, needed: quota.needed(templates) };
}

function judge({ name, used, needed, allowed, service, unless }: QuotaRow, region: string): Finding {
  const text = `${name}: ${used} of ${allowed} are used, and ${needed} more needed`;
  const help = increase(region, service);
  return unless === undefined ? bad(text, help) : warning(`${text}, unless ${unless}`, help);
}

/** What the account may run too little of, whoever uses it. @throws CommandError when AWS cannot be asked */
export async function tooLittle(account: Account): Promise<Finding[]> {
  const findings = await Promise.all(
    ALLOWANCES.map(async ({ name, least, enough, ...code }): Promise<Finding[]> => {
      const allowed = await account.quota(code);
      if (allowed === undefined || allowed >= enough) return [];
      const text = `${name}: the account may run ${allowed}, and ${enough} are needed`;
      return [(allowed < least ? bad : warning)(text, increase(account.region, code.service))];
    }),
  );
  return findings.flat();
}

/** What makes room. */
export const increase = (region: string, service: string) =>
  `remove some, or ask for more: https://${region}.console.aws.amazon.com/servicequotas/home/services/${service}/quotas`;
