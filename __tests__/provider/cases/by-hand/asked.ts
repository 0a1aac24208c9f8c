import { application } from "../../../../src/systems/test-app/application";
import type { CaseGroup } from "../case";

const name = `${application}-uat-us-east-1`;
const log = `/${application}/uat-us-east-1/system`;
const group = "aws_autoscaling_group.group_this";
const updater = "aws_lambda_function.updater-function_this";
const key = "aws_kms_key.encryption-key_this";
const somebody = "arn:aws:iam::999988887777:root";

/** What somebody adds and no plan shows: the drift check asks AWS. */
export const asked: CaseGroup = {
  title: "added by hand, which only AWS tells",
  stack: "uat-us-east-1",
  verdict: "DRIFTED",
  cases: [
    {
      title: "a scheduled action",
      byHand: () => [
        [
          "autoscaling",
          "put_scheduled_update_group_action",
          {
            AutoScalingGroupName: name,
            ScheduledActionName: "night",
            Recurrence: "0 0 * * *",
            MinSize: 0,
            MaxSize: 0,
          },
        ],
      ],
      findings: [`unmanaged addition ${group}: schedule[name=night]`],
    },
    {
      title: "a lifecycle hook",
      byHand: () => [
        [
          "autoscaling",
          "put_lifecycle_hook",
          {
            AutoScalingGroupName: name,
            LifecycleHookName: "hold",
            LifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
          },
        ],
      ],
      findings: [`unmanaged addition ${group}: lifecycle_hook[name=hold]`],
    },
    {
      title: "a scaling policy",
      byHand: () => [
        [
          "autoscaling",
          "put_scaling_policy",
          {
            AutoScalingGroupName: name,
            PolicyName: "by hand",
            PolicyType: "SimpleScaling",
            AdjustmentType: "ExactCapacity",
            ScalingAdjustment: 0,
          },
        ],
      ],
      findings: [`unmanaged addition ${group}: policy[name=by hand]`],
    },
    {
      title: "a metric filter and a policy of the account's logs",
      byHand: () => [
        [
          "logs",
          "put_metric_filter",
          {
            logGroupName: log,
            filterName: "count",
            filterPattern: "error",
            metricTransformations: [{ metricName: "m", metricNamespace: "n", metricValue: "1" }],
          },
        ],
        [
          "logs",
          "put_resource_policy",
          {
            policyName: "writers",
            policyDocument: JSON.stringify({
              Version: "2012-10-17",
              Statement: [
                {
                  Effect: "Allow",
                  Principal: { Service: "es.amazonaws.com" },
                  Action: "logs:PutLogEvents",
                  Resource: "*",
                },
              ],
            }),
          },
        ],
      ],
      findings: [
        "unmanaged addition aws_cloudwatch_log_group.log-group_system: metric_filter[name=count]",
        "unmanaged addition aws_cloudwatch_log_group.database-user_log-group: account_policy[name=writers]",
      ],
    },
    {
      title: "a subscription, which sends a log away",
      byHand: (state) => [
        [
          "logs",
          "put_subscription_filter",
          {
            logGroupName: log,
            filterName: "away",
            filterPattern: "",
            destinationArn: state(updater).arn,
          },
        ],
      ],
      findings: [
        "unmanaged addition aws_cloudwatch_log_group.log-group_system: subscription_filter[name=away]",
      ],
    },
    {
      title: "who may call a function, and an alias of it",
      byHand: () => {
        const FunctionName = `${name}-autoupdater`;
        const permission = { FunctionName, Action: "lambda:InvokeFunction", Principal: somebody };
        return [
          ["lambda", "add_permission", { ...permission, StatementId: "anybody" }],
          ["lambda", "publish_version", { FunctionName }],
          ["lambda", "create_alias", { FunctionName, Name: "live", FunctionVersion: "1" }],
          ["lambda", "add_permission", { ...permission, StatementId: "all", Qualifier: "live" }],
        ];
      },
      findings: [
        `unmanaged addition ${updater}: permission[sid=anybody]`,
        `unmanaged addition ${updater}: alias[name=live]`,
        `unmanaged addition ${updater}: permission[qualifier=live, sid=all]`,
      ],
    },
    {
      title: "an event source of a function",
      byHand: (state) => {
        const [, , , region, account] = state(updater).arn.split(":");
        return [
          ["sqs", "create_queue", { QueueName: "by-hand" }],
          [
            "lambda",
            "create_event_source_mapping",
            {
              FunctionName: `${name}-autoupdater`,
              EventSourceArn: `arn:aws:sqs:${region}:${account}:by-hand`,
            },
          ],
        ];
      },
      findings: [`unmanaged addition ${updater}: event_source_mapping[uuid=*]`],
    },
    {
      title: "a grant and another name of the key",
      byHand: (state) => [
        [
          "kms",
          "create_grant",
          { KeyId: state(key).key_id, GranteePrincipal: somebody, Operations: ["Decrypt"] },
        ],
        ["kms", "create_alias", { TargetKeyId: state(key).key_id, AliasName: "alias/by-hand" }],
      ],
      findings: [
        `unmanaged addition ${key}: grant[id=*]`,
        `unmanaged addition ${key}: alias[name=alias/by-hand]`,
      ],
    },
    {
      title: "a listener, and a rule of another",
      byHand: (state) => {
        const TargetGroupArn = state("aws_lb_target_group.target-group_this").arn;
        return [
          [
            "elbv2",
            "create_listener",
            {
              LoadBalancerArn: state("aws_lb.load-balancer_this").arn,
              Protocol: "HTTP",
              Port: 8080,
              DefaultActions: [{ Type: "forward", TargetGroupArn }],
            },
          ],
          [
            "elbv2",
            "create_rule",
            {
              ListenerArn: state("aws_lb_listener.load-balancer_https").arn,
              Priority: 1,
              Conditions: [{ Field: "path-pattern", Values: ["/admin/*"] }],
              Actions: [{ Type: "forward", TargetGroupArn }],
            },
          ],
        ];
      },
      findings: [
        "unmanaged addition aws_lb.load-balancer_this: listener[port=8080]",
        "unmanaged addition aws_lb_listener.load-balancer_https: rule[priority=1]",
      ],
    },
    {
      title: "another instance profile of the instances' role",
      byHand: () => [
        ["iam", "create_instance_profile", { InstanceProfileName: "by-hand" }],
        [
          "iam",
          "add_role_to_instance_profile",
          { InstanceProfileName: "by-hand", RoleName: `${name}-instance` },
        ],
      ],
      findings: [
        "unmanaged addition aws_iam_role.instance-role_this: instance_profile[name=by-hand]",
      ],
    },
    {
      title: "a snapshot that everybody may restore",
      byHand: () => [
        [
          "rds",
          "create_db_snapshot",
          { DBSnapshotIdentifier: "by-hand", DBInstanceIdentifier: name },
        ],
        [
          "rds",
          "modify_db_snapshot_attribute",
          { DBSnapshotIdentifier: "by-hand", AttributeName: "restore", ValuesToAdd: ["all"] },
        ],
      ],
      findings: [
        "unmanaged addition aws_db_instance.database_this: snapshot[id=by-hand].restore[all]",
      ],
    },
  ],
};

