import type { Configuration, SynthesizedStack } from "./synthesized";

/** The value of a metric in one minute, as its alarm's statistic sees it; undefined without data. */
export type Series = (metricName: string, minute: number) => number | undefined;

const compared: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

const together: Readonly<Record<string, (values: readonly number[]) => number>> = {
  Sum: (values) => values.reduce((sum, value) => sum + value, 0),
  Average: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  Maximum: (values) => Math.max(...values),
  Minimum: (values) => Math.min(...values),
  SampleCount: (values) => values.length,
  p99: (values) => Math.max(...values),
};

/**
 * Whether alarms ring at a minute, by the definitions of a stack, as CloudWatch evaluates them.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export function ringing(stack: SynthesizedStack, series: Series, minute: number): Configuration[] {
  const alarms = stack.ofType("aws_cloudwatch_metric_alarm");
  const rings = alarms.filter((alarm) => isRinging(alarm, series, minute));
  const names = rings.map(({ alarm_name }) => `ALARM("${alarm_name}")`);
  const composite = stack.only("aws_cloudwatch_composite_alarm");
  const isAny = composite.alarm_rule.split(" OR ").some((each: string) => names.includes(each));
  return isAny ? [composite, ...rings] : rings;
}

function isRinging(alarm: Configuration, series: Series, minute: number): boolean {
  // Counters stand still in a simulation.
  if (alarm.metric_query) return false;
  const { period, evaluation_periods, datapoints_to_alarm, threshold } = alarm;
  const minutes = period / 60;
  const ended = Math.floor(minute / minutes);
  const breaching = Array.from({ length: evaluation_periods }, (_, at) => ended - 1 - at).filter(
    (slot) => {
      const values = Array.from({ length: minutes }, (_, at) => slot * minutes + at).flatMap(
        (at) => series(alarm.metric_name, at) ?? [],
      );
      if (values.length === 0) return alarm.treat_missing_data === "breaching";
      const value = together[alarm.statistic ?? alarm.extended_statistic]?.(values);
      if (value === undefined) throw new Error(`no such statistic in ${alarm.alarm_name}`);
      return compared[alarm.comparison_operator]?.(value, threshold);
    },
  );
  return breaching.length >= datapoints_to_alarm;
}
