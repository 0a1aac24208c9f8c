import type { Publisher } from "../../constructs/monitoring/alert-topic";
import { account } from "../configuration/account";

/**
 * AWS Budgets, when it tells the account's own topic.
 *
 * https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html
 */
export const budgetPublisher: Publisher = {
  sid: "BudgetsPublish",
  service: "budgets.amazonaws.com",
  condition: {
    StringEquals: { "aws:SourceAccount": account.id },
    ArnLike: { "aws:SourceArn": `arn:aws:budgets::${account.id}:*` },
  },
};
