/**
 * The metrics that AWS documents, as far as the stacks read them: by namespace, the sets of dimensions, each with names.
 * The names of dimensions are sorted.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export const awsMetrics: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "AWS/ApplicationELB": {
    LoadBalancer: ["RequestCount", "HTTPCode_ELB_5XX_Count"],
    "LoadBalancer,TargetGroup": [
      "HTTPCode_Target_4XX_Count",
      "HTTPCode_Target_5XX_Count",
      "HealthyHostCount",
      "RequestCount",
      "RequestCountPerTarget",
      "TargetConnectionErrorCount",
      "TargetResponseTime",
      "UnHealthyHostCount",
    ],
  },
  "AWS/AutoScaling": {
    AutoScalingGroupName: ["GroupDesiredCapacity", "GroupInServiceInstances"],
  },
  "AWS/EC2": { AutoScalingGroupName: ["CPUUtilization", "NetworkIn", "NetworkOut"] },
  "AWS/RDS": {
    DBInstanceIdentifier: ["CPUUtilization", "DatabaseConnections", "FreeStorageSpace"],
  },
  "AWS/Lambda": { FunctionName: ["Errors", "Invocations"] },
  "AWS/S3": { "BucketName,StorageType": ["BucketSizeBytes", "NumberOfObjects"] },
  "AWS/SQS": {
    QueueName: [
      "ApproximateAgeOfOldestMessage",
      "ApproximateNumberOfMessagesNotVisible",
      "ApproximateNumberOfMessagesVisible",
      "NumberOfMessagesDeleted",
      "NumberOfMessagesSent",
    ],
  },
  "AWS/WAFV2": { "Region,Rule,WebACL": ["BlockedRequests", "CountedRequests"] },
  "ECS/ContainerInsights": { "ClusterName,ServiceName": ["RunningTaskCount"] },
};

/** What the value of a dimension must be of a resource of the stack: its type and attribute. */
export const dimensionOf: Readonly<Record<string, readonly [type: string, attribute: string]>> = {
  BucketName: ["aws_s3_bucket", "bucket"],
  ClusterName: ["aws_ecs_cluster", "name"],
  AutoScalingGroupName: ["aws_autoscaling_group", "name"],
  DBInstanceIdentifier: ["aws_db_instance", "identifier"],
  FunctionName: ["aws_lambda_function", "function_name"],
  LoadBalancer: ["aws_lb", "arn_suffix"],
  QueueName: ["aws_sqs_queue", "name"],
  ServiceName: ["aws_ecs_service", "name"],
  TargetGroup: ["aws_lb_target_group", "arn_suffix"],
  WebACL: ["aws_wafv2_web_acl", "visibility_config.metric_name"],
};
