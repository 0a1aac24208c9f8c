import type { Call, Page, PageCall } from "../../aws/call";

/**
 * What the wait for a fleet needs of EC2 Auto Scaling: aws.ts reaches it with the SDK. Times are
 * milliseconds since 1970 in UTC.
 */
export interface FleetPort {
  listRefreshes(groupName: string, page: PageCall): Promise<Page<InstanceRefresh>>;
  /** Undefined when the account has no such group in the region. */
  describeFleet(groupName: string, call: Call): Promise<Fleet | undefined>;
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceRefresh.html */
export interface InstanceRefresh {
  readonly refreshId: string;
  readonly status: string;
  readonly statusReason: string | undefined;
  /** Undefined while it is pending. */
  readonly startedAt: number | undefined;
  readonly percentageComplete: number | undefined;
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AutoScalingGroup.html */
export interface Fleet {
  readonly minimumSize: number;
  readonly desiredCapacity: number;
  /** Instances in service that the group holds to be healthy. */
  readonly healthyInService: number;
  /** Ids of the instances in service that weren't launched from the template version that the group has now. */
  readonly outdated: readonly string[];
}
