import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { SqsQueueRedriveAllowPolicy } from "@cdktf/provider-aws/lib/sqs-queue-redrive-allow-policy";
import { SqsQueueRedrivePolicy } from "@cdktf/provider-aws/lib/sqs-queue-redrive-policy";
import { Construct } from "constructs";
import { deny, policyDocument } from "../security/policy-document";

export interface QueueProps {
  readonly name: string;
  /** Of the queue that messages go to which nobody could handle. */
  readonly deadLetterName: string;
  /** Id of the account, the only one that reaches them. */
  readonly account: string;
  /** How long nobody else gets a message that somebody has received. */
  readonly visibilityTimeoutSeconds: number;
  /** How often a message is delivered before it goes to the dead-letter queue. */
  readonly receives: number;
  /** How long a message waits in the queue, and from there on in the dead-letter queue, which keeps it longer. */
  readonly retentionDays: number;
  readonly deadLetterRetentionDays: number;
  readonly preventDestroy: boolean;
}

const secondsPerDay = 86_400;

/**
 * A standard queue, and a dead-letter queue that takes messages of this one alone. Both are encrypted with SQS's own
 * keys, and reached over TLS from this account only.
 *
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html
 */
export class Queue extends Construct {
  public readonly url: string;
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: QueueProps) {
    super(scope, id);

    const queue = this.queue("this", props, {
      name: props.name,
      visibilityTimeoutSeconds: props.visibilityTimeoutSeconds,
      messageRetentionSeconds: props.retentionDays * secondsPerDay,
    });
    const deadLetters = this.queue("dead-letters", props, {
      name: props.deadLetterName,
      messageRetentionSeconds: props.deadLetterRetentionDays * secondsPerDay,
    });
    new SqsQueueRedrivePolicy(this, "redrive", {
      queueUrl: queue.url,
      redrivePolicy: JSON.stringify({
        deadLetterTargetArn: deadLetters.arn,
        maxReceiveCount: props.receives,
      }),
    });
    new SqsQueueRedriveAllowPolicy(this, "redrive-allow", {
      queueUrl: deadLetters.url,
      redriveAllowPolicy: JSON.stringify({
        redrivePermission: "byQueue",
        sourceQueueArns: [queue.arn],
      }),
    });

    this.url = queue.url;
    this.arn = queue.arn;
  }

  private queue(
    id: string,
    { account, preventDestroy }: QueueProps,
    config: { name: string; visibilityTimeoutSeconds?: number; messageRetentionSeconds: number },
  ): SqsQueue {
    const queue = new SqsQueue(this, id, {
      ...config,
      sqsManagedSseEnabled: true,
      lifecycle: { preventDestroy },
    });
    const all = { Principal: "*", Action: ["sqs:*"], Resource: queue.arn } as const;
    new SqsQueuePolicy(this, `${id}-policy`, {
      queueUrl: queue.url,
      policy: policyDocument([
        deny("OnlyOverTls", { ...all, Condition: { Bool: { "aws:SecureTransport": "false" } } }),
        deny("RefuseOtherAccounts", {
          ...all,
          Condition: { StringNotEquals: { "aws:PrincipalAccount": account } },
        }),
      ]),
    });
    return queue;
  }
}
