import { DescribeInstanceInformationCommand, SSMClient } from "@aws-sdk/client-ssm";
import { deploymentTag } from "../../estate/deployment";
import type { Page, PageCall } from "./call";
import type { Clients } from "./clients";

export interface ManagedNode {
  readonly instanceId: string;
  /** `Online` when the agent answers. */
  readonly pingStatus: string;
}

/**
 * A deployment's managed nodes, each with its agent's state.
 *
 * @throws CallFailure
 */
export function managedNodes(
  aws: Clients,
  deploymentId: string,
  page: PageCall,
): Promise<Page<ManagedNode>> {
  return aws.ask("DescribeInstanceInformation", SSMClient, page, async (ssm, options) => {
    const command = new DescribeInstanceInformationCommand({
      Filters: [{ Key: `tag:${deploymentTag}`, Values: [deploymentId] }],
      MaxResults: 50,
      NextToken: page.nextToken,
    });
    const { InstanceInformationList = [], NextToken } = await ssm.send(command, options);
    const items = InstanceInformationList.map(({ InstanceId = "", PingStatus = "unknown" }) => ({
      instanceId: InstanceId,
      pingStatus: PingStatus,
    }));
    return { items, nextToken: NextToken || undefined };
  });
}
