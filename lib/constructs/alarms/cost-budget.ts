import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Construct } from 'constructs';
import { shortHash } from '../../short-hash.ts';

export interface CostBudgetProps {
  /** What its name begins with: budgets are the account's, in all regions. */
  readonly name: string;
  /** A month. */
  readonly dollars: number;
  readonly email: string;
}

/** When to mail, in percent of the amount: what was spent, and what the month is going to cost. */
const MAILS = [
  { notificationType: 'ACTUAL', threshold: 80 },
  { notificationType: 'FORECASTED', threshold: 100 },
];

/**
 * Mails before the account costs more than its owner means it to. It counts the whole account: by tag it would count nothing until
 * somebody has activated that tag in the billing console.
 * https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html
 */
export class CostBudget extends Construct {
  constructor(scope: Construct, id: string, { name, dollars, email }: CostBudgetProps) {
    super(scope, id);
    // Another address makes another budget, before the old one is removed: they must not share a name.
    const budgetName = `${name}-${shortHash(email)}`;
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetName,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: dollars, unit: 'USD' },
      },
      notificationsWithSubscribers: MAILS.map((notification) => ({
        notification: { ...notification, comparisonOperator: 'GREATER_THAN', thresholdType: 'PERCENTAGE' },
        subscribers: [{ subscriptionType: 'EMAIL', address: email }],
      })),
    });
  }
}
