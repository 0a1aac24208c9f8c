import path from "node:path";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { Program } from "../../e2e/drift/program";
import { until } from "../../e2e/drift/until";
import { toolPath } from "../../support/tools";

const settings = {
  "rest-sqs.bind-hostname": "127.0.0.1",
  "rest-sqs.bind-port": "0",
  "generate-node-address": "true",
  "rest-stats.enabled": "false",
};

/**
 * An emulated SQS of the test's own, on a free port of 127.0.0.1.
 *
 * https://github.com/softwaremill/elasticmq
 */
export class ElasticMq implements AsyncDisposable {
  readonly client: SQSClient;

  private constructor(
    readonly url: string,
    private readonly program: Program,
  ) {
    this.client = new SQSClient({ endpoint: url, region, credentials });
  }

  static async start(): Promise<ElasticMq> {
    const args = [
      "-XX:TieredStopAtLevel=1",
      "-XX:+UseSerialGC",
      "-Xmx256m",
      ...Object.entries(settings).map(([key, value]) => `-D${key}=${value}`),
      ...["-cp", path.join(toolPath("elasticmq"), "*"), "org.elasticmq.server.Main"],
    ];
    const program = new Program(toolPath("java"), args, { cwd: __dirname, env: {} });
    const url = await until(() => {
      if (program.hasEnded) throw new Error(`ElasticMQ ended:\n${program.stdout}${program.stderr}`);
      return /visible server address (http:\S+)/.exec(program.stdout)?.[1];
    });
    return new ElasticMq(url, program);
  }

  /** @returns its address */
  async createQueue(name: string, attributes: Record<string, string> = {}): Promise<string> {
    const command = new CreateQueueCommand({ QueueName: name, Attributes: attributes });
    return (await this.client.send(command)).QueueUrl ?? "";
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.client.destroy();
    await this.program[Symbol.asyncDispose]();
  }
}

const region = "us-west-2";
const credentials = { accessKeyId: "test", secretAccessKey: "test" };
