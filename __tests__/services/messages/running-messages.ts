import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { bundle } from "../../../services/bundle";
import type { Bucket } from "../../e2e/drift/bucket";
import { MotoServer } from "../../e2e/drift/moto-server";
import { Program } from "../../e2e/drift/program";
import { until } from "../../e2e/drift/until";
import { RunningService } from "../running-service";
import { ElasticMq } from "./elasticmq";
import { Gate } from "./gate";

export const services = ["producer", "consumer"] as const;

const region = "us-west-2";
const tokenParameter = "/messages-production/token";

/** How often a message is delivered before it goes to the dead-letter queue. */
export const mostReceives = 3;

/** How long one that was delivered is hidden, in seconds. For half of it a busy machine may stall. */
const visibilitySeconds = 6;

/** A queue with its dead-letter queue, a bucket, a token, and the programs as the images hold them. */
export class RunningMessages implements AsyncDisposable {
  private constructor(
    private readonly folder: string,
    private readonly queues: ElasticMq,
    private readonly moto: MotoServer,
    readonly bucket: Bucket,
    readonly queueUrl: string,
    readonly deadLettersUrl: string,
    /** Before S3. */
    readonly s3: Gate,
    /** Before SQS. */
    readonly sqs: Gate,
    /** Before SSM. */
    readonly ssm: Gate,
  ) {}

  static async prepare(): Promise<RunningMessages> {
    const folder = mkdtempSync(path.join(tmpdir(), "messages-"));
    for (const name of services) await bundle("messages", name, path.join(folder, name));
    const queues = await ElasticMq.start();
    const moto = await MotoServer.start();
    const deadLettersUrl = await queues.createQueue("dead-letters");
    const deadLetterTargetArn = await attributeOf(queues, deadLettersUrl, "QueueArn");
    const queueUrl = await queues.createQueue("messages", {
      VisibilityTimeout: String(visibilitySeconds),
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: mostReceives }),
    });
    const bucket = await moto.createBucket("messages");
    const behind = [moto.url, queues.url, moto.url].map((url) => Gate.before(url));
    const gates = (await Promise.all(behind)) as [Gate, Gate, Gate];
    const made = [folder, queues, moto, bucket, queueUrl, deadLettersUrl, ...gates] as const;
    return new RunningMessages(...made);
  }

  async setToken(token: string): Promise<void> {
    const ssm = new SSMClient({ endpoint: this.moto.url, region, credentials });
    const value = { Name: tokenParameter, Value: token, Type: "SecureString" as const };
    await ssm.send(new PutParameterCommand({ ...value, Overwrite: true }));
    ssm.destroy();
  }

  async startProducer(other: NodeJS.ProcessEnv = {}): Promise<RunningService> {
    const variables = { ...this.variables(), TOKEN_PARAMETER: tokenParameter, ...other };
    const service = await RunningService.start(this.#file("producer"), variables);
    await service.becomeReady();
    return service;
  }

  /**
   * Returns once it listens to the queue. At its end it is told to end: the queue would give a message to one that was
   * killed while it listens.
   */
  async startConsumer(other: NodeJS.ProcessEnv = {}): Promise<RunningConsumer> {
    const env = { ...this.variables(), BUCKET: this.bucket.name, ...other };
    const program = new Program(process.execPath, [this.#file("consumer")], {
      cwd: tmpdir(),
      env: { POLL_INTERVAL_SECONDS: "1", ...env },
    });
    await until(() => {
      if (program.hasEnded) throw new Error(`${program.stdout}${program.stderr}`);
      return program.stdout.includes("listening") || undefined;
    });
    return new RunningConsumer(program, this.s3);
  }

  /** Puts a message on the queue past the producer. */
  async send(body: string): Promise<void> {
    const command = new SendMessageCommand({ QueueUrl: this.queueUrl, MessageBody: body });
    await this.queues.client.send(command);
  }

  /** How many messages a queue holds, in somebody's hand or not. */
  async count(url: string): Promise<number> {
    const names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
    const counts = names.map((name) => attributeOf(this.queues, url, name));
    return (await Promise.all(counts)).reduce((sum, count) => sum + Number(count), 0);
  }

  /** Waits until a queue holds so many. */
  async holds(url: string, count: number): Promise<void> {
    await until(async () => (await this.count(url)) === count || undefined);
  }

  /** Brings the dead letters back. */
  async redrive(): Promise<void> {
    const SourceArn = await attributeOf(this.queues, this.deadLettersUrl, "QueueArn");
    await this.queues.client.send(new StartMessageMoveTaskCommand({ SourceArn }));
  }

  /** Takes away what is in the queues and the bucket. */
  async empty(): Promise<void> {
    for (const gate of [this.s3, this.sqs, this.ssm]) gate.open();
    for (const QueueUrl of [this.queueUrl, this.deadLettersUrl])
      await this.queues.client.send(new PurgeQueueCommand({ QueueUrl }));
    for (const key of await this.bucket.list()) await this.bucket.remove(key);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const each of [this.s3, this.sqs, this.ssm, this.moto, this.queues])
      await each[Symbol.asyncDispose]();
    rmSync(this.folder, { recursive: true });
  }

  /** What the platform and AWS give a service, but for what its own are: here emulators. */
  variables() {
    return {
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_ENDPOINT_URL_S3: this.s3.url,
      AWS_ENDPOINT_URL_SQS: this.sqs.url,
      AWS_ENDPOINT_URL_SSM: this.ssm.url,
      // The SDK asks the host in this address.
      QUEUE_URL: this.queueUrl.replace(this.queues.url, this.sqs.url),
    };
  }

  #file(service: (typeof services)[number]): string {
    return path.join(this.folder, service, "start.js");
  }
}

const credentials = { accessKeyId: "test", secretAccessKey: "test" };

async function attributeOf(
  { client }: ElasticMq,
  QueueUrl: string,
  name: "QueueArn" | "ApproximateNumberOfMessages" | "ApproximateNumberOfMessagesNotVisible",
): Promise<string> {
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [name] });
  return (await client.send(command)).Attributes?.[name] ?? "";
}

export class RunningConsumer implements AsyncDisposable {
  constructor(
    readonly program: Program,
    private readonly s3: Gate,
  ) {}

  /** The lines of its log. */
  get log(): Record<string, unknown>[] {
    return this.program.stdout
      .split("\n")
      .filter((line) => line.endsWith("}"))
      .map((line) => JSON.parse(line));
  }

  /** Waits until it has written this. */
  async says(msg: string): Promise<void> {
    await until(() => this.log.some((line) => line.msg === msg) || undefined);
  }

  /** @returns the exit code */
  async end(): Promise<number | null> {
    if (!this.program.hasEnded) this.program.signal("SIGTERM");
    return (await this.program.ended).status;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.s3.open();
    await this.end();
    await this.program[Symbol.asyncDispose]();
  }
}
