import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";

export interface DatabaseLogGroupsProps {
  /** By RDS's names of the log files. */
  readonly names: Readonly<Record<string, string>>;
  readonly retentionDays: number;
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

    const { names, retentionDays, encryptionKeyArn } = props;
    this.all = Object.entries(names).map(
      ([log, name]) =>
        new CloudwatchLogGroup(this, log, {
          name,
          retentionInDays: retentionDays,
          kmsKeyId: encryptionKeyArn,
          skipDestroy: true,
        }),
    );
  }
}
