import type { RuleName } from "../../src/operations/review/dangers/names";
import type { Edit } from "./edited-project";

const configuration = "src/systems/test-app/environments.ts";
const standIns = "src/systems/configuration/stand-ins.ts";
const application = "stacks/application-stack.ts";
const productions = ["production-eu-west-1", "production-us-east-1", "production-us-west-2"];
const environments = [...productions, "uat-us-east-1"];
const foundations = ["foundation-eu-west-1", "foundation-us-east-1", "foundation-us-west-2"];

/** A change that somebody makes, and what a review must say of it. */
export interface RealChange {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** Every environment that changes. */
  readonly changes: readonly string[];
  /** The rules that find something, each with the environments it finds it in (default: in all that change). */
  readonly dangers: readonly (RuleName | readonly [RuleName, readonly string[]])[];
  /** Texts that people read; of a list, each. */
  readonly says: readonly string[];
  /** Texts that nobody may read (default: none). */
  readonly hides?: string;
  /** The environments that are said to be left out of it (default: none). */
  readonly leftOut?: readonly string[];
}

const valuesBefore: readonly (readonly [from: RegExp, to: string])[] = [
  [/\bcpuTargetPercent: \d+/g, "cpuTargetPercent: 50"],
  [/\bmaximumInstances: \d+/g, "maximumInstances: 6"],
  [/\btimeLimitSeconds: \d+/g, "timeLimitSeconds: 300"],
  [/\bbackups: \{ retentionDays: \d+ \}/g, "backups: { retentionDays: 14 }"],
  [/\binstanceClass: "db\.m7g\.\w+"/g, 'instanceClass: "db.m7g.large"'],
  [/\blogs: \{ days: \d+ \}/g, "logs: { days: 400 }"],
];

/** What each change is made to: whatever ships, these tests are about the same stacks and values. */
export const before: readonly Edit[] = [
  {
    file: "main.ts",
    from: /^new [\s\S]*;\n(?=\napp\.synth)/m,
    to: [
      ...foundations.map(
        (id) => `new FoundationStack(app, foundations["${id.slice(11)}"], environments);\n`,
      ),
      ...environments.map((id) => `new ApplicationStack(app, environments["${id}"]);\n`),
    ].join(""),
  },
  {
    file: standIns,
    from: /machineImage: \{[^}]*\}/,
    to: 'machineImage: { owner: "self", name: "image-1" }',
  },
  ...valuesBefore.map(([from, to]) => ({ file: configuration, from, to })),
];

const edit = (file: string, from: string | RegExp, to: string): Edit => ({ file, from, to });
const configure = (from: string | RegExp, to: string): Edit => edit(configuration, from, to);
/** An environment's part with a value of its own. */
const only = (id: string, values: string): Edit =>
  configure(new RegExp(`("${id}": \\{\\n    \\.\\.\\.production,)`), `$1\n    ${values},`);

