import { documentOf } from "../../runbooks/documents";
import type { Configuration, SynthesizedStack } from "../../support/synthesized";
import { add, failing, type Invariant } from "./invariant";

const metricAlarms = "aws_cloudwatch_metric_alarm";
const types = [metricAlarms, "aws_cloudwatch_composite_alarm"];
const firstAlarm = (stack: SynthesizedStack) => stack.ofType(metricAlarms)[0] as Configuration;
const composite = (stack: SynthesizedStack) => stack.only("aws_cloudwatch_composite_alarm");
const said = "aws_cloudwatch_metric_alarm";

/** The title of the section that a description names. */
export function sectionIn(description: unknown): string | undefined {
  return /\.md, "([^"]+)"$/.exec(String(description))?.[1];
}

/** What an alarm may name: sections of the runbook, and of a system's own document, such as `DOCUMENT.md, "TITLE"`. */
export const sections: ReadonlySet<string> = new Set(
  [
    "RUNBOOK-investigate.md",
    "docs/systems/tally-alarms.md",
    "docs/systems/messages/aws.md",
  ].flatMap((name) =>
    documentOf(name)
      .headings.filter(({ level }) => level === 3)
      .map(({ title }) => `${name}, "${title}"`),
  ),
);

/** Addresses of alarms, and of rules of events, whose description names none of these. */
export function withoutSection(stack: SynthesizedStack, known: ReadonlySet<string>): string[] {
  const names = (description: unknown) =>
    known.has(/[\w/-]+\.md, "[^"]+"$/.exec(String(description))?.[0] ?? "");
  return [
    ...failing(stack, types, ({ alarm_description }) => names(alarm_description)),
    ...failing(stack, ["aws_cloudwatch_event_rule"], ({ description }) => names(description)),
  ];
}

const toTopic = /^\$\{aws_sns_topic\.[\w-]+\.arn\}$/;

function changeTopicPolicy(stack: SynthesizedStack, from: string, to: string) {
  const topicPolicy = stack.only("aws_sns_topic_policy");
  topicPolicy.policy = topicPolicy.policy.replace(from, to);
}

/** What serves: services, and groups that a load balancer sends requests to. */
const serving = (stack: SynthesizedStack) =>
  stack
    .resources()
    .filter(
      ({ type, configuration }) =>
        type === "aws_ecs_service" ||
        (type === "aws_autoscaling_group" && configuration.target_group_arns !== undefined),
    )
    .map(({ address }) => address);

export const alarms: readonly Invariant[] = [
  {
    name: "no alarm is there before what serves: it would ring until then",
    violations: (stack) =>
      failing(stack, [metricAlarms], ({ depends_on: before = [] }) =>
        serving(stack).every((each) => before.includes(each)),
      ),
    breaches: [[(stack) => Object.assign(firstAlarm(stack), { depends_on: [] }), said]],
  },
  {
    name: "every alarm tells the topic when it rings and when it is over",
    violations: (stack) =>
      failing(stack, types, ({ actions_enabled, alarm_actions, ok_actions }) =>
        [alarm_actions, ok_actions].every(
          (actions) =>
            actions_enabled === true && actions?.length === 1 && toTopic.test(actions[0]),
        ),
      ),
    breaches: [
      [(stack) => Object.assign(firstAlarm(stack), { alarm_actions: [] }), said],
      [(stack) => Object.assign(firstAlarm(stack), { ok_actions: undefined }), said],
      [(stack) => Object.assign(firstAlarm(stack), { actions_enabled: false }), said],
      [(stack) => Object.assign(composite(stack), { alarm_actions: [] }), "composite"],
    ],
  },
  {
    name: "every alarm names a section of the runbook, and so does the rule of failed rollouts",
    violations: (stack) => withoutSection(stack, sections),
    breaches: [
      [
        (stack) =>
          Object.assign(firstAlarm(stack), { alarm_description: 'RUNBOOK-investigate.md, "None"' }),
        said,
      ],
      [(stack) => Object.assign(composite(stack), { alarm_description: "" }), "composite"],
      [
        (stack) => Object.assign(stack.only("aws_cloudwatch_event_rule"), { description: "" }),
        "event_rule",
      ],
    ],
  },
  {
    name: "what the rule hears is told to the topic",
    violations: (stack) =>
      failing(stack, ["aws_cloudwatch_event_target"], ({ arn }) => toTopic.test(arn)),
    breaches: [
      [
        (stack) =>
          Object.assign(stack.only("aws_cloudwatch_event_target"), {
            arn: "arn:aws:sns:us-east-1:444455556666:other",
          }),
        "event_target",
      ],
    ],
  },
  {
    name: "every alarm decides what missing data means, and has a name and a description that CloudWatch takes",
    violations: (stack) => [
      ...failing(stack, [metricAlarms], ({ treat_missing_data }) =>
        ["breaching", "notBreaching", "ignore"].includes(treat_missing_data),
      ),
      ...failing(
        stack,
        types,
        ({ alarm_name, alarm_description }) =>
          alarm_name.length <= 255 &&
          alarm_description.length <= 1024 &&
          types
            .flatMap((type) => stack.ofType(type))
            .filter((each) => each.alarm_name === alarm_name).length === 1,
      ),
    ],
    breaches: [
      [(stack) => Object.assign(firstAlarm(stack), { treat_missing_data: undefined }), said],
      [(stack) => Object.assign(firstAlarm(stack), { alarm_description: "x".repeat(1025) }), said],
      [(stack) => add(stack, metricAlarms, firstAlarm(stack)), "added"],
    ],
  },
  {
    name: "the composite alarm names alarms of the stack, and depends on them",
    violations: (stack) => {
      const names = stack.ofType(metricAlarms).map(({ alarm_name }) => alarm_name);
      return failing(stack, ["aws_cloudwatch_composite_alarm"], ({ alarm_rule, depends_on }) => {
        const named = [...alarm_rule.matchAll(/ALARM\("([^"]+)"\)/g)].map(([, name]) => name);
        return (
          named.length > 1 &&
          alarm_rule === named.map((name) => `ALARM("${name}")`).join(" OR ") &&
          named.every((name) => names.includes(name)) &&
          depends_on?.length === names.length
        );
      });
    },
    breaches: [
      [
        (stack) => Object.assign(composite(stack), { alarm_rule: 'ALARM("a") OR ALARM("b")' }),
        "composite",
      ],
      [(stack) => Object.assign(composite(stack), { depends_on: undefined }), "composite"],
    ],
  },
  {
    name: "a topic takes what alarms and events of AWS's publish over TLS, and nothing else",
    violations: (stack) =>
      failing(stack, ["aws_sns_topic_policy"], ({ policy }) => {
        const statements: Configuration[] = JSON.parse(policy).Statement;
        const granted = statements.filter(({ Effect }) => Effect === "Allow");
        return (
          granted.every(
            ({ Action, Principal }) =>
              String(Action) === "sns:Publish" &&
              /^(budgets|cloudwatch|events)\.amazonaws\.com$/.test(Principal.Service),
          ) &&
          statements.some(
            ({ Effect, Principal, Condition }) =>
              Effect === "Deny" &&
              Principal === "*" &&
              Condition?.Bool?.["aws:SecureTransport"] === "false",
          )
        );
      }),
    breaches: [
      [(stack) => changeTopicPolicy(stack, '"events.amazonaws.com"', '"s3.amazonaws.com"'), "sns"],
      [(stack) => changeTopicPolicy(stack, "sns:Publish", "sns:Subscribe"), "sns"],
      [(stack) => changeTopicPolicy(stack, '"Deny"', '"Allow"'), "sns"],
    ],
  },
];
