import { application } from "../../../../src/systems/test-app/application";
import type { Case } from "../case";

const name = `${application}-uat-us-east-1`;

/** The database, logs, parameters and secrets. */
export const inData: readonly Case[] = [
  {
    title: "backups and deletion protection of the database",
    byHand: () => [
      [
        "rds",
        "modify_db_instance",
        {
          DBInstanceIdentifier: name,
          BackupRetentionPeriod: 1,
          DeletionProtection: false,
          ApplyImmediately: true,
        },
      ],
    ],
    findings: [
      "drift update aws_db_instance.database_this: backup_retention_period, deletion_protection",
    ],
  },
  {
    title: "connections without TLS",
    byHand: () => [
      [
        "rds",
        "modify_db_parameter_group",
        {
          DBParameterGroupName: `${name}-mysql8-4`,
          Parameters: [
            {
              ParameterName: "require_secure_transport",
              ParameterValue: "0",
              ApplyMethod: "immediate",
            },
          ],
        },
      ],
    ],
    findings: [
      "drift update aws_db_parameter_group.database_parameter-group_this: parameter[name=require_secure_transport].value",
    ],
  },
  {
    title: "how long a log is kept",
    byHand: () => [
      [
        "logs",
        "put_retention_policy",
        { logGroupName: `/${application}/uat-us-east-1/system`, retentionInDays: 1 },
      ],
    ],
    findings: ["drift update aws_cloudwatch_log_group.log-group_system: retention_in_days"],
  },
  {
    title: "a log group deleted",
    byHand: () => [
      ["logs", "delete_log_group", { logGroupName: `/${application}/uat-us-east-1/autoupdater` }],
    ],
    findings: ["drift create aws_cloudwatch_log_group.log-group_autoupdater"],
  },
  {
    title: "another database user",
    byHand: () => [
      [
        "ssm",
        "put_parameter",
        {
          Name: `/${application}/uat-us-east-1/database/user`,
          Value: "dbowner",
          Type: "String",
          Overwrite: true,
        },
      ],
    ],
    findings: ["drift update aws_ssm_parameter.database-parameter_user: insecure_value"],
  },
  {
    title: "the secret's description",
    byHand: (state) => [
      [
        "secretsmanager",
        "update_secret",
        {
          SecretId: state("aws_secretsmanager_secret.download-secret_this").arn,
          Description: "x",
        },
      ],
    ],
    findings: ["drift update aws_secretsmanager_secret.download-secret_this: description"],
  },
];
