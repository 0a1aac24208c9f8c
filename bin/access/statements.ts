import { account } from "../../src/systems/configuration/account";
import { everySystem, type System } from "./systems";

/** A statement of an IAM policy. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource: "*" | readonly string[];
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
}

const { id } = account;

/** An ARN in which `NAME` and `PATH` stand for how a system's names begin; with what such a system must have. */
type Pattern = string | readonly [has: string, pattern: string];

/** What is ours of each service, by its name where AWS lets it be named, else in the account. */
const ours: Readonly<Record<string, readonly Pattern[]>> = {
  acm: [`arn:aws:acm:*:${id}:certificate/*`],
  "application-autoscaling": [`arn:aws:application-autoscaling:*:${id}:scalable-target/*`],
  autoscaling: [`arn:aws:autoscaling:*:${id}:autoScalingGroup:*:autoScalingGroupName/NAME-*`],
  budgets: [`arn:aws:budgets::${id}:budget/NAME-*`],
  cloudwatch: [
    `arn:aws:cloudwatch:*:${id}:alarm:NAME-*`,
    // Those of a target tracking policy are made and deleted in the name of whoever makes and deletes that.
    // https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_permission_validation.html
    ["ecs", `arn:aws:cloudwatch:*:${id}:alarm:TargetTracking-service/NAME-*`],
    ["cloudwatch dashboards", `arn:aws:cloudwatch::${id}:dashboard/NAME-*`],
  ],
  // Ids that AWS chooses; images belong to nobody, by their ARN.
  ec2: [`arn:aws:ec2:*:${id}:*/*`, "arn:aws:ec2:*::image/*"],
  ecr: [["ecs", `arn:aws:ecr:*:${id}:repository/NAME/*`]],
  ecs: ["capacity-provider", "cluster", "service", "task-definition"].map(
    (kind) => `arn:aws:ecs:*:${id}:${kind}/NAME-*`,
  ),
  elasticloadbalancing: [
    `arn:aws:elasticloadbalancing:*:${id}:loadbalancer/app/NAME-*`,
    `arn:aws:elasticloadbalancing:*:${id}:listener/app/NAME-*`,
    ["ecs", `arn:aws:elasticloadbalancing:*:${id}:listener-rule/app/NAME-*`],
    `arn:aws:elasticloadbalancing:*:${id}:targetgroup/*`,
  ],
  events: [`arn:aws:events:*:${id}:rule/NAME-*`],
  iam: [
    `arn:aws:iam::${id}:role/NAME-*`,
    `arn:aws:iam::${id}:instance-profile/NAME-*`,
    `arn:aws:iam::${id}:role/aws-service-role/*`,
    ["foundation", `arn:aws:iam::${id}:policy/NAME-*`],
    ["foundation", `arn:aws:iam::${id}:oidc-provider/token.actions.githubusercontent.com`],
  ],
  kms: [`arn:aws:kms:*:${id}:key/*`, `arn:aws:kms:*:${id}:alias/NAME-*`],
  lambda: [`arn:aws:lambda:*:${id}:function:NAME-*`],
  logs: [
    `arn:aws:logs:*:${id}:log-group:/PATH*`,
    `arn:aws:logs:*:${id}:log-group:aws-waf-logs-NAME-*`,
    ["ecs", `arn:aws:logs:*:${id}:log-group:/aws/ecs/containerinsights/NAME-*`],
    ["lambda", `arn:aws:logs:*:${id}:log-group:/aws/lambda/NAME-*`],
    ["rds", `arn:aws:logs:*:${id}:log-group:/aws/rds/instance/NAME-*`],
    ["foundation", `arn:aws:logs:*:${id}:log-group:NAME-sessions*`],
  ],
  rds: [
    ...["db", "pg", "snapshot", "subgrp"].map((kind) => `arn:aws:rds:*:${id}:${kind}:NAME-*`),
    ["rds option groups", `arn:aws:rds:*:${id}:og:NAME-*`],
    // Of a database that has none of its own: RDS names it, and asks for it as for one's own.
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/security_iam_id-based-policy-examples-create-and-modify-examples.html
    `arn:aws:rds:*:${id}:og:default:*`,
  ],
  route53: ["arn:aws:route53:::hostedzone/*"],
  s3: [`arn:aws:s3:::NAME-*-${id}-*`, ["ecs", `arn:aws:s3:::NAME-*-${id}-*`]],
  secretsmanager: [
    ["foundation", `arn:aws:secretsmanager:*:${id}:secret:PATH*`],
    // Which RDS makes for the master user.
    `arn:aws:secretsmanager:*:${id}:secret:rds!db-*`,
  ],
  sns: [`arn:aws:sns:*:${id}:NAME-*`],
  sqs: [`arn:aws:sqs:*:${id}:NAME-*`],
  ssm: [
    `arn:aws:ssm:*:${id}:parameter/PATH*`,
    ["foundation", `arn:aws:ssm:*:${id}:document/NAME-*`],
    ["foundation", `arn:aws:ssm:*:${id}:document/SSM-SessionManagerRunShell`],
  ],
  wafv2: [
    `arn:aws:wafv2:*:${id}:regional/webacl/NAME-*/*`,
    // What it stands before, and AWS's groups of rules in it, are asked for, too.
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awswafv2.html
    `arn:aws:elasticloadbalancing:*:${id}:loadbalancer/app/NAME-*`,
    `arn:aws:wafv2:*:${id}:regional/managedruleset/*`,
  ],
};

