import { listOf } from "../compare/json";
import { anyOf, guarded, type Rule, removal, turnedOff } from "./rule";

const nobody = "nobody hears of it";

/** Nobody is told any more of what somebody was told before. */
export const alarmSilenced: Rule = anyOf(
  guarded([
    { attribute: /^actions_enabled$/, isWeaker: turnedOff, says: nobody },
    {
      attribute: /^state$|^is_enabled$/,
      types: /^aws_cloudwatch_event_rule$/,
      isWeaker: (before, after) =>
        turnedOff(before, after) ||
        (before === undefined && /^(DISABLED|false)$/.test(String(after))),
      says: nobody,
    },
  ]),
  ({ changes }) =>
    changes.flatMap(({ action, construct, type, before, after }) => {
      const had = listOf(before?.alarm_actions).length > 0;
      const has = listOf(after?.alarm_actions).length > 0;
      const isAlarm = /^aws_cloudwatch_(metric|composite)_alarm$/.test(type);
      if (!isAlarm || has || (action !== "added" && !had) || action === "removed") return [];
      return [{ subject: construct, what: `no alarm_actions: ${nobody}` }];
    }),
  removal({
    aws_cloudwatch_composite_alarm: nobody,
    aws_cloudwatch_event_rule: nobody,
    aws_cloudwatch_event_target: nobody,
    aws_cloudwatch_metric_alarm: nobody,
    aws_sns_topic: nobody,
    aws_sns_topic_subscription: nobody,
    aws_budgets_budget: nobody,
  }),
);
