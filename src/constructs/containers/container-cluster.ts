import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { LogGroups, type LogRetention } from "../management/log-groups";

export interface ContainerClusterProps {
  readonly name: string;
  /** Of what Container Insights logs. */
  readonly retention: LogRetention;
  readonly encryptionKeyArn: string;
}

/** Where Container Insights writes what it measures: it would make this group itself, unencrypted and for ever. */
export const insightsLogGroup = (cluster: string) =>
  `/aws/ecs/containerinsights/${cluster}/performance`;

/**
 * A cluster for services, with Container Insights: tasks, CPU and memory of each service as metrics.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/clusters.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ContainerInsights.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-reference-performance-logs-ECS.html
 */
export class ContainerCluster extends Construct {
  public readonly name: string;
  public readonly arn: string;
  /** An instance joins it by its name alone: the group depends on it. */
  public readonly cluster: ITerraformDependable;

  constructor(scope: Construct, id: string, props: ContainerClusterProps) {
    super(scope, id);

    const { name, retention, encryptionKeyArn } = props;
    const { all: logGroups } = new LogGroups(this, "log-group", {
      names: { insights: insightsLogGroup(name) },
      retention,
      encryptionKeyArn,
    });
    const cluster = new EcsCluster(this, "this", {
      name,
      dependsOn: [...logGroups],
      setting: [{ name: "containerInsights", value: "enabled" }],
    });
    this.name = cluster.name;
    this.arn = cluster.arn;
    this.cluster = cluster;
  }
}
