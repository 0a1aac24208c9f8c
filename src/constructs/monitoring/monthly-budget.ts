import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget";
import { Construct } from "constructs";

export interface MonthlyBudgetProps {
  /** Of the whole account: no other stack may have it. */
  readonly name: string;
  /** US dollars a month. */
  readonly dollars: number;
  /** Costs count whose cost allocation tag has this value. */
  readonly tag: { readonly key: string; readonly value: string };
  readonly topicArn: string;
}

/**
 * What may be spent in a month. A topic is told when the forecast of the month exceeds it, and when what was spent does.
 * The tag must be active as a cost allocation tag, or nothing ever counts. AWS needs about five weeks before it
 * forecasts.
 *
 * https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-create.html
 * https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-create-filters.html
 */
export class MonthlyBudget extends Construct {
  constructor(scope: Construct, id: string, { name, dollars, tag, topicArn }: MonthlyBudgetProps) {
    super(scope, id);

    new BudgetsBudget(this, "this", {
      name,
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: String(dollars),
      limitUnit: "USD",
      costFilter: [{ name: "TagKeyValue", values: [`user:${tag.key}$${tag.value}`] }],
      notification: ["FORECASTED", "ACTUAL"].map((notificationType) => ({
        notificationType,
        comparisonOperator: "GREATER_THAN",
        threshold: 100,
        thresholdType: "PERCENTAGE",
        subscriberSnsTopicArns: [topicArn],
      })),
    });
  }
}
