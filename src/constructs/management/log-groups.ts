import {
  CloudwatchLogGroup,
  type CloudwatchLogGroupConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import { acceptFindings } from "../accepted-findings";

/** How long logs are kept. Less than a year has a reason. */
export interface LogRetention {
  readonly days: number;
  readonly underOneYearBecause?: string | undefined;
}

export interface LogGroupsProps {
  /** Names of the groups, by the ids of their constructs. */
  readonly names: Readonly<Record<string, string>>;
  readonly retention: LogRetention;
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

    this.all = Object.entries(props.names).map(([purpose, name]) =>
      logGroup(this, purpose, props.retention, {
        name,
        kmsKeyId: props.encryptionKeyArn,
        ...(props.skipDestroy && { skipDestroy: true }),
      }),
    );
  }
}

/** A log group that is kept as long as somebody has decided. */
export function logGroup(
  scope: Construct,
  id: string,
  { days, underOneYearBecause }: LogRetention,
  config: CloudwatchLogGroupConfig,
): CloudwatchLogGroup {
  const group = new CloudwatchLogGroup(scope, id, { ...config, retentionInDays: days });
  if (underOneYearBecause) acceptFindings(group, { CKV_AWS_338: underOneYearBecause });
  return group;
}
