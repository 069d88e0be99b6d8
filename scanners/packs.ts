import type { RuleAt } from '../cli/review/facts.ts';

/** Packs of cdk-nag whose findings are explained in docs/findings.md: how the names of their rules begin. */
export const PACKS = ['HIPAA.Security', 'NIST.800.53.R5'] as const;

/** The pack that a finding is of; none for one of AwsSolutions or of the CDK, which is acknowledged at its construct. */
export const packOf = ({ rule }: RuleAt): string | undefined => PACKS.find((pack) => rule.startsWith(`${pack}-`));

/** The name of a finding's rule without its pack: most rules are in both. */
export function withoutPack(finding: RuleAt): string {
  const pack = packOf(finding);
  return pack === undefined ? finding.rule : finding.rule.slice(pack.length + 1);
}
