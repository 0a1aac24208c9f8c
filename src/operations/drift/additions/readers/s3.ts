import {
  GetBucketAclCommand,
  GetBucketNotificationConfigurationCommand,
  ListBucketAnalyticsConfigurationsCommand,
  ListBucketIntelligentTieringConfigurationsCommand,
  ListBucketInventoryConfigurationsCommand,
  ListBucketMetricsConfigurationsCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { awsCommand } from "../aws-command";
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
      onlyGrant(bucket, resources),
      notifications(bucket, resources),
      inventories(bucket, resources),
      analytics(bucket, resources),
      metrics(bucket, resources),
      tierings(bucket, resources),
    ]);

/**
 * The plan shows the grants of a bucket, and not whose it is. Of several grants, it tells those that aren't the owner's;
 * a single one may be another account's.
 */
function onlyGrant(bucket: Resource, resources: Resources): Question {
  const Bucket = text(bucket, "bucket");
  const isOfCode = resources.known("aws_s3_bucket_acl", "bucket").has(Bucket);
  return {
    address: bucket.address,
    find: async (ask) => {
      if (isOfCode) return [];
      const { Owner, Grants = [] } = await ask.one("s3:GetBucketAcl", S3Client, (client, options) =>
        client.send(new GetBucketAclCommand({ Bucket }), options),
      );
      const grantees = new Set(Grants.map(({ Grantee }) => Grantee?.ID ?? Grantee?.URI));
      if (grantees.size !== 1 || grantees.has(Owner?.ID)) return [];
      return [...grantees].map((grantee) => ({
        path: `grant[${grantee}]`,
        content: Grants,
        what: `A grant of the bucket's access list: ${grantee} has ${Grants.map(({ Permission }) => Permission).join(", ")}, and isn't its owner`,
        remedy: awsCommand(ask.region, "s3api put-bucket-acl", { bucket: Bucket, acl: "private" }),
      }));
    },
  };
}

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
        ...(found.TopicConfigurations ?? []).map((each) => ({ ...each, to: each.TopicArn })),
        ...(found.QueueConfigurations ?? []).map((each) => ({ ...each, to: each.QueueArn })),
        ...(found.LambdaFunctionConfigurations ?? []).map((each) => ({
          ...each,
          to: each.LambdaFunctionArn,
        })),
        ...(found.EventBridgeConfiguration ? [{ Id: "EventBridge", to: "EventBridge" }] : []),
      ];
      return told.map(({ Id = "", to, ...rest }) => ({
        path: `notification[id=${Id}]`,
        content: [to, rest],
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
        .map(({ Id = "", ...inventory }) => ({
          path: `inventory[id=${Id}]`,
          content: inventory,
          what: `An inventory, which writes the names of the objects to ${inventory.Destination?.S3BucketDestination?.Bucket}`,
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
        .map(({ Id = "", ...rest }) => ({
          path: `analytics[id=${Id}]`,
          content: rest,
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
        .map(({ Id = "", ...rest }) => ({
          path: `metrics[id=${Id}]`,
          content: rest,
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
        .map(({ Id = "", ...rest }) => ({
          path: `intelligent_tiering[id=${Id}]`,
          content: rest,
          what: "An intelligent tiering, which may move objects to an archive",
          remedy: awsCommand(ask.region, "s3api delete-bucket-intelligent-tiering-configuration", {
            bucket: Bucket,
            id: Id,
          }),
        }));
    },
  };
}
