import { bytesPerMinute } from "../../../constructs/compute/scaling-policies";
import type { AlarmDefinition } from "../../../constructs/monitoring/alarms";
import type { DashboardProps, Graph } from "../../../constructs/monitoring/dashboard";
import type { Metric } from "../../../constructs/monitoring/metric";
import { outcomeMetrics } from "../../../estate/outcome-metrics";
import type { Environment } from "../environment";
import { leastBaselineGigabitsPerSecond } from "../instance-types";
import type { Alarm } from "./alarms";
import type { Metrics } from "./metrics";

const outcomes = Object.entries(outcomeMetrics.values)
  .map(([kind, value]) => `${value} ${kind}`)
  .join(", ");

/** Graphs in the order of an investigation; where an alarm reads a graph's metric, its threshold is a line. */
export function dashboardRows(
  { fleet }: Environment,
  metrics: Metrics,
  alarms: Readonly<Record<Alarm, AlarmDefinition>>,
): DashboardProps["rows"] {
  const thresholds = (metric: Metric) =>
    Object.entries<AlarmDefinition>(alarms)
      .filter(([, alarm]) => alarm.metric === metric)
      .map(([id, { comparison, threshold }]) => ({
        label: `${id}: ${comparison} ${threshold}`,
        value: threshold,
      }));
  const graph = (
    title: string,
    shown: readonly (keyof Metrics)[],
    targets: Graph["lines"] = [],
  ): Graph => ({
    title,
    metrics: shown.map((name) => metrics[name]),
    lines: [...shown.flatMap((name) => thresholds(metrics[name])), ...targets],
  });
  const target = (value: number) => [{ label: "target of the scaling policy", value }];
  const baseline = leastBaselineGigabitsPerSecond(fleet.instanceTypes);
  const network = target(bytesPerMinute(baseline, fleet.networkTargetPercentOfBaseline));

  return [
    {
      heading: "Users",
      graphs: [
        graph("Requests a minute", ["requests"]),
        graph("Errors of the instances", ["targetErrors", "targetRefusals"]),
        graph("Seconds until the answer, p99", ["latency"]),
      ],
    },
    {
      heading: "Load balancer",
      graphs: [
        graph("Errors of the load balancer", ["loadBalancerErrors", "connectionErrors"]),
        graph("Healthy instances", ["healthyHosts"]),
        graph("Unhealthy instances", ["unhealthyHosts"]),
        graph("Matched by the web ACL's rules", ["blockedRequests", "countedRequests"]),
      ],
    },
    {
      heading: "Fleet",
      graphs: [
        graph("Instances", ["inService", "desired"]),
        graph(
          "Requests per instance and minute",
          ["requestsPerTarget"],
          target(fleet.requestsPerTargetPerMinuteTarget),
        ),
        graph("CPU, percent", ["cpu"], target(fleet.cpuTargetPercent)),
        graph("Bytes in, per instance and minute", ["networkIn"], network),
        graph("Bytes out, per instance and minute", ["networkOut"], network),
      ],
    },
    {
      heading: "Instance",
      graphs: [
        graph("Beyond the allowed bandwidth", ["bandwidthIn", "bandwidthOut"]),
        graph("Beyond the allowed packets and connections", ["packets", "tracked"]),
        graph("Memory and disk of the fullest, percent", ["memory", "disk"]),
      ],
    },
    {
      heading: "Database",
      graphs: [
        graph("CPU, percent", ["databaseCpu"]),
        graph("Free storage, bytes", ["databaseFreeStorage"]),
        graph("Connections", ["databaseConnections"]),
      ],
    },
    {
      heading: "Rollouts",
      graphs: [
        graph(`Rollouts: ${outcomes}`, ["rollouts"]),
        graph(`Drift checks: ${outcomes}`, ["driftCheck", "foundationDriftCheck"]),
        graph("Drift checks, how many", ["driftChecks", "foundationDriftChecks"]),
        graph("Boots without an update", ["bootsNotUpdated"]),
        graph("The function that rolls out", ["updaterFunctionRuns", "updaterFunctionErrors"]),
        graph("The function for the database's user", ["databaseUserFunctionErrors"]),
      ],
    },
  ];
}
