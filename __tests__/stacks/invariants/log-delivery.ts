import { isDeepStrictEqual } from "node:util";
import { account, type Region } from "../../../src/systems/configuration/account";
import { loadFoundations } from "../../../src/systems/foundation/foundations";
import { regionNamesOf } from "../../../src/systems/foundation/names";
import type { Configuration, Resource, SynthesizedStack } from "../../support/synthesized";
import { edit, list, settings, statements } from "./buckets";
import { failing, type Invariant } from "./invariant";

const us = account.id;
const regionOf = (stack: SynthesizedStack): Region => stack.json.provider.aws[0].region;

/** The bucket of a name. */
function bucketNamed(stack: SynthesizedStack, name: string): Resource | undefined {
  return stack
    .resources()
    .find(({ type, configuration }) => type === "aws_s3_bucket" && configuration.bucket === name);
}

/** Whether a bucket is the region's foundation's, where its own flow log needs the same. */
const isElsewhere = (stack: SynthesizedStack, arn: unknown) =>
  bucketNamed(stack, regionNamesOf(regionOf(stack)).logBucket) === undefined &&
  arn === `arn:aws:s3:::${regionNamesOf(regionOf(stack)).logBucket}`;

/** What a bucket's settings of one type say, in one list. */
function inBucket<Part>(
  stack: SynthesizedStack,
  name: string,
  type: string,
  parts: (setting: Configuration) => Part[],
): Part[] {
  const bucket = bucketNamed(stack, name);
  return bucket === undefined ? [] : settings(stack, bucket.address, type).flatMap(parts);
}

/** Whether a bucket's policy holds a statement, to the letter. */
function grants(stack: SynthesizedStack, name: string, wanted: Configuration): boolean {
  return inBucket(stack, name, "aws_s3_bucket_policy", statements).some((each) =>
    isDeepStrictEqual(
      { ...each, Action: list(each.Action), Resource: list(each.Resource) },
      { ...wanted, Effect: "Allow" },
    ),
  );
}

