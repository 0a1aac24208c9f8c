import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const operations = path.resolve(__dirname, "../../src/operations");

/** IAM's prefixes, by the SDK's clients. */
const prefixes: Readonly<Record<string, string>> = {
  accessanalyzer: "access-analyzer",
  acm: "acm",
  "auto-scaling": "autoscaling",
  cloudtrail: "cloudtrail",
  cloudwatch: "cloudwatch",
  "cloudwatch-logs": "logs",
  "config-service": "config",
  ec2: "ec2",
  ecr: "ecr",
  ecs: "ecs",
  "elastic-load-balancing-v2": "elasticloadbalancing",
  guardduty: "guardduty",
  iam: "iam",
  kms: "kms",
  lambda: "lambda",
  rds: "rds",
  "route-53": "route53",
  s3: "s3",
  "s3-control": "s3",
  "secrets-manager": "secretsmanager",
  securityhub: "securityhub",
  "service-quotas": "servicequotas",
  sns: "sns",
  ssm: "ssm",
  sts: "sts",
};

/**
 * Where IAM calls an action otherwise than the API does.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
const otherNames: Readonly<Record<string, string>> = {
  "lambda:Invoke": "lambda:InvokeFunction",
  "s3:GetBucketNotificationConfiguration": "s3:GetBucketNotification",
  "s3:HeadBucket": "s3:ListBucket",
  "s3:ListBucketAnalyticsConfigurations": "s3:GetAnalyticsConfiguration",
  "s3:ListBucketIntelligentTieringConfigurations": "s3:GetIntelligentTieringConfiguration",
  "s3:ListBucketInventoryConfigurations": "s3:GetInventoryConfiguration",
  "s3:ListBucketMetricsConfigurations": "s3:GetMetricsConfiguration",
  "s3:ListObjectsV2": "s3:ListBucket",
  "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
};

/** The actions, as IAM names them, of every call that the code of some operations can make. */
export function callsOf(...names: readonly string[]): string[] {
  const found = names.flatMap((name) =>
    readdirSync(path.join(operations, name), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .flatMap((file) => callsIn(readFileSync(path.join(operations, name, file), "utf8"))),
  );
  return [...new Set(found)];
}

function callsIn(source: string): string[] {
  const imports = [...source.matchAll(/import \{([^}]*)\} from "@aws-sdk\/client-([a-z0-9-]+)"/g)];
  return imports.flatMap(([, names = "", client = ""]) => {
    const prefix = prefixes[client];
    if (prefix === undefined) throw new Error(`What does IAM call the actions of ${client}?`);
    return [...names.matchAll(/(?:^|,)\s*(?:(\w+)Command|paginate(\w+))\b/g)].map(
      ([, sent, paged]) => {
        const action = `${prefix}:${sent ?? paged}`;
        return otherNames[action] ?? action;
      },
    );
  });
}
