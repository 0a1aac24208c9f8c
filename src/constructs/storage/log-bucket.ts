import { Construct } from "constructs";
import { account } from "../../systems/configuration/account";
import type { Foundation } from "../../systems/foundation/foundation";
import type { RegionNames } from "../../systems/foundation/names";
import type { Environment } from "../../systems/test-app/environment";
import { namesOf } from "../../systems/test-app/names";
import type { PolicyStatement } from "../security/policy-document";
import { bucketArn, PrivateBucket } from "./private-bucket";

export interface LogBucketProps {
  readonly settings: Pick<
    Foundation,
    | "region"
    | "flowLogRetention"
    | "stateAccessLogRetention"
    | "deletedLogRecoveryDays"
    | "destructionProtection"
  >;
  readonly names: RegionNames;
  /** The region's environments, whose load balancers write here. */
  readonly environments: readonly Pick<Environment, "id" | "region" | "retention">[];
}

/** What AWS's log delivery makes of a bucket without a folder. */
const flowLogPrefix = `AWSLogs/${account.id}/`;

/**
 * The region's bucket for logs that AWS delivers: requests and connections of each environment's load
 * balancer under the environment's id, refused traffic of the default VPC, and who touched the states. Each
 * service may write under its own prefix and nowhere else, and each kind of log has its own end.
 *
 * Load balancers and S3 itself write only to a bucket that S3 encrypts with its own keys. The bucket's own
 * accesses aren't logged: each log file would be an entry in the next one.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export class LogBucket extends Construct {
  public readonly name: string;
  /** What writes here depends on it: AWS checks, or changes, the policy as soon as a log is turned on. */
  public readonly policy: PrivateBucket["policy"];

  constructor(scope: Construct, id: string, { settings, names, environments }: LogBucketProps) {
    super(scope, id);

    const { policy } = new PrivateBucket(this, "bucket", {
      settings,
      name: names.logBucket,
      oldVersionDays: settings.deletedLogRecoveryDays,
      expirations: [
        ...environments.map(({ id, retention: { logs } }) => ({
          id,
          prefix: `${id}/`,
          days: logs.days,
        })),
        { id: "flow-logs", prefix: flowLogPrefix, days: settings.flowLogRetention.days },
        {
          id: "state-access",
          prefix: names.stateAccessLogPrefix,
          days: settings.stateAccessLogRetention.days,
        },
      ],
      statements: [
        loadBalancerLogs(names, environments),
        ...flowLogs(names, settings.region),
        stateAccessLogs(names),
      ],
    });

    this.name = names.logBucket;
    this.policy = policy;
  }
}

/** Without a condition, as in AWS's example: the account in the path is what keeps others out. */
function loadBalancerLogs(
  { logBucket }: RegionNames,
  environments: LogBucketProps["environments"],
): PolicyStatement {
  const prefixes = environments.flatMap((environment) => {
    const { accessLogPrefix, connectionLogPrefix } = namesOf(environment);
    return [accessLogPrefix, connectionLogPrefix];
  });
  return {
    Sid: "LoadBalancerLogs",
    Effect: "Allow",
    Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
    Action: ["s3:PutObject"],
    Resource: prefixes.map((prefix) => `${bucketArn(logBucket)}/${prefix}/AWSLogs/${account.id}/*`),
  };
}

/**
 * As AWS writes them. Without these two AWS puts its own policy in this one's place when the flow log is
 * made, and no plan would be empty again.
 */
function flowLogs({ logBucket }: RegionNames, region: string): PolicyStatement[] {
  const source = {
    StringEquals: { "aws:SourceAccount": account.id },
    ArnLike: { "aws:SourceArn": `arn:aws:logs:${region}:${account.id}:*` },
  };
  const delivery = { Service: "delivery.logs.amazonaws.com" };
  return [
    {
      Sid: "AWSLogDeliveryWrite",
      Effect: "Allow",
      Principal: delivery,
      Action: ["s3:PutObject"],
      Resource: `${bucketArn(logBucket)}/${flowLogPrefix}*`,
      Condition: {
        ...source,
        StringEquals: { ...source.StringEquals, "s3:x-amz-acl": "bucket-owner-full-control" },
      },
    },
    {
      Sid: "AWSLogDeliveryAclCheck",
      Effect: "Allow",
      Principal: delivery,
      Action: ["s3:GetBucketAcl"],
      Resource: bucketArn(logBucket),
      Condition: source,
    },
  ];
}

function stateAccessLogs({ logBucket, stateBucket, stateAccessLogPrefix }: RegionNames) {
  return {
    Sid: "S3ServerAccessLogs",
    Effect: "Allow",
    Principal: { Service: "logging.s3.amazonaws.com" },
    Action: ["s3:PutObject"],
    Resource: `${bucketArn(logBucket)}/${stateAccessLogPrefix}*`,
    Condition: {
      StringEquals: { "aws:SourceAccount": account.id },
      ArnLike: { "aws:SourceArn": bucketArn(stateBucket) },
    },
  } as const satisfies PolicyStatement;
}
