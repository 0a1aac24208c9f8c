import { allow, type PolicyStatement } from "../security/policy-document";

export interface EcsAgentProps {
  readonly region: string;
  /** Id of the account. */
  readonly account: string;
  readonly clusterName: string;
}

/**
 * What the ECS agent of an instance needs: what AmazonEC2ContainerServiceforEC2Role grants, for one cluster. Images and
 * logs aren't in it, because the agent has the tasks' execution roles for them.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html
 */
export function ecsAgentStatements(props: EcsAgentProps): PolicyStatement[] {
  const { region, account, clusterName } = props;
  const ecs = `arn:aws:ecs:${region}:${account}`;
  const cluster = `${ecs}:cluster/${clusterName}`;
  return [
    // The action takes no resource.
    allow("FindEcs", { Action: ["ecs:DiscoverPollEndpoint"], Resource: "*" }),
    allow("JoinCluster", {
      Action: ["ecs:RegisterContainerInstance", "ecs:DeregisterContainerInstance"],
      Resource: cluster,
    }),
    allow("TalkToCluster", {
      Action: [
        "ecs:Poll",
        "ecs:StartTelemetrySession",
        "ecs:SubmitAttachmentStateChanges",
        "ecs:SubmitContainerStateChange",
        "ecs:SubmitTaskStateChange",
        "ecs:UpdateContainerInstancesState",
      ],
      Resource: [cluster, `${ecs}:container-instance/${clusterName}/*`],
    }),
  ];
}

/**
 * What an instance of the ECS-optimized Amazon Linux runs at its first boot. Tasks can't reach its metadata, and so
 * not its role.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-config.html
 */
export function ecsAgentBoot(clusterName: string): string {
  return `#!/bin/bash
set -euo pipefail
cat >/etc/ecs/ecs.config <<'END'
ECS_CLUSTER=${clusterName}
ECS_AWSVPC_BLOCK_IMDS=true
END
`;
}
