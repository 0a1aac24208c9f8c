import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { Construct } from "constructs";
import type { LogBucket } from "../storage/log-bucket";
import { bucketArn } from "../storage/private-bucket";

export interface RefusedTrafficLogProps {
  /** Its policy must be there first, where it is in the same stack. */
  readonly logBucket: Pick<LogBucket, "name"> & Partial<Pick<LogBucket, "policy">>;
  /** Default: the region's default VPC. */
  readonly vpcId?: string;
}

/**
 * The flow log of a VPC: traffic that security groups or network ACLs refused, as
 * Parquet files, one folder an hour, in the log bucket.
 *
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3.html
 */
export class RefusedTrafficLog extends Construct {
  constructor(scope: Construct, id: string, { logBucket, vpcId }: RefusedTrafficLogProps) {
    super(scope, id);

    new FlowLog(this, "this", {
      vpcId: vpcId ?? new DataAwsVpc(this, "vpc", { default: true }).id,
      trafficType: "REJECT",
      maxAggregationInterval: 600,
      logDestinationType: "s3",
      logDestination: bucketArn(logBucket.name),
      destinationOptions: {
        fileFormat: "parquet",
        hiveCompatiblePartitions: false,
        perHourPartition: true,
      },
      ...(logBucket.policy && { dependsOn: [logBucket.policy] }),
    });
  }
}
