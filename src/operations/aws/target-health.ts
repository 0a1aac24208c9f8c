import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Call } from "./call";
import type { Clients } from "./clients";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html */
export interface Target {
  readonly instanceId: string;
  /** Such as `healthy`, `initial` or `draining`. */
  readonly state: string;
  readonly reason: string | null;
  readonly description: string | null;
}

/**
 * The targets of a target group, each with its health. One that was deregistered and has drained isn't listed.
 *
 * @throws CallFailure
 */
export function targetHealth(aws: Clients, targetGroupArn: string, call: Call): Promise<Target[]> {
  return aws.ask(
    "DescribeTargetHealth",
    ElasticLoadBalancingV2Client,
    call,
    async (client, options) => {
      const command = new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn });
      const { TargetHealthDescriptions = [] } = await client.send(command, options);
      return TargetHealthDescriptions.map(({ Target, TargetHealth }) => ({
        instanceId: Target?.Id ?? "",
        state: TargetHealth?.State ?? "unknown",
        reason: TargetHealth?.Reason ?? null,
        description: TargetHealth?.Description ?? null,
      }));
    },
  );
}
