import type { Metric } from "../../../constructs/monitoring/metric";
import { deploymentTag } from "../../../estate/deployment";
import { outcomeMetrics } from "../../../estate/outcome-metrics";
import type { Region } from "../../configuration/account";
import { foundationId } from "../../foundation/names";
import type { Names } from "../names";
import { bootMetricName } from "../scripts/user-data/render-user-data";

/** What metrics are filed under that only Terraform knows. */
export interface Filed {
  readonly loadBalancer: { readonly arnSuffix: string };
  readonly targetGroup: { readonly arnSuffix: string };
}

/** The environment's metrics that alarms and dashboard read, each by one name. */
export function metricsOf(
  { id, region }: { readonly id: string; readonly region: Region },
  names: Names,
  databaseIdentifier: string,
  filed: Filed,
) {
  const LoadBalancer = filed.loadBalancer.arnSuffix;
  const behind = { TargetGroup: filed.targetGroup.arnSuffix, LoadBalancer };
  const group = { AutoScalingGroupName: names.base };
  const of =
    (namespace: string, dimensions: Metric["dimensions"]) =>
    (name: string, statistic: Metric["statistic"], counter?: true): Metric => ({
      namespace,
      name,
      dimensions,
      statistic,
      ...(counter && { counter }),
    });
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
  const balancer = of("AWS/ApplicationELB", { LoadBalancer });
  const targets = of("AWS/ApplicationELB", behind);
  // Of all rules together; a rule's own are filed under its name.
  // https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html
  const webAcl = of("AWS/WAFV2", { WebACL: names.webAcl, Region: region, Rule: "ALL" });
  // https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html
  const fleet = of("AWS/AutoScaling", group);
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html
  const instances = of("AWS/EC2", group);
  // Written by the CloudWatch agent, which puts its plugin's name before what the plugin calls it.
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-network-performance.html
  const agent = of(names.metricNamespace, group);
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
  const database = of("AWS/RDS", { DBInstanceIdentifier: databaseIdentifier });
  // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
  const updater = of("AWS/Lambda", { FunctionName: names.autoupdaterFunction });
  const userMaker = of("AWS/Lambda", { FunctionName: names.database.userFunction });
  // Sent by the pipeline, by what a drift check or a rollout came to.
  const told = of(outcomeMetrics.namespace, { [deploymentTag]: id });
  const foundation = of(outcomeMetrics.namespace, { [deploymentTag]: foundationId(region) });
  const { names: outcome } = outcomeMetrics;

  return {
    requests: balancer("RequestCount", "Sum"),
    targetErrors: targets("HTTPCode_Target_5XX_Count", "Sum"),
    targetRefusals: targets("HTTPCode_Target_4XX_Count", "Sum"),
    latency: targets("TargetResponseTime", "p99"),
    loadBalancerErrors: balancer("HTTPCode_ELB_5XX_Count", "Sum"),
    connectionErrors: targets("TargetConnectionErrorCount", "Sum"),
    blockedRequests: webAcl("BlockedRequests", "Sum"),
    countedRequests: webAcl("CountedRequests", "Sum"),
    healthyHosts: targets("HealthyHostCount", "Minimum"),
    unhealthyHosts: targets("UnHealthyHostCount", "Maximum"),
    requestsPerTarget: targets("RequestCountPerTarget", "Sum"),
    inService: fleet("GroupInServiceInstances", "Minimum"),
    desired: fleet("GroupDesiredCapacity", "Maximum"),
    cpu: instances("CPUUtilization", "Average"),
    networkIn: instances("NetworkIn", "Average"),
    networkOut: instances("NetworkOut", "Average"),
    bandwidthIn: agent("ethtool_bw_in_allowance_exceeded", "Maximum", true),
    bandwidthOut: agent("ethtool_bw_out_allowance_exceeded", "Maximum", true),
    packets: agent("ethtool_pps_allowance_exceeded", "Maximum", true),
    tracked: agent("ethtool_conntrack_allowance_exceeded", "Maximum", true),
    memory: agent("mem_used_percent", "Maximum"),
    disk: agent("disk_used_percent", "Maximum"),
    bootsNotUpdated: of(names.metricNamespace, { EnvironmentId: id })(bootMetricName, "Maximum"),
    databaseCpu: database("CPUUtilization", "Average"),
    databaseFreeStorage: database("FreeStorageSpace", "Minimum"),
    databaseConnections: database("DatabaseConnections", "Maximum"),
    updaterFunctionErrors: updater("Errors", "Sum"),
    updaterFunctionRuns: updater("Invocations", "Sum"),
    databaseUserFunctionErrors: userMaker("Errors", "Sum"),
    rollouts: told(outcome.rollout, "Maximum"),
    driftCheck: told(outcome["drift-check"], "Maximum"),
    driftChecks: told(outcome["drift-check"], "SampleCount"),
    foundationDriftCheck: foundation(outcome["drift-check"], "Maximum"),
    foundationDriftChecks: foundation(outcome["drift-check"], "SampleCount"),
  } as const satisfies Record<string, Metric>;
}

export type Metrics = ReturnType<typeof metricsOf>;
