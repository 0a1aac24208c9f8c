import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import type { Environment } from "../../systems/test-app/environment";
import type { Names } from "../../systems/test-app/names";

export interface LogGroupsProps {
  readonly settings: Pick<Environment, "retention">;
  readonly names: Names;
  readonly encryptionKeyArn: string;
}

/**
 * The log groups that instances write to: made before any instance, so that none is created by an
 * agent without retention and encryption.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html
 */
export class LogGroups extends Construct {
  public readonly all: readonly CloudwatchLogGroup[];

  constructor(scope: Construct, id: string, { settings, names, encryptionKeyArn }: LogGroupsProps) {
    super(scope, id);

    this.all = Object.entries(names.logGroups).map(
      ([purpose, name]) =>
        new CloudwatchLogGroup(this, purpose, {
          name,
          retentionInDays: settings.retention.logs.days,
          kmsKeyId: encryptionKeyArn,
        }),
    );
  }
}
