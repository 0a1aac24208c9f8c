import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";

export interface LogGroupsProps {
  /** Names of the groups, by the ids of their constructs. */
  readonly names: Readonly<Record<string, string>>;
  readonly retentionDays: number;
  readonly encryptionKeyArn: string;
  /** Terraform never deletes them (default: it does). */
  readonly skipDestroy?: true;
}

/**
 * Log groups, made before whoever writes to them, so that none is created by an agent or a service without
 * retention and encryption.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html
 */
export class LogGroups extends Construct {
  public readonly all: readonly CloudwatchLogGroup[];

  constructor(scope: Construct, id: string, props: LogGroupsProps) {
    super(scope, id);

    this.all = Object.entries(props.names).map(
      ([purpose, name]) =>
        new CloudwatchLogGroup(this, purpose, {
          name,
          retentionInDays: props.retentionDays,
          kmsKeyId: props.encryptionKeyArn,
          ...(props.skipDestroy && { skipDestroy: true }),
        }),
    );
  }
}
