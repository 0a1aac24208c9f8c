import { CloudwatchCompositeAlarm } from "@cdktf/provider-aws/lib/cloudwatch-composite-alarm";
import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { growthOf, type Metric } from "./metric";

/** When an alarm rings, and what it tells whoever is called. */
export interface AlarmDefinition {
  readonly metric: Metric;
  readonly comparison: "above" | "at least" | "below" | "at most";
  readonly threshold: number;
  readonly periodSeconds: 60 | 300 | 3600;
  /** How many of the latest periods it looks at. */
  readonly periods: number;
  /** In how many of them the threshold must be passed. */
  readonly periodsToAlarm: number;
  /**
   * What a period without data counts as.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
   */
  readonly missingData: "breaching" | "notBreaching" | "ignore";
  /** What has happened, and why the threshold is what it is; with the section of the runbook it is the description. */
  readonly says: string;
  /** Heading of the runbook. */
  readonly section: string;
}

export interface AlarmsProps<Id extends string> {
  /** What the alarms' names begin with. */
  readonly name: string;
  readonly alarms: Readonly<Record<Id, AlarmDefinition>>;
  /** The document that has the sections. */
  readonly runbook: string;
  /** Says in one alarm that users are affected: it rings when one of these does. */
  readonly composite: {
    readonly name: string;
    readonly anyOf: readonly Id[];
    readonly says: string;
    readonly section: string;
  };
  /** Who is told when an alarm rings, and when it is over. */
  readonly topicArn: string;
  /** What they watch: alarms that were there before it would ring. */
  readonly dependsOn: readonly ITerraformDependable[];
}

const comparisons = {
  above: "GreaterThanThreshold",
  "at least": "GreaterThanOrEqualToThreshold",
  below: "LessThanThreshold",
  "at most": "LessThanOrEqualToThreshold",
} as const;

/**
 * An environment's alarms, and the composite one over those that users feel. Each tells a topic when it rings and when
 * it is over, and names the section of the runbook that helps.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
 */
export class Alarms<Id extends string> extends Construct {
  /** Of all, the composite one first. */
  public readonly arns: readonly string[];

  constructor(scope: Construct, id: string, props: AlarmsProps<Id>) {
    super(scope, id);

    const { composite, topicArn } = props;
    const described = (says: string, section: string) => `${says}. ${props.runbook}, "${section}"`;
    const actions = { actionsEnabled: true, alarmActions: [topicArn], okActions: [topicArn] };

    const all = Object.entries<AlarmDefinition>(props.alarms).map(
      ([id, alarm]) =>
        new CloudwatchMetricAlarm(this, id, {
          alarmName: `${props.name}-${id}`,
          alarmDescription: described(alarm.says, alarm.section),
          ...watched(alarm),
          comparisonOperator: comparisons[alarm.comparison],
          threshold: alarm.threshold,
          evaluationPeriods: alarm.periods,
          datapointsToAlarm: alarm.periodsToAlarm,
          treatMissingData: alarm.missingData,
          ...actions,
          dependsOn: [...props.dependsOn],
        }),
    );
    const one = new CloudwatchCompositeAlarm(this, "composite", {
      alarmName: composite.name,
      alarmDescription: described(composite.says, composite.section),
      alarmRule: composite.anyOf.map((id) => `ALARM("${props.name}-${id}")`).join(" OR "),
      ...actions,
      // A rule may name only alarms that are there.
      dependsOn: all,
    });
    this.arns = [one.arn, ...all.map(({ arn }) => arn)];
  }
}

function watched({ metric, periodSeconds }: AlarmDefinition): Partial<CloudwatchMetricAlarmConfig> {
  const { namespace, name, dimensions, statistic, counter } = metric;
  if (counter)
    return {
      metricQuery: [
        {
          id: "counter",
          metric: {
            namespace,
            metricName: name,
            dimensions,
            stat: statistic,
            period: periodSeconds,
          },
        },
        { id: "growth", expression: growthOf("counter"), label: name, returnData: true },
      ],
    };
  return {
    namespace,
    metricName: name,
    dimensions,
    ...(statistic === "p99" ? { extendedStatistic: statistic } : { statistic }),
    period: periodSeconds,
  };
}
