import { account } from "../../src/systems/configuration/account";

/** A statement of an IAM policy. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: "*" | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const { id } = account;

/** What names of each system begin with. */
const systems = [
  { name: "test-app", path: "test-app/" },
  { name: "tally", path: "tally-" },
];

/** ARNs of all systems: `NAME` and `PATH` stand for how their names begin. */
export const ofSystems = (...patterns: readonly string[]): string[] =>
  patterns.flatMap((pattern) =>
    systems.map(({ name, path }) => pattern.replace("NAME", name).replace("PATH", path)),
  );

/** What is ours of each service, by its name where AWS lets it be named, else in the account. */
const ours: Readonly<Record<string, readonly string[]>> = {
  acm: [`arn:aws:acm:*:${id}:certificate/*`],
  "application-autoscaling": [`arn:aws:application-autoscaling:*:${id}:scalable-target/*`],
  autoscaling: ofSystems(
    `arn:aws:autoscaling:*:${id}:autoScalingGroup:*:autoScalingGroupName/NAME-*`,
  ),
  budgets: [`arn:aws:budgets::${id}:budget/test-app-*`],
  cloudwatch: [
    ...ofSystems(`arn:aws:cloudwatch:*:${id}:alarm:NAME-*`),
    `arn:aws:cloudwatch::${id}:dashboard/test-app-*`,
  ],
  // Ids that AWS chooses; images belong to nobody, by their ARN.
  ec2: [`arn:aws:ec2:*:${id}:*/*`, "arn:aws:ec2:*::image/*"],
  ecr: [`arn:aws:ecr:*:${id}:repository/tally/*`],
  ecs: ["cluster", "service", "task-definition"].map(
    (kind) => `arn:aws:ecs:*:${id}:${kind}/tally-*`,
  ),
  elasticloadbalancing: [
    ...ofSystems(
      `arn:aws:elasticloadbalancing:*:${id}:loadbalancer/app/NAME-*`,
      `arn:aws:elasticloadbalancing:*:${id}:listener/app/NAME-*`,
    ),
    `arn:aws:elasticloadbalancing:*:${id}:listener-rule/app/tally-*`,
    `arn:aws:elasticloadbalancing:*:${id}:targetgroup/*`,
  ],
  events: [`arn:aws:events:*:${id}:rule/test-app-*`],
  iam: [
    ...ofSystems(`arn:aws:iam::${id}:role/NAME-*`, `arn:aws:iam::${id}:instance-profile/NAME-*`),
    `arn:aws:iam::${id}:role/aws-service-role/*`,
    `arn:aws:iam::${id}:policy/test-app-*`,
    `arn:aws:iam::${id}:oidc-provider/token.actions.githubusercontent.com`,
  ],
  kms: [`arn:aws:kms:*:${id}:key/*`, ...ofSystems(`arn:aws:kms:*:${id}:alias/NAME-*`)],
  lambda: [`arn:aws:lambda:*:${id}:function:test-app-*`],
  logs: [
    ...ofSystems(
      `arn:aws:logs:*:${id}:log-group:/PATH*`,
      `arn:aws:logs:*:${id}:log-group:/aws/rds/instance/NAME-*`,
      `arn:aws:logs:*:${id}:log-group:aws-waf-logs-NAME-*`,
    ),
    `arn:aws:logs:*:${id}:log-group:/aws/lambda/test-app-*`,
    `arn:aws:logs:*:${id}:log-group:test-app-sessions*`,
  ],
  rds: [
    ...ofSystems(
      ...["db", "pg", "snapshot", "subgrp"].map((kind) => `arn:aws:rds:*:${id}:${kind}:NAME-*`),
    ),
    `arn:aws:rds:*:${id}:og:test-app-*`,
  ],
  route53: ["arn:aws:route53:::hostedzone/*"],
  s3: ofSystems(`arn:aws:s3:::NAME-*-${id}-*`),
  secretsmanager: [
    `arn:aws:secretsmanager:*:${id}:secret:test-app/*`,
    // Which RDS makes for the master user.
    `arn:aws:secretsmanager:*:${id}:secret:rds!db-*`,
  ],
  sns: ofSystems(`arn:aws:sns:*:${id}:NAME-*`),
  ssm: [
    `arn:aws:ssm:*:${id}:document/test-app-*`,
    `arn:aws:ssm:*:${id}:document/SSM-SessionManagerRunShell`,
    ...ofSystems(`arn:aws:ssm:*:${id}:parameter/PATH*`),
  ],
  wafv2: [
    ...ofSystems(
      `arn:aws:wafv2:*:${id}:regional/webacl/NAME-*/*`,
      // What it stands before, and AWS's groups of rules in it, are asked for, too.
      // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awswafv2.html
      `arn:aws:elasticloadbalancing:*:${id}:loadbalancer/app/NAME-*`,
    ),
    `arn:aws:wafv2:*:${id}:regional/managedruleset/*`,
  ],
};

/**
 * Actions for which AWS knows no resource, or that ask for what isn't ours alone. A test holds them against AWS's
 * own table.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const anywhere =
  /^(access-analyzer:List|acm:List|application-autoscaling:Describe|autoscaling:Describe|cloudtrail:(Describe|GetTrailStatus)|config:Describe|cloudwatch:(Describe|List|GetMetric)|ec2:(Describe|Get)|ecs:(Describe|List|(Der|R)egisterTaskDefinition)|elasticloadbalancing:(Describe|SetWebAcl)|guardduty:List|iam:Simulate|kms:(CreateKey|List)|lambda:(GetAccountSettings|ListEventSource|ListFunctions)|logs:(CreateLogDelivery|DeleteLogDelivery|DescribeLogGroups|(Delete|Put)ResourcePolicy|DescribeResourcePolicies|GetQueryResults)|rds:Describe|route53:(List|GetChange)|s3:ListAccessPoints|secretsmanager:ListSecrets|securityhub:Describe|servicequotas:Get|ssm:(CancelCommand|Describe(InstanceInformation|Parameters)|GetCommandInvocation|List(Associations|Command))|sts:)/;

const object = /^s3:(Get|Put|Delete)Object$/;

/** One statement for each kind of resources; actions in order, so that a change of them is a change of lines. */
export function allow(actions: Iterable<string>): Statement[] {
  const sorted = [...new Set(actions)].sort();
  const limited = sorted.filter((action) => !anywhere.test(action) && !object.test(action));
  const services = [...new Set(limited.map(serviceOf))];
  const everywhere = sorted.filter((action) => anywhere.test(action));
  return [
    ...(everywhere.length > 0 ? [statement("Anywhere", everywhere, "*")] : []),
    ...services.map((service) => {
      const resources = ours[service];
      if (resources === undefined) throw new Error(`What is ours of ${service}?`);
      const own = limited.filter((action) => serviceOf(action) === service);
      const name = service.replaceAll("-", "");
      return statement(`Our${name[0]?.toUpperCase()}${name.slice(1)}`, own, resources);
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

const serviceOf = (action: string) => action.slice(0, action.indexOf(":"));