/** ARNs of what some systems have of a service. */
export function arnsOf(service: string, of: readonly System[] = everySystem): string[] {
  const patterns = ours[service];
  if (patterns === undefined) throw new Error(`What is ours of ${service}?`);
  const arns = patterns.flatMap((pattern) => {
    const [has, text] = typeof pattern === "string" ? [service, pattern] : pattern;
    const having = of.filter((system) => system.has.includes(has));
    return having.map(({ name, path }) => text.replace("NAME", name).replace("PATH", path));
  });
  return [...new Set(arns)];
}

/**
 * Actions for which AWS knows no resource, or that ask for what isn't ours alone. A test holds them against AWS's
 * own table.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const anywhere =
  /^(access-analyzer:List|acm:List|application-autoscaling:Describe|autoscaling:Describe|cloudtrail:(Describe|GetTrailStatus)|config:Describe|cloudwatch:(Describe|List|GetMetric)|ec2:(Describe|Get)|ecs:(CreateCapacityProvider|Describe|List|(Der|R)egisterTaskDefinition)|elasticloadbalancing:(Describe|SetWebAcl)|guardduty:List|iam:Simulate|kms:(CreateKey|List)|lambda:(GetAccountSettings|ListEventSource|ListFunctions)|logs:(CreateLogDelivery|DeleteLogDelivery|DescribeLogGroups|(Delete|Put)ResourcePolicy|DescribeResourcePolicies|GetQueryResults)|rds:Describe|route53:(List|GetChange)|s3:ListAccessPoints|secretsmanager:ListSecrets|securityhub:Describe|servicequotas:Get|ssm:(CancelCommand|Describe(InstanceInformation|Parameters)|GetCommandInvocation|List(Associations|Command))|sts:)/;

const object = /^s3:(Get|Put|Delete)Object$/;

/** One statement for each kind of resources; actions in order, so that a change of them is a change of lines. */
export function allow(actions: Iterable<string>, of: readonly System[] = everySystem): Statement[] {
  const sorted = [...new Set(actions)].sort();
  const limited = sorted.filter((action) => !anywhere.test(action) && !object.test(action));
  const services = [...new Set(limited.map(serviceOf))];
  const everywhere = sorted.filter((action) => anywhere.test(action));
  return [
    ...(everywhere.length > 0 ? [statement("Anywhere", everywhere, "*")] : []),
    ...services.map((service) => {
      const own = limited.filter((action) => serviceOf(action) === service);
      const name = service.replaceAll("-", "");
      return statement(`Our${name[0]?.toUpperCase()}${name.slice(1)}`, own, arnsOf(service, of));
    }),
  ];
}

export function statement(
  Sid: string,
  Action: readonly string[],
  Resource: Statement["Resource"],
  Condition?: Statement["Condition"],
): Statement {
  return { Sid, Effect: "Allow", Action, Resource, ...(Condition && { Condition }) };
}

/** Takes away what any other policy allows. */
export function deny(...[sid, ...rest]: Parameters<typeof statement>): Statement {
  return { ...statement(sid, ...rest), Effect: "Deny" };
}

export const serviceOf = (action: string) => action.slice(0, action.indexOf(":"));
