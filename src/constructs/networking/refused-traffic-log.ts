import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { Construct } from "constructs";
import type { LogBucket } from "../storage/log-bucket";
import { bucketArn } from "../storage/private-bucket";

export interface RefusedTrafficLogProps {
  readonly logBucket: LogBucket;
}

/**
 * The flow log of the region's default VPC: traffic that security groups or network ACLs refused, as
 * Parquet files, one folder an hour, in the log bucket.
 *
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3.html
 */
export class RefusedTrafficLog extends Construct {
  constructor(scope: Construct, id: string, { logBucket }: RefusedTrafficLogProps) {
    super(scope, id);

    const vpc = new DataAwsVpc(this, "vpc", { default: true });
    new FlowLog(this, "this", {
      vpcId: vpc.id,
      trafficType: "REJECT",
      maxAggregationInterval: 600,
      logDestinationType: "s3",
      logDestination: bucketArn(logBucket.name),
      destinationOptions: {
        fileFormat: "parquet",
        hiveCompatiblePartitions: false,
        perHourPartition: true,
      },
      dependsOn: [logBucket.policy],
    });
  }
}
