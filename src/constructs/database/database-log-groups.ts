import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import type { Environment } from "../../systems/test-app/environment";
import { databaseNames, type Names } from "../../systems/test-app/names";

export interface DatabaseLogGroupsProps {
  readonly settings: Pick<Environment, "retention" | "database">;
  readonly names: Names;
  readonly encryptionKeyArn: string;
}

/**
 * The log groups that RDS exports to, made before the database, so that RDS makes none without
 * retention and encryption. Terraform never deletes them: after a restore they tell what happened.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.MySQLDB.PublishtoCloudWatchLogs.html
 */
export class DatabaseLogGroups extends Construct {
  public readonly all: readonly CloudwatchLogGroup[];

  constructor(scope: Construct, id: string, props: DatabaseLogGroupsProps) {
    super(scope, id);

    const { settings, names, encryptionKeyArn } = props;
    const { logGroups } = databaseNames(names, settings.database.identifierSuffix);
    this.all = Object.entries(logGroups).map(
      ([log, name]) =>
        new CloudwatchLogGroup(this, log, {
          name,
          retentionInDays: settings.retention.logs.days,
          kmsKeyId: encryptionKeyArn,
          skipDestroy: true,
        }),
    );
  }
}
