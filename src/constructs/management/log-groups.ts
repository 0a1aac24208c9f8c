import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";

export interface LogGroupsProps {
  /** Names of the groups, by the ids of their constructs. */
  readonly names: Readonly<Record<string, string>>;
  readonly retentionDays: number;
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

  constructor(
    scope: Construct,
    id: string,
    { names, retentionDays, encryptionKeyArn }: LogGroupsProps,
  ) {
    super(scope, id);

    this.all = Object.entries(names).map(
      ([purpose, name]) =>
        new CloudwatchLogGroup(this, purpose, {
          name,
          retentionInDays: retentionDays,
          kmsKeyId: encryptionKeyArn,
        }),
    );
  }
}