/** How long a bucket keeps what is under a prefix, for each rule that says so. */
function daysOf(stack: SynthesizedStack, name: string, prefix: string): number[] {
  const rules = inBucket(stack, name, "aws_s3_bucket_lifecycle_configuration", ({ rule }) => rule);
  return (rules as Configuration[])
    .filter(({ status }) => status === "Enabled")
    .filter(({ filter: [filter] }) => prefix.startsWith(filter.prefix ?? ""))
    .flatMap(({ expiration = [] }) => expiration)
    .flatMap(({ days = [] }) => days);
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html */
function flowLogStatements(bucketArn: string, region: string): readonly Configuration[] {
  const ofUs = { "aws:SourceAccount": us };
  const ArnLike = { "aws:SourceArn": `arn:aws:logs:${region}:${us}:*` };
  const Principal = { Service: "delivery.logs.amazonaws.com" };
  return [
    {
      Sid: "AWSLogDeliveryWrite",
      Principal,
      Action: ["s3:PutObject"],
      Resource: [`${bucketArn}/AWSLogs/${us}/*`],
      Condition: {
        StringEquals: { ...ofUs, "s3:x-amz-acl": "bucket-owner-full-control" },
        ArnLike,
      },
    },
    {
      Sid: "AWSLogDeliveryAclCheck",
      Principal,
      Action: ["s3:GetBucketAcl"],
      Resource: [bucketArn],
      Condition: { StringEquals: ofUs, ArnLike },
    },
  ];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html */
function accessLogStatement(stack: SynthesizedStack, logging: Configuration): Configuration {
  const source = stack
    .resources()
    .find(
      ({ type, address }) => type === "aws_s3_bucket" && logging.bucket === `\${${address}.id}`,
    );
  return {
    Sid: "S3ServerAccessLogs",
    Principal: { Service: "logging.s3.amazonaws.com" },
    Action: ["s3:PutObject"],
    Resource: [`arn:aws:s3:::${logging.target_bucket}/${logging.target_prefix}*`],
    Condition: {
      StringEquals: { "aws:SourceAccount": us },
      ArnLike: { "aws:SourceArn": `arn:aws:s3:::${source?.configuration.bucket}` },
    },
  };
}

const bySid = (all: Configuration[], sid: string) =>
  all.find(({ Sid }) => Sid === sid) as Configuration;

const without = (sid: string) =>
  edit((all) => {
    all.splice(all.indexOf(bySid(all, sid)), 1);
  });

/** Changes the lifecycle rule of an id, in the log bucket. */
const editRule = (id: string, change: (rule: Configuration, all: Configuration[]) => void) => {
  return (stack: SynthesizedStack) => {
    const { rule: all } = stack.named(
      "aws_s3_bucket_lifecycle_configuration",
      "log-bucket/bucket/lifecycle",
    );
    change(
      all.find((each: Configuration) => each.id === id),
      all,
    );
  };
};

/** Ways in which the expiry of a kind of log can be wrong; `days` are another kind's. */
function wrongExpiries(id: string, days: number, said: string): Invariant["breaches"] {
  return [
    [editRule(id, (rule) => Object.assign(rule, { expiration: [{ days }] })), said],
    [editRule(id, (rule) => Object.assign(rule, { status: "Disabled" })), said],
    [editRule(id, (rule, all) => all.splice(all.indexOf(rule), 1)), said],
    [editRule(id, (rule, all) => all.push({ ...rule, filter: [{}] })), said],
  ];
}

export const logDelivery: readonly Invariant[] = [
  {
    name: "what writes into the log bucket waits for its policy, or AWS would write its own",
    violations: (stack) =>
      failing(
        stack,
        ["aws_flow_log", "aws_s3_bucket_logging"],
        ({ log_destination: arn, depends_on: waitedFor }) =>
          isElsewhere(stack, arn) ||
          waitedFor?.some((address: string) =>
            address.startsWith("aws_s3_bucket_policy.log-bucket_"),
          ),
      ),
    breaches: [
      [(stack) => delete stack.only("aws_flow_log").depends_on, "aws_flow_log"],
      [(stack) => delete stack.only("aws_s3_bucket_logging").depends_on, "aws_s3_bucket_logging"],
    ],
  },
  {
    name: "a flow log holds refused traffic, as files in the log bucket, without anything left to AWS's defaults",
    violations: (stack) =>
      failing(
        stack,
        ["aws_flow_log"],
        ({ destination_options: options, ...flowLog }) =>
          flowLog.traffic_type === "REJECT" &&
          flowLog.log_destination_type === "s3" &&
          flowLog.log_destination === `arn:aws:s3:::${regionNamesOf(regionOf(stack)).logBucket}` &&
          ["file_format", "hive_compatible_partitions", "per_hour_partition"].every(
            (option) => options?.[option] !== undefined,
          ),
      ),
    breaches: [
      { traffic_type: "ALL" },
      { log_destination_type: "cloud-watch-logs" },
      { log_destination: "arn:aws:s3:::another" },
      { destination_options: undefined },
    ].map((change) => [
      (stack) => Object.assign(stack.only("aws_flow_log"), change),
      "aws_flow_log",
    ]),
  },
  {
    name: "a bucket for flow logs has AWS's own two statements, or AWS puts its policy in place of ours",
    violations: (stack) =>
      failing(stack, ["aws_flow_log"], ({ log_destination_type: type, log_destination: arn }) => {
        if (type !== "s3" || isElsewhere(stack, arn)) return true;
        const name = arn.replace("arn:aws:s3:::", "");
        return flowLogStatements(arn, regionOf(stack)).every((each) => grants(stack, name, each));
      }),
    breaches: [
      [without("AWSLogDeliveryWrite"), "aws_flow_log"],
      [without("AWSLogDeliveryAclCheck"), "aws_flow_log"],
      ...["AWSLogDeliveryWrite", "AWSLogDeliveryAclCheck"].flatMap((sid) =>
        [
          (each: Configuration) => Object.assign(each, { Sid: "Ours" }),
          (each: Configuration) => Object.assign(each, { Effect: "Deny" }),
          (each: Configuration) =>
            Object.assign(each, { Principal: { Service: "logging.s3.amazonaws.com" } }),
          (each: Configuration) => Object.assign(each, { Action: ["s3:GetObject"] }),
          (each: Configuration) => Object.assign(each, { Resource: "arn:aws:s3:::another" }),
          ({ Condition }: Configuration) => delete Condition.StringEquals["aws:SourceAccount"],
          ({ Condition }: Configuration) =>
            Object.assign(Condition.ArnLike, { "aws:SourceArn": `arn:aws:logs:eu-west-1:${us}:*` }),
        ].map((change): Invariant["breaches"][number] => [
          edit((all) => change(bySid(all, sid))),
          "aws_flow_log",
        ]),
      ),
      [
        edit((all) => {
          const { Condition } = bySid(all, "AWSLogDeliveryWrite");
          delete Condition.StringEquals["s3:x-amz-acl"];
        }),
        "aws_flow_log",
      ],
    ],
  },
  {
    name: "a bucket for access logs lets S3 write those of that one bucket, under their prefix",
    violations: (stack) =>
      failing(stack, ["aws_s3_bucket_logging"], (logging) =>
        grants(stack, logging.target_bucket, accessLogStatement(stack, logging)),
      ),
    breaches: [
      [without("S3ServerAccessLogs"), "aws_s3_bucket_logging"],
      [
        (stack) =>
          Object.assign(stack.only("aws_s3_bucket_logging"), { target_prefix: "elsewhere/" }),
        "aws_s3_bucket_logging",
      ],
      ...[
        (each: Configuration) =>
          Object.assign(each, { Principal: { Service: "delivery.logs.amazonaws.com" } }),
        ({ Condition }: Configuration) =>
          Object.assign(Condition.ArnLike, { "aws:SourceArn": "arn:aws:s3:::another" }),
        ({ Condition }: Configuration) => delete Condition.StringEquals,
      ].map((change): Invariant["breaches"][number] => [
        edit((all) => change(bySid(all, "S3ServerAccessLogs"))),
        "aws_s3_bucket_logging",
      ]),
    ],
  },
  {
    name: "flow logs are kept as long as the region has decided, by one rule",
    violations: (stack) =>
      failing(stack, ["aws_flow_log"], ({ log_destination: arn }) => {
        if (isElsewhere(stack, arn)) return true;
        const days = daysOf(stack, arn.replace("arn:aws:s3:::", ""), `AWSLogs/${us}/`);
        const { flowLogRetention } = loadFoundations()[regionOf(stack)];
        return isDeepStrictEqual(days, [flowLogRetention.days]);
      }),
    breaches: wrongExpiries("flow-logs", 400, "aws_flow_log"),
  },
  {
    name: "access logs are kept as long as the region has decided, by one rule",
    violations: (stack) =>
      failing(stack, ["aws_s3_bucket_logging"], ({ target_bucket: name, target_prefix }) => {
        const { stateAccessLogRetention } = loadFoundations()[regionOf(stack)];
        return isDeepStrictEqual(daysOf(stack, name, target_prefix), [
          stateAccessLogRetention.days,
        ]);
      }),
    breaches: wrongExpiries("state-access", 90, "aws_s3_bucket_logging"),
  },
];
