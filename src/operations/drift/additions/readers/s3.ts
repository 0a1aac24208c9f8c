import {
  GetBucketNotificationConfigurationCommand,
  ListBucketAnalyticsConfigurationsCommand,
  ListBucketIntelligentTieringConfigurationsCommand,
  ListBucketInventoryConfigurationsCommand,
  ListBucketMetricsConfigurationsCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { awsCommand } from "./aws-command";
import type { Question, Reader } from "./question";
import { type Resource, type Resources, text } from "./resources";

/**
 * What belongs to buckets and isn't among their attributes. Access control lists, CORS, website, replication,
 * acceleration and the like are: the plan shows them.
 */
export const read: Reader = (resources) =>
  resources
    .of("aws_s3_bucket")
    .flatMap((bucket) => [
      notifications(bucket, resources),
      inventories(bucket, resources),
      analytics(bucket, resources),
      metrics(bucket, resources),
      tierings(bucket, resources),
    ]);

function notifications(bucket: Resource, resources: Resources): Question {
  const Bucket = text(bucket, "bucket");
  // Where the code has one, Terraform holds all of a bucket's notifications.
  const isOfCode = resources.known("aws_s3_bucket_notification", "bucket").has(Bucket);
  return {
    address: bucket.address,
    find: async (ask) => {
      if (isOfCode) return [];
      const found = await ask.one("s3:GetBucketNotification", S3Client, (client, options) =>
        client.send(new GetBucketNotificationConfigurationCommand({ Bucket }), options),
      );
      const told = [
        ...(found.TopicConfigurations ?? []).map(({ Id, TopicArn }) => ({ Id, to: TopicArn })),
        ...(found.QueueConfigurations ?? []).map(({ Id, QueueArn }) => ({ Id, to: QueueArn })),
        ...(found.LambdaFunctionConfigurations ?? []).map(({ Id, LambdaFunctionArn }) => ({
          Id,
          to: LambdaFunctionArn,
        })),
        ...(found.EventBridgeConfiguration ? [{ Id: "EventBridge", to: "EventBridge" }] : []),
      ];
      return told.map(({ Id = "", to }) => ({
        path: `notification[id=${Id}]`,
        what: `A notification, which tells ${to} of objects`,
        // There is no call that takes one away: this takes all, and the code has none.
        remedy: awsCommand(ask.region, "s3api put-bucket-notification-configuration", {
          bucket: Bucket,
          "notification-configuration": "{}",
        }),
      }));
    },
  };
}

function inventories(bucket: Resource, resources: Resources): Question {
  const Bucket = text(bucket, "bucket");
  const known = resources.known("aws_s3_bucket_inventory", "name", { bucket: Bucket });
  return {
    address: bucket.address,
    find: async (ask) => {
      const found = await ask.all(
        "s3:GetInventoryConfiguration",
        S3Client,
        async (client, ContinuationToken, options) => {
          const input = { Bucket, ContinuationToken };
          const command = new ListBucketInventoryConfigurationsCommand(input);
          const answer = await client.send(command, options);
          return [answer.InventoryConfigurationList, answer.NextContinuationToken];
        },
      );
      return found
        .filter(({ Id }) => !known.has(Id))
        .map(({ Id = "", Destination }) => ({
          path: `inventory[id=${Id}]`,
          what: `An inventory, which writes the names of the objects to ${Destination?.S3BucketDestination?.Bucket}`,
          remedy: awsCommand(ask.region, "s3api delete-bucket-inventory-configuration", {
            bucket: Bucket,
            id: Id,
          }),
        }));
    },
  };
}

function analytics(bucket: Resource, resources: Resources): Question {
  const Bucket = text(bucket, "bucket");
  const known = resources.known("aws_s3_bucket_analytics_configuration", "name", {
    bucket: Bucket,
  });
  return {
    address: bucket.address,
    find: async (ask) => {
      const found = await ask.all(
        "s3:GetAnalyticsConfiguration",
        S3Client,
        async (client, ContinuationToken, options) => {
          const input = { Bucket, ContinuationToken };
          const command = new ListBucketAnalyticsConfigurationsCommand(input);
          const answer = await client.send(command, options);
          return [answer.AnalyticsConfigurationList, answer.NextContinuationToken];
        },
      );
      return found
        .filter(({ Id }) => !known.has(Id))
        .map(({ Id = "" }) => ({
          path: `analytics[id=${Id}]`,
          what: "An analysis of how objects are used, which may be written to another bucket",
          remedy: awsCommand(ask.region, "s3api delete-bucket-analytics-configuration", {
            bucket: Bucket,
            id: Id,
          }),
        }));
    },
  };
}

function metrics(bucket: Resource, resources: Resources): Question {
  const Bucket = text(bucket, "bucket");
  const known = resources.known("aws_s3_bucket_metric", "name", { bucket: Bucket });
  return {
    address: bucket.address,
    find: async (ask) => {
      const found = await ask.all(
        "s3:GetMetricsConfiguration",
        S3Client,
        async (client, ContinuationToken, options) => {
          const input = { Bucket, ContinuationToken };
          const answer = await client.send(
            new ListBucketMetricsConfigurationsCommand(input),
            options,
          );
          return [answer.MetricsConfigurationList, answer.NextContinuationToken];
        },
      );
      return found
        .filter(({ Id }) => !known.has(Id))
        .map(({ Id = "" }) => ({
          path: `metrics[id=${Id}]`,
          what: "Metrics of requests, which are paid for",
          remedy: awsCommand(ask.region, "s3api delete-bucket-metrics-configuration", {
            bucket: Bucket,
            id: Id,
          }),
        }));
    },
  };
}

function tierings(bucket: Resource, resources: Resources): Question {
  const Bucket = text(bucket, "bucket");
  const known = resources.known("aws_s3_bucket_intelligent_tiering_configuration", "name", {
    bucket: Bucket,
  });
  return {
    address: bucket.address,
    find: async (ask) => {
      const found = await ask.all(
        "s3:GetIntelligentTieringConfiguration",
        S3Client,
        async (client, ContinuationToken, options) => {
          const input = { Bucket, ContinuationToken };
          const command = new ListBucketIntelligentTieringConfigurationsCommand(input);
          const answer = await client.send(command, options);
          return [answer.IntelligentTieringConfigurationList, answer.NextContinuationToken];
        },
      );
      return found
        .filter(({ Id }) => !known.has(Id))
        .map(({ Id = "" }) => ({
          path: `intelligent_tiering[id=${Id}]`,
          what: "An intelligent tiering, which may move objects to an archive",
          remedy: awsCommand(ask.region, "s3api delete-bucket-intelligent-tiering-configuration", {
            bucket: Bucket,
            id: Id,
          }),
        }));
    },
  };
}
