import type { Metric } from "../../../constructs/monitoring/metric";
import { deploymentTag } from "../../../estate/deployment";
import { outcomeMetrics } from "../../../estate/outcome-metrics";
import type { Digests } from "../images";
import type { Names } from "../names";

/** What metrics are filed under that only Terraform knows. */
export interface Filed {
  readonly loadBalancer: { readonly arnSuffix: string };
  /** Of the producer. */
  readonly targetGroup: { readonly arnSuffix: string };
}

/** The environment's metrics, each by one name. */
export function metricsOf(
  { base, queue, deadLetterQueue, bucket }: Names,
  { loadBalancer, targetGroup }: Filed,
) {
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
  const ofProducer = of("AWS/ApplicationELB", {
    TargetGroup: targetGroup.arnSuffix,
    LoadBalancer,
  });
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
  const ofQueue = of("AWS/SQS", { QueueName: queue });
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html
  const ofService = (ServiceName: keyof Digests) =>
    of("ECS/ContainerInsights", { ClusterName: base, ServiceName });
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html
  const inBucket = (StorageType: string) => of("AWS/S3", { BucketName: bucket, StorageType });
  const told = of(outcomeMetrics.namespace, { [deploymentTag]: base });

  return {
    requests: ofProducer("RequestCount", "Sum"),
    responseTime: ofProducer("TargetResponseTime", "p99"),
    errors: ofProducer("HTTPCode_Target_5XX_Count", "Sum"),
    healthy: ofProducer("HealthyHostCount", "Minimum"),
    unhealthy: ofProducer("UnHealthyHostCount", "Maximum"),
    loadBalancerErrors: of("AWS/ApplicationELB", { LoadBalancer })("HTTPCode_ELB_5XX_Count", "Sum"),
    sent: ofQueue("NumberOfMessagesSent", "Sum"),
    deleted: ofQueue("NumberOfMessagesDeleted", "Sum"),
    waiting: ofQueue("ApproximateNumberOfMessagesVisible", "Maximum"),
    inHand: ofQueue("ApproximateNumberOfMessagesNotVisible", "Maximum"),
    oldest: ofQueue("ApproximateAgeOfOldestMessage", "Maximum"),
    deadLetters: of("AWS/SQS", { QueueName: deadLetterQueue })(
      "ApproximateNumberOfMessagesVisible",
      "Maximum",
    ),
    running: (service: keyof Digests) => ofService(service)("RunningTaskCount", "Minimum"),
    objects: inBucket("AllStorageTypes")("NumberOfObjects", "Average"),
    bytes: inBucket("StandardStorage")("BucketSizeBytes", "Average"),
    driftCheck: told(outcomeMetrics.names["drift-check"], "Maximum"),
    driftChecks: told(outcomeMetrics.names["drift-check"], "SampleCount"),
  };
}

export type Metrics = ReturnType<typeof metricsOf>;
