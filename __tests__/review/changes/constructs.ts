import { application, edit, environments, type RealChange } from "./real-change";

export const constructChanges: readonly RealChange[] = [
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
    says: ["alarm/updater-function: removed (aws_cloudwatch_metric_alarm): nobody hears of it"],
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
    name: "alarms that nobody hears",
    edits: [
      edit("src/constructs/monitoring/alarms.ts", "actionsEnabled: true", "actionsEnabled: false"),
    ],
    changes: environments,
    dangers: ["alarm-silenced"],
    says: ["more: actions_enabled true → false: nobody hears of it"],
  },
];
