import type { Configuration, SynthesizedStack } from "../../support/synthesized";
import { failing, type Invariant, policies } from "./invariant";

const acl = (stack: SynthesizedStack) => stack.only("aws_wafv2_web_acl");
const logging = (stack: SynthesizedStack) => stack.only("aws_wafv2_web_acl_logging_configuration");
const delivery = (stack: SynthesizedStack) => stack.only("aws_cloudwatch_log_resource_policy");
const pointsTo = (reference: unknown, address: string) => reference === `\${${address}.arn}`;
const groupRule = (stack: SynthesizedStack, name: string): Configuration =>
  acl(stack).rule.find((rule: Configuration) => rule.name === name);

const awsGroups = [
  "AWSManagedRulesAmazonIpReputationList",
  "AWSManagedRulesCommonRuleSet",
  "AWSManagedRulesKnownBadInputsRuleSet",
];

/** What its JSON means to Terraform: a statement is untyped, so that nothing else has looked at it. */
function limitsAndGroups({ rule: rules }: Configuration) {
  const statements: Configuration[] = rules.map(({ statement }: Configuration) => statement);
  return {
    groups: statements.flatMap(({ managed_rule_group_statement: group }) =>
      group?.vendor_name === "AWS" ? group.name : [],
    ),
    limits: statements.flatMap(({ rate_based_statement: rate }) =>
      rate?.aggregate_key_type === "IP" && rate.evaluation_window_sec === 300 ? rate.limit : [],
    ),
  };
}

export const webAcls: readonly Invariant[] = [
  {
    name: "a web ACL of the stack stands before every load balancer",
    violations: (stack) =>
      failing(stack, ["aws_lb"], (_, { address }) =>
        stack
          .ofType("aws_wafv2_web_acl_association")
          .some(
            ({ resource_arn, web_acl_arn }) =>
              pointsTo(resource_arn, address) && /^\$\{aws_wafv2_web_acl\./.test(web_acl_arn),
          ),
      ),
    breaches: [
      [
        (stack) => {
          delete stack.json.resource.aws_wafv2_web_acl_association;
        },
        "aws_lb",
      ],
      [
        (stack) =>
          Object.assign(stack.only("aws_wafv2_web_acl_association"), { resource_arn: "arn:other" }),
        "aws_lb",
      ],
    ],
  },
  {
    name: "a web ACL has AWS's groups of rules and a limit for each address, and each blocks or counts",
    violations: (stack) =>
      failing(stack, ["aws_wafv2_web_acl"], (each) => {
        const { groups, limits } = limitsAndGroups(each);
        const priorities = each.rule.map(({ priority }: Configuration) => priority);
        return (
          groups.sort().join() === awsGroups.join() &&
          limits.length === 1 &&
          limits[0] >= 10 &&
          new Set(priorities).size === priorities.length &&
          each.rule.every((rule: Configuration) => {
            const isGroup = rule.statement.managed_rule_group_statement !== undefined;
            const kinds = isGroup ? ["none", "count"] : ["block", "count"];
            const [kind = "", ...others] = Object.keys(
              (isGroup ? rule.override_action : rule.action) ?? {},
            );
            return kinds.includes(kind) && others.length === 0;
          })
        );
      }),
    breaches: [
      ...awsGroups.map((name): Invariant["breaches"][number] => [
        (stack) =>
          Object.assign(acl(stack), {
            rule: acl(stack).rule.filter((rule: Configuration) => rule.name !== name),
          }),
        "aws_wafv2_web_acl",
      ]),
      [
        (stack) =>
          Object.assign(groupRule(stack, "rate-limit").statement.rate_based_statement, {
            limit: undefined,
          }),
        "aws_wafv2_web_acl",
      ],
      [
        (stack) => Object.assign(groupRule(stack, "rate-limit"), { action: { allow: {} } }),
        "aws_wafv2_web_acl",
      ],
      [
        (stack) =>
          Object.assign(groupRule(stack, "AWSManagedRulesCommonRuleSet"), { override_action: {} }),
        "aws_wafv2_web_acl",
      ],
    ],
  },
  {
    name: "a web ACL is logged without what proves who somebody is, and shows nothing of it elsewhere",
    violations: (stack) =>
      failing(stack, ["aws_wafv2_web_acl"], ({ visibility_config, rule }, { address }) => {
        const own = stack
          .ofType("aws_wafv2_web_acl_logging_configuration")
          .find(({ resource_arn }) => pointsTo(resource_arn, address));
        const redacted = own?.redacted_fields.map(
          ({ single_header }: Configuration) => single_header?.name,
        );
        const group = /^\$\{(aws_cloudwatch_log_group\.[^.]+)\.arn\}$/.exec(
          String(own?.log_destination_configs),
        )?.[1];
        const name = stack.resources().find((each) => each.address === group)?.configuration.name;
        return (
          redacted?.includes("cookie") &&
          redacted.includes("authorization") &&
          /^aws-waf-logs-/.test(name) &&
          // Its samples would show every header.
          [visibility_config, ...rule.map((each: Configuration) => each.visibility_config)].every(
            ({ sampled_requests_enabled }) => sampled_requests_enabled === false,
          )
        );
      }),
    breaches: [
      [(stack) => logging(stack).redacted_fields.pop(), "aws_wafv2_web_acl"],
      [(stack) => logging(stack).redacted_fields.shift(), "aws_wafv2_web_acl"],
      [(stack) => Object.assign(logging(stack), { resource_arn: "other" }), "aws_wafv2_web_acl"],
      [
        (stack) =>
          Object.assign(logging(stack), {
            log_destination_configs: ["arn:aws:s3:::test-app-logs"],
          }),
        "aws_wafv2_web_acl",
      ],
      [
        (stack) => {
          acl(stack).rule[0].visibility_config.sampled_requests_enabled = true;
        },
        "aws_wafv2_web_acl",
      ],
    ],
  },
  {
    name: "AWS's delivery may write a web ACL's log, of this account and region, and has no policy to add",
    violations: (stack) =>
      failing(stack, ["aws_wafv2_web_acl_logging_configuration"], ({ depends_on }) => {
        const found = policies(stack).find(({ address }) =>
          depends_on?.includes(address.replace(/\.policy_document$/, "")),
        );
        const [statement] = found?.policy.Statement ?? [];
        const name = stack
          .ofType("aws_cloudwatch_log_group")
          .map((each) => each.name)
          .find((each) => each.startsWith("aws-waf-logs-"));
        return (
          statement?.Principal.Service === "delivery.logs.amazonaws.com" &&
          statement.Action.join() === "logs:CreateLogStream,logs:PutLogEvents" &&
          statement.Resource.endsWith(`:log-group:${name}:log-stream:*`) &&
          statement.Condition.StringEquals["aws:SourceAccount"] === statement.Resource.split(":")[4]
        );
      }),
    breaches: [
      [
        (stack) => Object.assign(logging(stack), { depends_on: undefined }),
        "aws_wafv2_web_acl_logging_configuration",
      ],
      ...(
        [
          ["delivery.logs", "events"],
          ["log-group:aws-waf-logs-", "log-group:other-"],
          ["logs:PutLogEvents", "logs:DeleteLogStream"],
          ['"aws:SourceAccount":"', '"aws:SourceAccount":"9'],
        ] as const
      ).map(([from, to]): Invariant["breaches"][number] => [
        (stack) => {
          const policy = delivery(stack);
          policy.policy_document = policy.policy_document.replace(from, to);
        },
        "aws_wafv2_web_acl_logging_configuration",
      ]),
    ],
  },
];
