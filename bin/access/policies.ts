import { readFileSync } from "node:fs";
import path from "node:path";
import { deploymentTag } from "../../src/estate/deployment";
import { outcomeMetrics } from "../../src/estate/outcome-metrics";
import { account } from "../../src/systems/configuration/account";
import { callsOf } from "./calls";
import { changes, readLogs } from "./provider-needs";
import { allow, ofSystems, type Statement, statement } from "./statements";

export interface Policy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** What AWS's provider asked for in the tests, as IAM names it: in a plan, and in a first apply. */
const recorded: { readonly plan: readonly string[]; readonly apply: readonly string[] } =
  JSON.parse(readFileSync(path.resolve(__dirname, "../../access/recorded-calls.json"), "utf8"));

const states = `arn:aws:s3:::test-app-terraform-state-${account.id}-*`;
const images = ["arn:aws:ec2:*::image/*", "arn:aws:ec2:*::snapshot/*"];
const isRead = (action: string) => /:(Describe|Get|List|View|BatchGet)/.test(action);
/** No policy here shows a secret's value but the one that makes the database's user. */
const reading = (actions: readonly string[]) =>
  actions.filter((action) => isRead(action) && action !== "secretsmanager:GetSecretValue");

/**
 * Policies, by the names of their files in `access/`. Each adds to those for checks: Jenkins' role for checks has both
 * of `check`, that for updates these and `update`, that for applies these and both of `apply`. What they are split by
 * is that a managed policy holds 6144 characters.
 */
export function policies(): Readonly<Record<string, Policy>> {
  const check = reading([
    ...recorded.plan,
    ...callsOf("aws", "drift", "doctor", "bake", "apply", "rollout", "rollback"),
  ]);
  const apply = [...recorded.apply, ...changes, ...callsOf("bootstrap")].filter(
    (action) => !isRead(action) && !stateAction(action),
  );
  const identity =
    /^(application-autoscaling|ecr|ecs|iam|kms|logs|s3|secretsmanager|budgets|cloudwatch|events|sns):/;
  return {
    "check-identity": policy([
      ...allow(check.filter((action) => identity.test(action))),
      ...readState,
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
      statement("TellOutcomes", ["cloudwatch:PutMetricData"], "*", {
        StringEquals: { "cloudwatch:namespace": outcomeMetrics.namespace },
      }),
    ]),
    "check-resources": policy(allow(check.filter((action) => !identity.test(action)))),
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
    "apply-identity": policy([
      ...allow(apply.filter((action) => identity.test(action))),
      statement("WriteState", ["s3:PutObject"], [`${states}/*.tfstate`]),
      statement("GiveRoles", ["iam:PassRole"], ofSystems(`arn:aws:iam::${account.id}:role/NAME-*`)),
    ]),
    "apply-resources": policy(allow(apply.filter((action) => !identity.test(action)))),
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
          ...ofSystems(
            `arn:aws:logs:*:${account.id}:log-group:/PATH*`,
            `arn:aws:logs:*:${account.id}:log-group:/aws/rds/instance/NAME-*`,
            `arn:aws:logs:*:${account.id}:log-group:aws-waf-logs-NAME-*`,
          ),
          `arn:aws:logs:*:${account.id}:log-group:/aws/lambda/test-app-*`,
        ],
      ),
      statement("ReadMetrics", readMetrics, "*"),
    ]),
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

/** S3 locks a state with a file beside it, which is written and deleted. */
const readState: readonly Statement[] = [
  statement("ReadState", ["s3:GetObject"], [`${states}/*.tfstate`]),
  statement(
    "LockState",
    ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
    [`${states}/*.tflock`],
  ),
];
const stateAction = (action: string) => /^s3:(Get|Put|Delete)Object$/.test(action);

function policy(statements: readonly Statement[]): Policy {
  return { Version: "2012-10-17", Statement: statements };
}
