import { AutoScalingClient, DescribeInstanceRefreshesCommand } from "@aws-sdk/client-auto-scaling";
import type { Page, PageCall } from "../call";
import type { Clients } from "../clients";
import { templateOf } from "./describe-group";
import type { InstanceRefresh } from "./instance-refresh";

/** The most that a page may hold. */
const pageSize = 100;

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
      template: templateOf(refresh.DesiredConfiguration ?? {}),
    }));
    return { items, nextToken: NextToken || undefined };
  });
}
