import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { Construct } from "constructs";
import { coolDown, type ScalableServiceProps, scalableService } from "./scalable-service";

export interface BacklogScalingProps extends ScalableServiceProps {
  /** What the policies' names begin with. */
  readonly name: string;
  readonly queueName: string;
  /** How many messages may wait for each task. */
  readonly messagesPerTask: number;
}

/**
 * Keeps the messages that wait in a queue for each running task at their target. The number of running tasks is a metric
 * of Container Insights. Without a task there would be no quotient: a service has one at the least.
 *
 * https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking-metric-math.html
 */
export class BacklogScaling extends Construct {
  constructor(scope: Construct, id: string, props: BacklogScalingProps) {
    super(scope, id);

    const { service, target } = scalableService(this, props);
    new AppautoscalingPolicy(this, "backlog", {
      name: `${props.name}-backlog`,
      ...service,
      policyType: "TargetTrackingScaling",
      targetTrackingScalingPolicyConfiguration: {
        targetValue: props.messagesPerTask,
        customizedMetricSpecification: {
          metrics: [
            input("waiting", "Sum", "AWS/SQS", "ApproximateNumberOfMessagesVisible", {
              QueueName: props.queueName,
            }),
            input("running", "Average", "ECS/ContainerInsights", "RunningTaskCount", {
              ClusterName: props.clusterName,
              ServiceName: props.serviceName,
            }),
            {
              id: "backlog",
              label: "Messages that wait for each task",
              expression: "waiting / running",
              returnData: true,
            },
          ],
        },
        ...coolDown,
      },
      dependsOn: [target],
    });
  }
}

/** A metric that the expression reads. */
function input(
  id: string,
  stat: string,
  namespace: string,
  metricName: string,
  dimensions: Readonly<Record<string, string>>,
) {
  const pairs = Object.entries(dimensions).map(([name, value]) => ({ name, value }));
  return {
    id,
    returnData: false,
    metricStat: { stat, metric: { namespace, metricName, dimensions: pairs } },
  };
}
