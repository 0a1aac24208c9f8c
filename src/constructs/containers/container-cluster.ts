import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

/**
 * A cluster for services, with Container Insights: tasks, CPU and memory of each service as metrics.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/clusters.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ContainerInsights.html
 */
export class ContainerCluster extends Construct {
  public readonly name: string;
  public readonly arn: string;
  /** An instance joins it by its name alone: the group depends on it. */
  public readonly cluster: ITerraformDependable;

  constructor(scope: Construct, id: string, { name }: { readonly name: string }) {
    super(scope, id);

    const cluster = new EcsCluster(this, "this", {
      name,
      setting: [{ name: "containerInsights", value: "enabled" }],
    });
    this.name = cluster.name;
    this.arn = cluster.arn;
    this.cluster = cluster;
  }
}
