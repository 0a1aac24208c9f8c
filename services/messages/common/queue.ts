import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { patience } from "./patience";

/** A message in hand: nobody else gets it until its visibility timeout is over. */
export interface Delivery {
  readonly messageId: string;
  readonly receipt: string;
  readonly body: string;
  /** How often it was delivered, this time included. */
  readonly receives: number;
}

/** The most that SQS hands out at once. */
const batchSize = 10;

/**
 * A standard queue: it delivers each message at least once.
 *
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues.html
 */
export class Queue {
  readonly #client: SQSClient;

  constructor(
    region: string,
    private readonly url: string,
  ) {
    this.#client = new SQSClient({ region, ...patience });
  }

  async send(body: string): Promise<void> {
    await this.#client.send(new SendMessageCommand({ QueueUrl: this.url, MessageBody: body }));
  }

  /** @param waitSeconds how long an empty queue is listened to, at most 20 */
  async receive(waitSeconds: number): Promise<Delivery[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: this.url,
      MaxNumberOfMessages: batchSize,
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ["ApproximateReceiveCount"],
    });
    const { requestTimeout } = patience.requestHandler;
    const { Messages = [] } = await this.#client.send(command, {
      requestTimeout: waitSeconds * 1_000 + requestTimeout,
    });
    return Messages.map(deliveryOf);
  }

  /**
   * Nobody gets them any more.
   *
   * @param deliveries of one call of `receive`
   * @throws Error where SQS has not deleted all of them
   */
  async delete(deliveries: readonly Delivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    const command = new DeleteMessageBatchCommand({
      QueueUrl: this.url,
      Entries: deliveries.map(({ receipt }, index) => ({
        Id: String(index),
        ReceiptHandle: receipt,
      })),
    });
    const { Failed = [] } = await this.#client.send(command);
    if (Failed.length > 0) throw new Error(`${Failed.length} not deleted: ${Failed[0]?.Code}`);
  }

  /**
   * Nobody else gets them for so many seconds from now; somebody does at once with 0.
   *
   * @param deliveries of one call of `receive`
   * @throws Error where SQS has not hidden all of them
   */
  async hide(deliveries: readonly Delivery[], seconds: number): Promise<void> {
    if (deliveries.length === 0) return;
    const command = new ChangeMessageVisibilityBatchCommand({
      QueueUrl: this.url,
      Entries: deliveries.map(({ receipt }, index) => ({
        Id: String(index),
        ReceiptHandle: receipt,
        VisibilityTimeout: seconds,
      })),
    });
    const { Failed = [] } = await this.#client.send(command);
    if (Failed.length > 0) throw new Error(`${Failed.length} not hidden: ${Failed[0]?.Code}`);
  }

  /** For how long a delivered message is hidden from others, in seconds. */
  async visibilitySeconds(): Promise<number> {
    const command = new GetQueueAttributesCommand({
      QueueUrl: this.url,
      AttributeNames: ["VisibilityTimeout"],
    });
    const { Attributes } = await this.#client.send(command);
    return Number(Attributes?.VisibilityTimeout);
  }

  end(): void {
    this.#client.destroy();
  }
}

function deliveryOf(message: Message): Delivery {
  return {
    messageId: message.MessageId ?? "",
    receipt: message.ReceiptHandle ?? "",
    body: message.Body ?? "",
    receives: Number(message.Attributes?.ApproximateReceiveCount ?? 1),
  };
}
