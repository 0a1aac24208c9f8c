import { isDeepStrictEqual } from "node:util";
import { outcomeMetrics } from "../../../src/estate/outcome-metrics";
import { application } from "../../../src/systems/test-app/application";
import type { Configuration, SynthesizedStack } from "../../support/synthesized";
import { awsMetrics, dimensionOf } from "./aws-metrics";
import { toldMetrics } from "./told-outcomes";

/** What an alarm or a graph reads. */
export interface Read {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
  /** Its growth is what counts. */
  readonly counter: boolean;
}

export const alarmsOf = (stack: SynthesizedStack) => stack.ofType("aws_cloudwatch_metric_alarm");
export const bodyOf = (stack: SynthesizedStack): Configuration =>
  JSON.parse(stack.only("aws_cloudwatch_dashboard").dashboard_body);
export const graphsOf = (stack: SynthesizedStack): Configuration[] =>
  bodyOf(stack).widgets.filter(({ type }: Configuration) => type === "metric");

export function readBy(alarm: Configuration): Read {
  const queried = alarm.metric_query?.find((query: Configuration) => query.metric)?.metric;
  const { namespace, metric_name: name, dimensions = {}, stat } = queried ?? alarm;
  const statistic = stat ?? alarm.statistic ?? alarm.extended_statistic;
  return { namespace, name, dimensions, statistic, counter: queried !== undefined };
}

/** What a graph shows: rows of metrics, of which those that a growth is made of are not drawn themselves. */
export function shownBy({ properties }: Configuration): Read[] {
  const rows: unknown[][] = properties.metrics;
  const options = (row: unknown[]) => row.at(-1) as Configuration;
  const grown = rows.flatMap((row) => options(row).expression ?? []);
  return rows
    .filter((row) => row.length > 1)
    .map((row) => {
      const [namespace, name, ...rest] = row.slice(0, -1) as string[];
      const dimensions = Object.fromEntries(
        rest.flatMap((each, at) => (at % 2 === 0 ? [[each, rest[at + 1]]] : [])),
      );
      const { stat, id } = options(row);
      const counter = grown.includes(`DIFF(${id})`);
      return { namespace, name, dimensions, statistic: stat, counter } as Read;
    });
}