export const realChanges: readonly RealChange[] = [
  {
    name: "a comment",
    edits: [edit(application, "// The fleet\n", "// All of the fleet\n")],
    changes: [],
    dangers: [],
    says: [],
  },
  {
    name: "a lower CPU target",
    edits: [configure(/\bcpuTargetPercent: 50/g, "cpuTargetPercent: 45")],
    changes: environments,
    dangers: [],
    says: ["`target_tracking_configuration.target_value` `50` → `45`"],
  },
  {
    name: "a higher CPU target in UAT",
    edits: [
      configure(/("uat-us-east-1": \{[\s\S]*?)\.\.\.fleet,/, "$1...fleet, cpuTargetPercent: 60,"),
    ],
    changes: ["uat-us-east-1"],
    dangers: ["capacity-lowered"],
    says: [
      "target_value 50 → 60: fewer instances carry the same load",
      "production-us-east-1 (it doesn't get it)",
    ],
  },
  {
    name: "a smaller fleet in two productions of three",
    edits: ["production-us-east-1", "production-eu-west-1"].map((id) =>
      only(id, "fleet: { ...production.fleet, maximumInstances: 5 }"),
    ),
    changes: ["production-eu-west-1", "production-us-east-1"],
    dangers: ["capacity-lowered"],
    says: [
      "`max_size` `6` → `5`",
      "production-us-west-2 doesn't get what production-eu-west-1, production-us-east-1 get",
      "US dollars a month",
    ],
    leftOut: ["production-us-west-2", "uat-us-east-1"],
  },
  {
    name: "longer backups in production",
    edits: [configure("backups: { retentionDays: 14 }", "backups: { retentionDays: 35 }")],
    changes: productions,
    dangers: [],
    says: ["`backup_retention_period` `14 days` → `35 days`"],
    leftOut: ["uat-us-east-1"],
  },
  {
    name: "shorter backups in production, as UAT has them",
    edits: [
      configure(
        "backups: { retentionDays: 14 }",
        'backups: { retentionDays: 7, underTwoWeeksBecause: "nobody has asked for more, and it costs less" }',
      ),
    ],
    changes: productions,
    dangers: ["backup-shortened"],
    says: [
      "backup_retention_period 14 days → 7 days: a mistake that is found later can't be undone",
      "and not uat-us-east-1 (it has it already)",
    ],
  },
  {
    name: "a database without deletion protection",
    edits: [
      configure(
        /("uat-us-east-1": \{[\s\S]*?database: \{[\s\S]*?)deletionProtection: "on"/,
        '$1deletionProtection: { offBecause: "it is made anew from a dump every night" }',
      ),
    ],
    changes: ["uat-us-east-1"],
    dangers: ["protection-removed"],
    says: ["deletion_protection true → false: an apply or a person can destroy it"],
  },
  {
    name: "a larger database in one region",
    edits: [
      configure(
        /("production-us-west-2": \{[\s\S]*?\.\.\.production\.database,)/,
        '$1\n      instanceClass: "db.m7g.xlarge",',
      ),
    ],
    changes: ["production-us-west-2"],
    dangers: [],
    says: [
      "`instance_class` `db.m7g.large` → `db.m7g.xlarge`",
      "production-us-west-2: 1 changed; +",
    ],
  },
  {
    name: "another machine image",
    edits: [edit(standIns, 'name: "image-1"', 'name: "image-2"')],
    changes: environments,
    dangers: ["instances-replaced"],
    says: ["image/this changes (filter): a refresh replaces every instance, one after the other"],
  },
  {
    name: "a shorter time for the updater",
    edits: [configure("timeLimitSeconds: 300", "timeLimitSeconds: 240")],
    changes: environments,
    dangers: ["instances-replaced"],
    says: [
      "launch-template/this changes (user_data): a refresh replaces every instance",
      "-readonly UPDATER_SECONDS='300'",
      "+readonly UPDATER_SECONDS='240'",
      "content.mainSteps[runUpdater].inputs.runCommand",
    ],
  },
  {
    name: "another id of the database's construct",
    edits: [
      edit(
        application,
        'new Database(this, "database",',
        'new Database(this, "backoffice-database",',
      ),
    ],
    changes: environments,
    dangers: ["renamed-address"],
    says: [
      "its data is lost but for what a snapshot has",
      '.moveFromId("aws_db_instance.database_this_C19B65FA")',
    ],
  },
  {
    name: "SSH from anywhere",
    edits: [
      edit(
        "src/systems/test-app/policies/network.ts",
        '"database-from-instance": {',
        '"world-to-instance": { group: "instance", direction: "in", peer: "anywhere", port: 22, description: "SSH" },\n"database-from-instance": {',
      ),
    ],
    changes: environments,
    dangers: ["network-opened"],
    says: ["the internet (0.0.0.0/0) may reach access/instance on tcp 22"],
  },
  {
    name: "another text of a security group's rule",
    edits: [
      edit(
        "src/systems/test-app/policies/network.ts",
        '"HTTPS from anywhere"',
        '"HTTPS from the internet"',
      ),
    ],
    changes: environments,
    dangers: [],
    says: ["`description` `HTTPS from anywhere` → `HTTPS from the internet`"],
  },
  {
    name: "one more action of the instances",
    edits: [
      edit(
        "src/systems/test-app/policies/instance.ts",
        'Action: ["ec2:DescribeTags"]',
        'Action: ["ec2:DescribeTags", "ec2:RunInstances"]',
      ),
    ],
    changes: environments,
    dangers: ["policy-widened"],
    says: [
      "the role instance-role/this may now: ec2:RunInstances on everything (*)",
      '+        "ec2:RunInstances"',
    ],
  },
  {
    name: "a statement of the instances without its condition",
    edits: [
      edit(
        "src/systems/test-app/policies/instance.ts",
        'Condition: { StringEquals: { "cloudwatch:namespace": names.metricNamespace } },',
        "",
      ),
    ],
    changes: environments,
    dangers: ["policy-widened"],
    says: ["the role instance-role/this may now: cloudwatch:PutMetricData on everything (*)"],
  },
  {
    name: "actions in another order, and one statement in two",
    edits: [
      edit(
        "src/systems/test-app/policies/instance.ts",
        'Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],',
        'Action: ["logs:PutLogEvents", "logs:DescribeLogStreams", "logs:CreateLogStream"],',
      ),
    ],
    changes: environments,
    dangers: [],
    says: ["**changed** `aws_iam_role_policy.instance-role_observability_170EEFBD`"],
  },
  {
    name: "one alarm fewer",
    edits: [
      edit(
        "src/systems/test-app/observability/alarms.ts",
        /\n {4}"updater-function": \{[\s\S]*?\n {4}\},/,
        "",
      ),
    ],
    changes: environments,
    dangers: ["alarm-silenced"],
    says: ["alarm/updater-function (aws_cloudwatch_metric_alarm) is removed: nobody hears of it"],
  },
  {
    name: "logs kept for a shorter time",
    edits: [
      configure(
        "logs: { days: 400 }",
        'logs: { days: 90, underOneYearBecause: "nobody has asked for more, and it costs less" }',
      ),
    ],
    changes: [...foundations, ...productions],
    dangers: ["backup-shortened"],
    says: ["retention_in_days 400 days → 90 days: AWS deletes what is older at once"],
  },
  {
    name: "a topic without our key",
    edits: [
      edit(
        "src/constructs/monitoring/alert-topic.ts",
        /\bkmsMasterKeyId: props\.encryptionKeyArn,/,
        "",
      ),
    ],
    changes: [...environments, "foundation-us-east-1"],
    dangers: ["encryption-weakened"],
    says: ["alerts/this: kms_master_key_id", "nothing: no key of ours protects it"],
  },
  {
    name: "buckets that can be made public",
    edits: [
      edit(
        "src/constructs/storage/private-bucket.ts",
        "blockPublicPolicy: true",
        "blockPublicPolicy: false",
      ),
    ],
    changes: foundations,
    dangers: ["public-access"],
    says: ["log-bucket/bucket/public-access: block_public_policy true → false"],
  },
  {
    name: "a password in a function's variables",
    edits: [
      edit(
        "src/systems/test-app/functions/functions.ts",
        "variables: rolloutVariables(environment),",
        'variables: { ...rolloutVariables(environment), DOWNLOAD_PASSWORD: "Tr0ub4dor-and-3" },',
      ),
    ],
    changes: environments,
    dangers: ["secret-in-clear"],
    says: ["environment.variables.DOWNLOAD_PASSWORD holds a secret in clear"],
    hides: "Tr0ub4dor",
  },
  {
    name: "another name of the states",
    edits: [
      edit(
        "src/systems/test-app/names.ts",
        "stateKey: `${id}.tfstate`",
        "stateKey: `test-app/${id}.tfstate`",
      ),
    ],
    changes: environments,
    dangers: ["state-moved"],
    says: ["Terraform looks for the state in another place, and would create everything anew"],
  },
  {
    name: "a newer Terraform",
    edits: [
      edit(
        "stacks/aws-stack.ts",
        /"terraform\.required_version", "[^"]*"/,
        '"terraform.required_version", ">= 1.14.0"',
      ),
    ],
    changes: [...environments, ...foundations],
    dangers: ["version-changed"],
    says: ["→ >= 1.14.0"],
  },
  {
    name: "a region that is given up",
    edits: [
      edit("main.ts", 'new ApplicationStack(app, environments["production-eu-west-1"]);', ""),
    ],
    changes: ["production-eu-west-1"],
    dangers: ["environment-removed"],
    says: [
      "production-eu-west-1 is no longer in the code: what it made stays, and nobody checks it",
    ],
  },
];