/** The same, of a foundation's buckets. */
export const askedInFoundation: CaseGroup = {
  title: "added by hand, in a foundation, which only AWS tells",
  stack: "foundation-us-east-1",
  verdict: "DRIFTED",
  cases: [
    {
      title: "a notification of new logs, and lists of their names",
      byHand: (state) => {
        const { bucket } = state("aws_s3_bucket.log-bucket_this");
        const [, , , region, account] = state("aws_flow_log.refused-traffic_this").arn.split(":");
        const QueueArn = `arn:aws:sqs:${region}:${account}:by-hand`;
        return [
          ["sqs", "create_queue", { QueueName: "by-hand" }],
          [
            "s3",
            "put_bucket_notification_configuration",
            {
              Bucket: bucket,
              NotificationConfiguration: {
                QueueConfigurations: [{ Id: "told", QueueArn, Events: ["s3:ObjectCreated:*"] }],
              },
            },
          ],
          [
            "s3",
            "put_bucket_inventory_configuration",
            {
              Bucket: bucket,
              Id: "names",
              InventoryConfiguration: {
                Id: "names",
                IsEnabled: true,
                IncludedObjectVersions: "All",
                Schedule: { Frequency: "Daily" },
                Destination: {
                  S3BucketDestination: { Bucket: "arn:aws:s3:::theirs", Format: "CSV" },
                },
              },
            },
          ],
        ];
      },
      findings: [
        "unmanaged addition aws_s3_bucket.log-bucket_this: notification[id=told]",
        "unmanaged addition aws_s3_bucket.log-bucket_this: inventory[id=names]",
      ],
    },
  ],
};