/** The metrics that instances send, as the agent names them, each with its dimensions. */
function sentByInstances(id: string, stack: SynthesizedStack): string[] {
  const script = Buffer.from(stack.only("aws_launch_template").user_data, "base64").toString();
  const config = JSON.parse(/^\{"agent":.*$/m.exec(script)?.[0] ?? "null");
  const { mem, disk, ethtool, ...others } = config.metrics.metrics_collected;
  const aggregated = config.metrics.aggregation_dimensions;
  if (Object.keys(others).length > 0 || !isDeepStrictEqual(aggregated, [["AutoScalingGroupName"]]))
    throw new Error(`the agent collects in another way: ${JSON.stringify(config.metrics)}`);
  // An option of one plugin has its prefix already, or gets it.
  const named = (plugin: string, names: string[]) =>
    names.map((name) => (name.startsWith(`${plugin}_`) ? name : `${plugin}_${name}`));
  const collected = [
    ...named("mem", mem.measurement),
    ...named("disk", disk.measurement),
    ...named("ethtool", ethtool.metrics_include),
  ].map((name) => `${config.metrics.namespace} ${name} AutoScalingGroupName`);
  // That the boot script sends exactly this, its own tests see by running it.
  const put = /METRIC_NAMESPACE='([^']+)' METRIC_NAME='([^']+)'/.exec(script) ?? [];
  const isOwn =
    script.includes(`readonly ENVIRONMENT_ID='${id}'`) &&
    script.includes('--dimensions "EnvironmentId=$ENVIRONMENT_ID"');
  return [...collected, ...(isOwn ? [`${put[1]} ${put[2]} EnvironmentId`] : [])];
}

const toldByOperations = await toldMetrics();

/** The metrics that alarms and dashboard read, and no resource of the stack and no operation sends. */
export function unknownIn(id: string, stack: SynthesizedStack): string[] {
  const read = [...alarmsOf(stack).map(readBy), ...graphsOf(stack).flatMap(shownBy)];
  return unsentIn(id, stack, read, sentByInstances(id, stack));
}

/** What of this is read, and no resource of the stack, no operation and nothing else sends. */
export function unsentIn(
  id: string,
  stack: SynthesizedStack,
  read: readonly Read[],
  others: readonly string[] = [],
): string[] {
  const sent = new Set([...others, ...toldByOperations]);
  return read.flatMap(({ namespace, name, dimensions }) => {
    const names = Object.keys(dimensions).sort().join();
    const isKnown =
      awsMetrics[namespace]?.[names]?.includes(name) === true ||
      sent.has(`${namespace} ${name} ${names}`);
    const strangers = Object.entries(dimensions).filter(
      ([dimension, value]) => !valuesOf(id, stack, namespace, dimension).includes(value),
    );
    return isKnown && strangers.length === 0
      ? []
      : `${namespace} ${name} ${JSON.stringify(dimensions)}`;
  });
}

function valuesOf(id: string, stack: SynthesizedStack, namespace: string, dimension: string) {
  const { region } = stack.json.provider.aws[0];
  if (dimension === "EnvironmentId")
    return namespace === outcomeMetrics.namespace ? [id, `foundation-${region}`] : [id];
  if (dimension === "Region") return [region];
  if (dimension === "Rule") return ["ALL"];
  if (dimension === "StorageType") return ["AllStorageTypes", "StandardStorage"];
  const [type = "", attribute = ""] = dimensionOf[dimension] ?? [];
  return stack
    .resources()
    .filter((resource) => resource.type === type)
    .flatMap(({ address, configuration }) => [
      attribute.split(".").reduce<any>((within, name) => within?.[name], configuration),
      `\${${address}.${attribute}}`,
    ]);
}

/** The names of alarms whose metric no graph shows as they read it, with the threshold as a line. */
export function undrawnIn(stack: SynthesizedStack): string[] {
  const graphs = graphsOf(stack).map((graph) => ({ graph, shown: shownBy(graph) }));
  return alarmsOf(stack)
    .filter((alarm) => {
      const read = readBy(alarm);
      return !graphs.some(
        ({ graph, shown }) =>
          shown.some((each) => isDeepStrictEqual(each, read)) &&
          graph.properties.annotations.horizontal.some(
            ({ value }: Configuration) => value === alarm.threshold,
          ),
      );
    })
    .map(({ alarm_name }) => alarm_name);
}

/** What infrastructure of a bank is watched by, whatever else is. */
const neededAlarms = [
  "bandwidth-in",
  "bandwidth-out",
  "below-minimum",
  "blocked-requests",
  "boot-not-updated",
  "connections",
  "cpu",
  "database-connections",
  "database-cpu",
  "database-storage",
  "database-user-function",
  "drift-check",
  "drift-check-missing",
  "foundation-drift-check",
  "foundation-drift-check-missing",
  "group-at-maximum",
  "latency",
  "load-balancer-errors",
  "packets",
  "rollout",
  "target-errors",
  "too-few-healthy",
  "unhealthy-hosts",
  "updater-function",
];

/** Whether an environment can't be without the alarm of this name. */
export const isNeeded = (id: string, name: string) =>
  neededAlarms.some((each) => name === nameOf(id, each));

/** The names of alarms that are missing, and of others that aren't named after their environment. */
export function misnamedIn(id: string, stack: SynthesizedStack): string[] {
  const names: string[] = alarmsOf(stack).map(({ alarm_name }) => alarm_name);
  const missing = neededAlarms
    .map((each) => nameOf(id, each))
    .filter((each) => !names.includes(each));
  return [...missing, ...names.filter((name) => !name.startsWith(nameOf(id, "")))];
}

const nameOf = (id: string, alarm: string) => `${application}-${id}-${alarm}`;

/**
 * What PutMetricAlarm refuses: periods in all of more than a week, or than a day where one is shorter than an hour.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function tooLongIn(stack: SynthesizedStack): string[] {
  const day = 86_400;
  return alarmsOf(stack)
    .filter(({ period, metric_query, evaluation_periods }) => {
      const each = period ?? metric_query.find(({ metric }: Configuration) => metric).metric.period;
      return each * evaluation_periods > (each < 3600 ? day : 7 * day);
    })
    .map(({ alarm_name }) => alarm_name);
}
