import { AutoScalingClient, DescribeInstanceRefreshesCommand } from "@aws-sdk/client-auto-scaling";
import type { Page, PageCall } from "./call";
import type { Clients } from "./clients";

/**
 * Times are milliseconds since 1970 in UTC.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceRefresh.html
 */
export interface InstanceRefresh {
  readonly refreshId: string;
  readonly status: string;
  readonly statusReason: string | undefined;
  /** Undefined while it is pending. */
  readonly startedAt: number | undefined;
  readonly percentageComplete: number | undefined;
}

/** The most that a page may hold. */
const pageSize = 100;

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/check-status-instance-refresh.html */
const failures = ["Failed", "Cancelled", "RollbackSuccessful", "RollbackFailed"];

/**
 * A group's instance refreshes of the last six weeks: AWS forgets older ones.
 *
 * @throws CallFailure
 */
export function instanceRefreshes(
  aws: Clients,
  groupName: string,
  page: PageCall,
): Promise<Page<InstanceRefresh>> {
  return aws.ask("DescribeInstanceRefreshes", AutoScalingClient, page, async (client, options) => {
    const command = new DescribeInstanceRefreshesCommand({
      AutoScalingGroupName: groupName,
      MaxRecords: pageSize,
      NextToken: page.nextToken,
    });
    const { InstanceRefreshes = [], NextToken } = await client.send(command, options);
    const items = InstanceRefreshes.map((refresh) => ({
      refreshId: refresh.InstanceRefreshId ?? "",
      status: refresh.Status ?? "",
      statusReason: refresh.StatusReason,
      startedAt: refresh.StartTime?.getTime(),
      percentageComplete: refresh.PercentageComplete,
    }));
    return { items, nextToken: NextToken || undefined };
  });
}

export function hasFailed({ status }: InstanceRefresh): boolean {
  return failures.includes(status);
}

/** A word that nobody knows is no end. */
export function isOver(refresh: InstanceRefresh): boolean {
  return refresh.status === "Successful" || hasFailed(refresh);
}
