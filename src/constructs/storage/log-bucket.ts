import { Construct } from "constructs";
import { allow, type PolicyStatement } from "../security/policy-document";
import { bucketArn, PrivateBucket } from "./private-bucket";

/** A load balancer's logs, which have a folder of their own. */
export interface LoadBalancerLogs {
  /** Of the rule that ends them, and name of the folder, such as `production-us-east-1`. */
  readonly id: string;
  /** What the load balancer is told to write under, such as `production-us-east-1/access`. */
  readonly prefixes: readonly string[];
  /** How long they are kept. */
  readonly days: number;
}

export interface LogBucketProps {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** How long a log file that was deleted, or that is too old, can still be brought back. */
  readonly oldVersionDays: number;
  readonly preventDestroy: boolean;
  /** Who writes here, and how long what they write is kept. */
  readonly loadBalancers: readonly LoadBalancerLogs[];
  readonly flowLogs: { readonly days: number };
  readonly stateAccess: {
    readonly prefix: string;
    /** The bucket whose accesses are logged. */
    readonly bucket: string;
    readonly days: number;
  };
}

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

  constructor(scope: Construct, id: string, props: LogBucketProps) {
    super(scope, id);

    const { stateAccess } = props;
    const { policy } = new PrivateBucket(this, "bucket", {
      name: props.name,
      preventDestroy: props.preventDestroy,
      isAdopted: true,
      oldVersionDays: props.oldVersionDays,
      expirations: [
        ...props.loadBalancers.map(({ id, days }) => ({ id, prefix: `${id}/`, days })),
        { id: "flow-logs", prefix: flowLogPrefix(props.account), days: props.flowLogs.days },
        { id: "state-access", prefix: stateAccess.prefix, days: stateAccess.days },
      ],
      statements: [loadBalancerLogs(props), ...flowLogs(props), stateAccessLogs(props)],
      acceptedFindings: {
        CKV_AWS_18: "each log file would be an entry in the next one",
        CKV_AWS_145: "load balancers and S3 itself write to buckets with S3's own keys alone",
      },
    });

    this.name = props.name;
    this.policy = policy;
  }
}

/** What AWS's log delivery makes of a bucket without a folder. */
function flowLogPrefix(account: string): string {
  return `AWSLogs/${account}/`;
}

/** Without a condition, as in AWS's example: the account in the path is what keeps others out. */
function loadBalancerLogs({ name, account, loadBalancers }: LogBucketProps): PolicyStatement {
  return allow("LoadBalancerLogs", {
    Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
    Action: ["s3:PutObject"],
    Resource: loadBalancers
      .flatMap(({ prefixes }) => prefixes)
      .map((prefix) => `${bucketArn(name)}/${prefix}/AWSLogs/${account}/*`),
  });
}

/**
 * As AWS writes them. Without these two AWS puts its own policy in this one's place when the flow log is
 * made, and no plan would be empty again.
 */
function flowLogs({ name, account, region }: LogBucketProps): PolicyStatement[] {
  const source = {
    StringEquals: { "aws:SourceAccount": account },
    ArnLike: { "aws:SourceArn": `arn:aws:logs:${region}:${account}:*` },
  };
  const delivery = { Service: "delivery.logs.amazonaws.com" };
  return [
    allow("AWSLogDeliveryWrite", {
      Principal: delivery,
      Action: ["s3:PutObject"],
      Resource: `${bucketArn(name)}/${flowLogPrefix(account)}*`,
      Condition: {
        ...source,
        StringEquals: { ...source.StringEquals, "s3:x-amz-acl": "bucket-owner-full-control" },
      },
    }),
    allow("AWSLogDeliveryAclCheck", {
      Principal: delivery,
      Action: ["s3:GetBucketAcl"],
      Resource: bucketArn(name),
      Condition: source,
    }),
  ];
}

function stateAccessLogs({ name, account, stateAccess }: LogBucketProps) {
  return allow("S3ServerAccessLogs", {
    Principal: { Service: "logging.s3.amazonaws.com" },
    Action: ["s3:PutObject"],
    Resource: `${bucketArn(name)}/${stateAccess.prefix}*`,
    Condition: {
      StringEquals: { "aws:SourceAccount": account },
      ArnLike: { "aws:SourceArn": bucketArn(stateAccess.bucket) },
    },
  });
}
