/** A system, by what its names begin with and what it has of AWS. */
export interface System {
  readonly name: string;
  /** What names of log groups, parameters and secrets begin with, behind the slash. */
  readonly path: string;
  /** Services, and where only some systems have a kind of a service's resources, that kind. */
  readonly has: readonly string[];
}

const all = [
  ...["acm", "autoscaling", "cloudwatch", "ec2", "elasticloadbalancing", "iam", "kms", "logs"],
  ...["route53", "sns", "ssm", "wafv2"],
];

/** Each system has its line here, and all policies of `access/` name what is its. */
export const systems = {
  // The foundations' names begin with it, too.
  "test-app": {
    name: "test-app",
    path: "test-app/",
    has: [
      ...all,
      ...["budgets", "ecr", "events", "foundation", "lambda", "rds", "s3", "secretsmanager"],
      ...["cloudwatch dashboards", "rds option groups"],
    ],
  },
  tally: {
    name: "tally",
    path: "tally-",
    has: [...all, "application-autoscaling", "ecs", "rds", "secretsmanager"],
  },
  messages: {
    name: "messages",
    path: "messages-",
    has: [...all, "application-autoscaling", "ecs", "s3", "sqs"],
  },
} as const satisfies Readonly<Record<string, System>>;

export const everySystem: readonly System[] = Object.values(systems);
