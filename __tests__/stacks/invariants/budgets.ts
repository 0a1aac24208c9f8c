import { isDeepStrictEqual } from "node:util";
import type { Configuration, SynthesizedStack } from "../../support/synthesized";
import { failing, type Invariant } from "./invariant";

const first = (stack: SynthesizedStack) => stack.ofType("aws_budgets_budget")[0] as Configuration;
const said = "aws_budgets_budget";

export const budgets: readonly Invariant[] = [
  {
    name: "a budget counts a month's costs of one value of the client's tag",
    violations: (stack) =>
      failing(
        stack,
        ["aws_budgets_budget"],
        ({ budget_type, time_unit, limit_unit, limit_amount, cost_filter, name }) =>
          budget_type === "COST" &&
          time_unit === "MONTHLY" &&
          limit_unit === "USD" &&
          Number(limit_amount) > 0 &&
          cost_filter.length === 1 &&
          cost_filter[0].name === "TagKeyValue" &&
          isDeepStrictEqual(cost_filter[0].values, [
            `user:Environment$${String(name).split("-").at(-1)}`,
          ]),
      ),
    breaches: [
      [(stack) => Object.assign(first(stack), { limit_amount: undefined }), said],
      [(stack) => Object.assign(first(stack), { time_unit: "ANNUALLY" }), said],
      [(stack) => Object.assign(first(stack), { cost_filter: [] }), said],
      [
        (stack) =>
          Object.assign(first(stack).cost_filter[0], { values: ["user:Environment$other"] }),
        said,
      ],
    ],
  },
  {
    name: "a budget tells the stack's topic, before it is spent and when it is, and AWS Budgets may",
    violations: (stack) =>
      failing(stack, ["aws_budgets_budget"], ({ notification }) => {
        const kinds = notification.map((each: Configuration) => each.notification_type).sort();
        const service = '"Principal":{"Service":"budgets.amazonaws.com"}';
        return (
          isDeepStrictEqual(kinds, ["ACTUAL", "FORECASTED"]) &&
          notification.every(
            ({ threshold, threshold_type, subscriber_sns_topic_arns: topics }: Configuration) =>
              threshold === 100 &&
              threshold_type === "PERCENTAGE" &&
              topics?.length === 1 &&
              /^\$\{aws_sns_topic\.[\w-]+\.arn\}$/.test(topics[0]),
          ) &&
          // The topic is encrypted, so that both must let it.
          [stack.only("aws_sns_topic_policy"), stack.only("aws_kms_key")].every(({ policy }) =>
            policy.includes(service),
          )
        );
      }),
    breaches: [
      [(stack) => first(stack).notification.pop(), said],
      [(stack) => Object.assign(first(stack).notification[0], { threshold: 200 }), said],
      [
        (stack) =>
          Object.assign(first(stack).notification[0], { subscriber_sns_topic_arns: undefined }),
        said,
      ],
      ...["aws_sns_topic_policy", "aws_kms_key"].map((type): Invariant["breaches"][number] => [
        (stack) => {
          const one = stack.only(type);
          one.policy = one.policy.replaceAll("budgets.amazonaws.com", "events.amazonaws.com");
        },
        said,
      ]),
    ],
  },
];
