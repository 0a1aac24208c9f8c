import { describe, expect, it } from "vitest";
import { LogBucket } from "../../../../src/constructs/storage/log-bucket";
import { StateBucket } from "../../../../src/constructs/storage/state-bucket";
import { type Configuration, synthesize } from "../../../support/synthesized";

interface Changes {
  readonly flowLogDays?: number;
  readonly stateAccessDays?: number;
  readonly oldVersionDays?: number;
  readonly preventDestroy?: boolean;
}

function buckets(changes: Changes = {}) {
  const { flowLogDays = 90, stateAccessDays = 400 } = changes;
  const { oldVersionDays = 30, preventDestroy = true } = changes;
  return synthesize((stack) => {
    const logBucket = new LogBucket(stack, "log-bucket", {
      name: "some-logs",
      account: "111122223333",
      region: "us-east-1",
      oldVersionDays,
      preventDestroy,
      loadBalancers: [{ id: "shop", prefixes: ["shop/access", "shop/connection"], days: 731 }],
      flowLogs: { days: flowLogDays },
      stateAccess: { prefix: "state-access/", bucket: "some-states", days: stateAccessDays },
    });
    new StateBucket(stack, "state-bucket", {
      name: "some-states",
      oldVersionDays,
      preventDestroy,
      logBucket,
      logPrefix: "state-access/",
    });
  });
}

describe("the log bucket", () => {
  const { policy } = buckets().named("aws_s3_bucket_policy", "log-bucket/bucket/policy");
  const byService = (service: string): Configuration[] =>
    JSON.parse(policy).Statement.filter(({ Principal }: any) => Principal.Service === service);

  it("lets load balancers write as AWS documents it, under their prefixes", () => {
    expect(byService("logdelivery.elasticloadbalancing.amazonaws.com")).toEqual([
      {
        Sid: "LoadBalancerLogs",
        Effect: "Allow",
        Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
        Action: ["s3:PutObject"],
        Resource: ["access", "connection"].map(
          (kind) => `arn:aws:s3:::some-logs/shop/${kind}/AWSLogs/111122223333/*`,
        ),
      },
    ]);
  });

  it("lets flow logs be written as AWS would have it, or AWS would overwrite the policy", () => {
    const source = { "aws:SourceAccount": "111122223333" };
    const logs = { ArnLike: { "aws:SourceArn": "arn:aws:logs:us-east-1:111122223333:*" } };
    expect(byService("delivery.logs.amazonaws.com")).toMatchObject([
      {
        Action: ["s3:PutObject"],
        Resource: "arn:aws:s3:::some-logs/AWSLogs/111122223333/*",
        Condition: {
          StringEquals: { ...source, "s3:x-amz-acl": "bucket-owner-full-control" },
          ...logs,
        },
      },
      {
        Action: ["s3:GetBucketAcl"],
        Resource: "arn:aws:s3:::some-logs",
        Condition: { StringEquals: source, ...logs },
      },
    ]);
  });

  it("lets S3 write who reached the state bucket, and no other one", () => {
    expect(byService("logging.s3.amazonaws.com")).toMatchObject([
      {
        Resource: "arn:aws:s3:::some-logs/state-access/*",
        Condition: {
          StringEquals: { "aws:SourceAccount": "111122223333" },
          ArnLike: {
            "aws:SourceArn": "arn:aws:s3:::some-states",
          },
        },
      },
    ]);
  });

  it("keeps each kind of log as long as is written", () => {
    const { rule } = buckets({
      flowLogDays: 400,
      stateAccessDays: 500,
      oldVersionDays: 9,
    }).named("aws_s3_bucket_lifecycle_configuration", "log-bucket/bucket/lifecycle");
    const [old, ...expirations] = rule;
    expect(old.noncurrent_version_expiration).toEqual([{ noncurrent_days: 9 }]);
    expect(
      expirations.map(({ filter, expiration }: any) => [filter[0].prefix, expiration[0].days]),
    ).toEqual([
      ["shop/", 731],
      ["AWSLogs/111122223333/", 400],
      ["state-access/", 500],
    ]);
  });
});

describe("the state bucket", () => {
  it("can be brought back as long as is written, and never expires", () => {
    const { rule } = buckets({ oldVersionDays: 77 }).named(
      "aws_s3_bucket_lifecycle_configuration",
      "state-bucket/bucket/lifecycle",
    );
    expect(rule).toHaveLength(1);
    expect(rule[0].noncurrent_version_expiration).toEqual([{ noncurrent_days: 77 }]);
    expect(rule[0].expiration).toEqual([{ expired_object_delete_marker: true }]);
  });

  it("is logged into the log bucket, by the time of the event", () => {
    expect(buckets().only("aws_s3_bucket_logging")).toMatchObject({
      target_bucket: "some-logs",
      target_prefix: "state-access/",
      target_object_key_format: { partitioned_prefix: { partition_date_source: "EventTime" } },
    });
  });
});

it("buckets can be destroyed once that protection is given up", () => {
  for (const bucket of buckets({ preventDestroy: false }).ofType("aws_s3_bucket"))
    expect(bucket.lifecycle.prevent_destroy).toBe(false);
});
