import { readFileSync } from "node:fs";
import path from "node:path";
import { deploymentTag } from "../../src/estate/deployment";
import { outcomeMetrics } from "../../src/estate/outcome-metrics";
import { account } from "../../src/systems/configuration/account";
import { loadEnvironments } from "../../src/systems/tally/environments";
import { needsOf } from "../../src/systems/tally/needs";
import { callsOf } from "./calls";
import { gitHubPolicies } from "./git-hub";
import {
  changing,
  giveRoles,
  inThree,
  type Policy,
  policy,
  reading,
  readState,
  writeState,
} from "./parts";
import { changes, foundationChanges, readLogs, reads } from "./provider-needs";
import { allow, arnsOf, statement } from "./statements";
import { everySystem, systems } from "./systems";

/** What AWS's provider asked for in the tests, as IAM names it: in a plan, and in a first apply. */
const recorded: { readonly plan: readonly string[]; readonly apply: readonly string[] } =
  JSON.parse(readFileSync(path.resolve(__dirname, "../../access/recorded-calls.json"), "utf8"));

const images = ["arn:aws:ec2:*::image/*", "arn:aws:ec2:*::snapshot/*"];
const rolesOfTally = Object.values(loadEnvironments()).flatMap(
  (environment) => needsOf(environment).gitHubRoles ?? [],
);

/**
 * Policies, by the names of their files in `access/`. Each adds to those for checks: Jenkins' role for checks has both
 * of `check`, that for updates these and `update`, that for applies these and all of `apply`. GitHub's jobs of a system
 * have policies of their own, which begin with its name.
 */
export function policies(): Readonly<Record<string, Policy>> {
  const check = reading([
    ...recorded.plan,
    ...reads,
    ...callsOf("aws", "drift", "doctor", "bake", "apply", "rollout", "rollback"),
  ]);
  const apply = changing([
    ...recorded.apply,
    ...changes,
    ...foundationChanges,
    ...callsOf("bootstrap"),
  ]);
  return {
    ...inThree("check", check, everySystem, [
      ...readState("*"),
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
      statement("TellOutcomes", ["cloudwatch:PutMetricData"], "*", {
        StringEquals: { "cloudwatch:namespace": outcomeMetrics.namespace },
      }),
    ]),
    update: policy([
      ...allow(["ssm:CancelCommand"]),
      statement(
        "SendUpdater",
        ["ssm:SendCommand"],
        [`arn:aws:ssm:*:${account.id}:document/test-app-*-autoupdater`],
      ),
      // https://docs.aws.amazon.com/systems-manager/latest/userguide/run-command-setting-up.html
      statement(
        "SendToInstances",
        ["ssm:SendCommand"],
        [`arn:aws:ec2:*:${account.id}:instance/*`],
        {
          StringLike: { [`ssm:resourceTag/${deploymentTag}`]: "*" },
        },
      ),
      // The way back, which a rollout begins with: src/systems/test-app/policies/rollout.ts says it of one environment.
      statement(
        "MakeImagesOfInstances",
        ["ec2:CreateImage"],
        [`arn:aws:ec2:*:${account.id}:instance/*`],
        { StringLike: { [`aws:ResourceTag/${deploymentTag}`]: "*" } },
      ),
      statement("MakeImages", ["ec2:CreateImage"], images, {
        StringLike: { [`aws:RequestTag/${deploymentTag}`]: "*" },
      }),
      statement("TagImages", ["ec2:CreateTags"], images, {
        StringEquals: { "ec2:CreateAction": "CreateImage" },
      }),
      statement("RemoveImages", ["ec2:DeleteSnapshot", "ec2:DeregisterImage"], images, {
        StringLike: { [`aws:ResourceTag/${deploymentTag}`]: "*" },
      }),
      statement(
        "CopyEncryptedVolumes",
        [
          "kms:CreateGrant",
          "kms:Decrypt",
          "kms:GenerateDataKeyWithoutPlaintext",
          "kms:ReEncryptFrom",
          "kms:ReEncryptTo",
        ],
        [`arn:aws:kms:*:${account.id}:key/*`],
        { StringLike: { "kms:ViaService": "ec2.*.amazonaws.com" } },
      ),
    ]),
    ...inThree("apply", apply, everySystem, [writeState("*"), giveRoles(everySystem)]),
    credentials: policy([
      ...allow(callsOf("secret", "database-user", "aws/database")),
      statement(
        "EncryptSecret",
        ["kms:Decrypt", "kms:GenerateDataKey"],
        [`arn:aws:kms:*:${account.id}:key/*`],
        { StringLike: { "kms:ViaService": "secretsmanager.*.amazonaws.com" } },
      ),
    ]),
    restore: policy([
      // Beside its own calls, what RDS asks of whoever restores with tags and has it keep a password.
      // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
      ...allow([
        ...callsOf("restore", "aws/database"),
        "rds:AddTagsToResource",
        "secretsmanager:CreateSecret",
        "secretsmanager:TagResource",
      ]),
      ...["rds", "secretsmanager"].map((service) =>
        statement(
          `UseKeyThrough${service}`,
          ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
          [`arn:aws:kms:*:${account.id}:key/*`],
          { StringLike: { "kms:ViaService": `${service}.*.amazonaws.com` } },
        ),
      ),
    ]),
    operator: policy([
      statement(
        "PressTest",
        ["lambda:InvokeFunction", ...seen],
        [`arn:aws:lambda:*:${account.id}:function:test-app-*-autoupdater`],
      ),
      statement("FindFunction", ["lambda:GetAccountSettings", "lambda:ListFunctions"], "*"),
      statement("ReadItsLog", readLogs, [
        `arn:aws:logs:*:${account.id}:log-group:/aws/lambda/test-app-*`,
      ]),
    ]),
    reader: policy([
      ...allow([...reading(callsOf("aws", "bake", "doctor", "rollout")), "logs:GetQueryResults"]),
      statement(
        "ReadLogs",
        [...readLogs, "logs:StartQuery"],
        [
          // What people see and type on instances is not for everybody who reads.
          ...arnsOf("logs").filter((arn) => !arn.includes("-sessions")),
        ],
      ),
      statement("ReadMetrics", readMetrics, "*"),
    ]),
    ...gitHubPolicies(
      systems.tally,
      rolesOfTally.map(({ name }) => name),
      recorded,
    ),
  };
}

/** What the console shows of a function before somebody can press Test. */
const seen = [
  "lambda:GetFunction",
  "lambda:GetFunctionConfiguration",
  "lambda:GetFunctionConcurrency",
  "lambda:GetPolicy",
  "lambda:ListAliases",
  "lambda:ListVersionsByFunction",
];
const readMetrics = [
  "cloudwatch:DescribeAlarmHistory",
  "cloudwatch:DescribeAlarms",
  "cloudwatch:GetMetricData",
  "cloudwatch:ListDashboards",
  "cloudwatch:ListMetrics",
];
