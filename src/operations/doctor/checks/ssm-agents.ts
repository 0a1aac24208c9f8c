import { managedNodes } from "../../aws/managed-nodes";
import type { Aws } from "../aws";
import { type Checker, each } from "../check";
import { failed, note, ok } from "../finding";
import { instancesInService } from "./group";

/** Whether Systems Manager reaches every instance in service: a rollout is refused while it doesn't. */
export const ssmAgents: Checker<"ssm-agents"> = {
  scope: "environment",
  run: each(async ({ groupName }, { aws, id, region }) => {
    const inService = await instancesInService(aws, groupName);
    if (inService === undefined) return [note(`not deployed yet: ${groupName} isn't there`)];
    if (inService.length === 0)
      return [
        failed(
          `no instance of ${groupName} is in service, and a rollout would be refused`,
          `aws autoscaling describe-scaling-activities --region ${region} --auto-scaling-group-name ${groupName} --max-items 5 says why`,
        ),
      ];
    const online = await onlineNodes(aws, id);
    const unreachable = inService.filter((instanceId) => !online.has(instanceId));
    return unreachable.length === 0
      ? [
          ok(
            `${inService.length} of ${inService.length} instances in service are online in Systems Manager`,
          ),
        ]
      : [
          failed(
            `${unreachable.length} of ${inService.length} instances in service are not online in Systems Manager: ${unreachable.join(", ")}`,
            `aws ec2 get-console-output --region ${region} --latest --output text --instance-id ${unreachable[0]} shows its boot; terminate it in the AWS console when it stays, and the group replaces it`,
          ),
        ];
  }),
};

async function onlineNodes(aws: Aws, environmentId: string): Promise<ReadonlySet<string>> {
  const online = new Set<string>();
  await aws.readAll(
    "ssm:DescribeInstanceInformation",
    (clients, page) => managedNodes(clients, environmentId, page),
    ({ instanceId, pingStatus }) => pingStatus === "Online" && online.add(instanceId),
  );
  return online;
}
