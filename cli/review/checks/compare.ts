import { changeId } from '../change-id.ts';
import type { Checks, Finding, RuleAt } from '../facts.ts';

/** What the names of the rules of the CDK's own validation begin with, as an acknowledgement writes them. */
export const PREFIX_OF_THE_CDK = 'CloudFormation-Validate::';

/** Whether the CDK's own validation finds something that nobody acknowledged. */
export const findsByTheCdk = ({ open }: Checks) => open.some(({ rule }) => rule.startsWith(PREFIX_OF_THE_CDK));

/** An acknowledgement that comes or goes, or gets another reason. */
export interface AcknowledgementChange extends RuleAt {
  readonly impact: 'added' | 'changed' | 'removed';
  readonly reason: string;
}

/** The acknowledgements that differ. */
export function compareChecks(base: Checks, head: Checks): AcknowledgementChange[] {
  const reasonIn = ({ acknowledged }: Checks, one: RuleAt) => acknowledged.find((other) => isSame(one, other))?.reason;
  const later = head.acknowledged.flatMap((one): AcknowledgementChange[] => {
    const before = reasonIn(base, one);
    if (before === one.reason) return [];
    return [{ ...one, impact: before === undefined ? 'added' : 'changed' }];
  });
  const gone = base.acknowledged.filter((one) => reasonIn(head, one) === undefined);
  return [...later, ...gone.map((one): AcknowledgementChange => ({ ...one, impact: 'removed' }))];
}

const isSame = (one: RuleAt, other: RuleAt) => one.rule === other.rule && one.path === other.path;

/** What a rule finds several times in a construct is one thing to look at. */
const once = (findings: readonly RuleAt[]) =>
  findings.filter((one, index) => findings.findIndex((other) => isSame(one, other)) === index);

type Rule = (base: Checks, head: Checks) => readonly RuleAt[];

/** What to say of the rules: by the words, where. */
export const CHECK_RULES: Readonly<Record<string, Rule>> = {
  'breaks a rule of cdk-nag or of the CDK, and nobody acknowledged it': (base, head) =>
    once(head.open.filter((one) => !base.open.some((other) => isSame(one, other) && one.what === other.what))),
  'is excused from a rule of cdk-nag or of the CDK': (base, head) =>
    compareChecks(base, head).filter(({ impact }) => impact === 'added'),
  'is excused from a rule for another reason': (base, head) =>
    compareChecks(base, head).filter(({ impact }) => impact === 'changed'),
};

/** What deserves a closer look. */
export function checkFindings(base: Checks, head: Checks): Finding[] {
  return Object.entries(CHECK_RULES).flatMap(([what, rule]) =>
    rule(base, head).map(({ rule: name, path }): Finding => {
      return { kind: 'look', subject: `${path} ${name}`, change: changeId([path, name, what]), what };
    }),
  );
}
