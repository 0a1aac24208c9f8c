import { account } from "../../../src/systems/configuration/account";
import type { Configuration, SynthesizedStack } from "../../support/synthesized";
import { add, type Invariant, policies } from "./invariant";

/** Actions that AWS can't limit to a resource (its service authorization reference). */
const unlimitable =
  /^(ssmmessages|ec2messages|xray):|^ecr:GetAuthorizationToken$|^ecs:DiscoverPollEndpoint$|^ssm:(GetDeployablePatchSnapshotForInstance|GetManifest|ListAssociations|PutConfigurePackageResult|PutInventory|DescribeInstanceInformation|ListCommands|ListCommandInvocations|GetCommandInvocation|CancelCommand)$|^cloudwatch:(GetMetricData|ListMetrics|PutMetricData)$|^ec2:Describe(Tags|NetworkInterfaces|Subnets|Images|LaunchTemplateVersions)$|^autoscaling:Describe(AutoScalingGroups|InstanceRefreshes)$|^elasticloadbalancing:DescribeTargetHealth$/;

const list = <Value>(value: Value | readonly Value[]): Value[] => [value].flat() as Value[];

/** What is refused may be refused widely. */
const isGrant = ({ Effect }: Configuration) => Effect !== "Deny";

function addPolicy(stack: SynthesizedStack, statement: Configuration) {
  add(stack, "aws_iam_role_policy", {
    policy: JSON.stringify({ Statement: [{ Effect: "Allow", ...statement }] }),
  });
}

const granting = (stack: SynthesizedStack) =>
  policies(stack).filter(({ address }) => !address.startsWith("aws_vpc_endpoint."));

export const policyInvariants: readonly Invariant[] = [
  {
    name: "a policy names its actions and, where AWS can, its resources",
    violations: (stack) =>
      policies(stack).flatMap(({ address, policy }) =>
        policy.Statement.filter(isGrant)
          .filter((statement: Configuration) => {
            const actions = list<string>(statement.Action);
            const tooWide = actions.some((action) => !/^[a-z0-9-]+:[A-Za-z]\w+\*?$/.test(action));
            // A key's policy, like a trust policy, speaks of the one thing that it is attached to.
            const ofOneThing =
              address.startsWith("aws_kms_key.") || address.endsWith(".assume_role_policy");
            const everything =
              list(statement.Resource).includes("*") &&
              !actions.every((action) => unlimitable.test(action));
            return tooWide || (!ofOneThing && everything);
          })
          .map((statement: Configuration) => `${address} ${statement.Sid}`),
      ),
    breaches: [
      [
        (stack) => addPolicy(stack, { Sid: "S", Action: ["s3:*"], Resource: "arn:aws:s3:::x" }),
        "added",
      ],
      [(stack) => addPolicy(stack, { Sid: "S", Action: "*", Resource: "arn:aws:s3:::x" }), "added"],
      [
        (stack) =>
          addPolicy(stack, {
            Sid: "S",
            Action: ["ec2:DescribeTags", "ssm:GetParameter"],
            Resource: ["*"],
          }),
        "added",
      ],
    ],
  },
  {
    // The function gets the master password with the call, and whoever may change a database may change that.
    name: "no role of the stack calls a function, changes a database, or reads a secret but the stack's own",
    violations: (stack) =>
      policies(stack).flatMap(({ address, policy }) =>
        policy.Statement.filter(
          ({ Effect, Action, Resource }: Configuration) =>
            Effect === "Allow" &&
            !address.startsWith("aws_kms_key.") &&
            (list<string>(Action).some((action) => /^(lambda|rds):/.test(action)) ||
              (list<string>(Action).some((action) => action.startsWith("secretsmanager:")) &&
                list(Resource).some((resource) => resource !== "reference"))),
        ).map((statement: Configuration) => `${address} ${statement.Sid}`),
      ),
    breaches: [
      ["lambda:InvokeFunction", "${aws_lambda_function.x.arn}"],
      ["rds:ModifyDBInstance", "${aws_db_instance.x.arn}"],
      [
        "secretsmanager:GetSecretValue",
        "arn:aws:secretsmanager:us-east-1:111122223333:secret:rds!*",
      ],
    ].map(([action, resource]): Invariant["breaches"][number] => [
      (stack) => addPolicy(stack, { Sid: "S", Action: [action], Resource: resource }),
      "added",
    ]),
  },
  {
    // IAM sees a log group as `log-group:NAME:log-stream:`, also where a group alone is meant.
    name: "what is granted on a log group matches it as IAM sees it",
    violations: (stack) =>
      policies(stack).flatMap(({ address, policy }) =>
        policy.Statement.filter(
          ({ Effect, Action, Resource }: Configuration) =>
            Effect === "Allow" &&
            list<string>(Action).some((action) => action.startsWith("logs:")) &&
            !list<string>(Resource).some((resource) => resource.endsWith("*")),
        ).map((statement: Configuration) => `${address} ${statement.Sid}`),
      ),
    breaches: [
      [
        (stack) =>
          addPolicy(stack, {
            Sid: "S",
            Action: ["logs:CreateLogGroup"],
            Resource: "arn:aws:logs:us-east-1:111122223333:log-group:x",
          }),
        "added",
      ],
    ],
  },
  {
    name: "a policy that speaks to everybody means this account through one service",
    violations: (stack) =>
      // An endpoint's gives nobody anything: it says what may pass.
      granting(stack).flatMap(({ address, policy }) =>
        policy.Statement.filter(isGrant)
          .filter((statement: Configuration) => {
            const everybody = statement.Principal === "*" || statement.Principal?.AWS === "*";
            const conditions = statement.Condition?.StringEquals ?? {};
            return (
              everybody &&
              !(conditions["kms:CallerAccount"] === account.id && conditions["kms:ViaService"])
            );
          })
          .map((statement: Configuration) => `${address} ${statement.Sid}`),
      ),
    breaches: [
      [
        (stack) =>
          addPolicy(stack, { Sid: "S", Principal: "*", Action: ["kms:Decrypt"], Resource: "x" }),
        "added",
      ],
      [
        (stack) =>
          addPolicy(stack, {
            Sid: "S",
            Principal: { AWS: "*" },
            Action: ["kms:Decrypt"],
            Resource: "x",
            Condition: { StringEquals: { "kms:ViaService": "s3" } },
          }),
        "added",
      ],
    ],
  },
];
