import type { Metric } from "../../../constructs/monitoring/metric";
import { deploymentTag } from "../../../estate/deployment";
import { outcomeMetrics } from "../../../estate/outcome-metrics";
import type { ServiceName } from "../images";
import type { Names } from "../names";

/** What metrics are filed under that only Terraform knows. */
export interface Filed {
  readonly loadBalancer: { readonly arnSuffix: string };
  readonly targetGroups: Readonly<Record<ServiceName, { readonly arnSuffix: string }>>;
}

/** The environment's metrics that alarms read, each by one name. */
export function metricsOf({ base, database }: Names, { loadBalancer, targetGroups }: Filed) {
  const LoadBalancer = loadBalancer.arnSuffix;
  const of =
    (namespace: string, dimensions: Metric["dimensions"]) =>
    (name: string, statistic: Metric["statistic"]): Metric => ({
      namespace,
      name,
      dimensions,
      statistic,
    });
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
  const behind = (service: ServiceName) =>
    of("AWS/ApplicationELB", { TargetGroup: targetGroups[service].arnSuffix, LoadBalancer });
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
  const ofDatabase = of("AWS/RDS", { DBInstanceIdentifier: database.identifier });
  const told = of(outcomeMetrics.namespace, { [deploymentTag]: base });

  return {
    errors: (service: ServiceName) => behind(service)("HTTPCode_Target_5XX_Count", "Sum"),
    healthy: (service: ServiceName) => behind(service)("HealthyHostCount", "Minimum"),
    loadBalancerErrors: of("AWS/ApplicationELB", { LoadBalancer })("HTTPCode_ELB_5XX_Count", "Sum"),
    databaseCpu: ofDatabase("CPUUtilization", "Average"),
    databaseFreeStorage: ofDatabase("FreeStorageSpace", "Minimum"),
    driftCheck: told(outcomeMetrics.names["drift-check"], "Maximum"),
    driftChecks: told(outcomeMetrics.names["drift-check"], "SampleCount"),
  };
}

export type Metrics = ReturnType<typeof metricsOf>;
