import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { json, text } from "node:stream/consumers";
import { account } from "../../../../src/systems/configuration/account";
import { application } from "../../../../src/systems/test-app/application";
import { toolPath } from "../../../support/external-tools";
import { type Ended, testapp, variablesFor } from "../command-line";

export const environmentId = "uat-us-east-1";
export const secretName = `${application}/uat-us-east-1/autoupdater-download`;

/** What goes wrong with a call. Only what is dropped `after` has been carried out. */
export type Fault =
  | "dropped"
  | "dropped after"
  | "html"
  | "nothing"
  | { type: string; message?: string };

export interface AccountProps {
  readonly accountId?: string;
  readonly deletedAt?: Date;
  readonly isMissing?: true;
  /** By operation, call by call; the last is repeated. */
  readonly faults?: Readonly<Record<string, readonly (Fault | undefined)[]>>;
  /** Called at each attempt to put a value, before anything comes of it. */
  readonly onPut?: (attempt: number) => void | Promise<void>;
}

/** Credentials that no one has ever had. */
export function randomCredentials() {
  const random = () => randomBytes(12).toString("base64url");
  return { username: random(), password: `${random()} "\\ü€` };
}

/** A step of somebody who sits at a terminal. */
export type Step = { until: string; run?: readonly string[] } & (
  | { send: string }
  | { signal: NodeJS.Signals }
  | { close: true }
);

/** What was to be seen on a terminal. */
export interface Seen {
  /** Negative for the signal that it ended by. */
  readonly status: number;
  readonly output: string;
  /** What went to a file in place of the terminal. */
  readonly redirected: string;
  readonly echoAtSteps: readonly boolean[];
  readonly echoAfter: boolean;
  readonly surroundings: string;
}

/** A simulated Secrets Manager with one secret, on a free port of 127.0.0.1, and the program that calls it. */
export class SecretAccount implements AsyncDisposable {
  readonly received: { operation: string; input: any; authorization: string }[] = [];
  /** By id, oldest first; the last is current. */
  readonly versions = new Map<string, { readonly value: string; readonly createdAt: Date }>();
  private readonly server = createServer((request, response) => {
    this.answer(request, response).catch((error) => response.destroy(error));
  });
  private readonly running = new Set<ChildProcessWithoutNullStreams>();

  private constructor(private readonly props: AccountProps) {}

  static async with(props: AccountProps = {}): Promise<SecretAccount> {
    const made = new SecretAccount(props);
    made.server.listen(0, "127.0.0.1");
    await once(made.server, "listening");
    return made;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get value(): string | undefined {
    return [...this.versions.values()].at(-1)?.value;
  }

  calls(operation: string): any[] {
    return this.received.filter((each) => each.operation === operation).map(({ input }) => input);
  }

  /** `testapp secret`, with standard input still open. */
  start(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    return this.spawned(testapp, ["secret", ...args], env);
  }

  run(
    args: readonly string[],
    input: object | string | Buffer = "",
    env: NodeJS.ProcessEnv = {},
  ): Promise<Ended> {
    const { child, ended } = this.start(args, env);
    const isText = typeof input === "string" || Buffer.isBuffer(input);
    // A program that doesn't read to the end has its reasons.
    child.stdin.on("error", () => undefined).end(isText ? input : JSON.stringify(input));
    return ended;
  }

  async onTerminal(
    args: readonly string[],
    steps: readonly Step[],
    ...redirected: ("stdout" | "stderr")[]
  ): Promise<Seen> {
    const driver = path.join(__dirname, "terminal.py");
    const { child, ended } = this.spawned(toolPath("python3"), [driver], { TERM: "xterm" });
    child.stdin.end(JSON.stringify({ argv: [testapp, "secret", ...args], redirected, steps }));
    const { stdout, stderr } = await ended;
    if (stderr !== "") throw new Error(stderr);
    return JSON.parse(stdout);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of this.running) child.kill("SIGKILL");
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  private spawned(command: string, args: readonly string[], env: NodeJS.ProcessEnv) {
    const child = spawn(command, args, { env: { ...variablesFor(this.url), ...env } });
    this.running.add(child);
    child.on("close", () => this.running.delete(child));
    const printed = Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
    const ended = printed.then(([stdout, stderr, [status]]) => ({ status, stdout, stderr }));
    return { child, ended };
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { "x-amz-target": target = "", authorization = "" } = request.headers;
    const operation = `${target}`.replace("secretsmanager.", "");
    const input: any = await json(request);
    this.received.push({ operation, input, authorization });
    const planned = this.props.faults?.[operation] ?? [];
    const count = this.calls(operation).length;
    const fault = planned[Math.min(count, planned.length) - 1];
    if (operation === "PutSecretValue") await this.props.onPut?.(count);
    if (fault === undefined || fault === "dropped after") {
      const [status, body] = await this.act(operation, input);
      if (fault === undefined) return reply(response, status, JSON.stringify(body));
    }
    if (fault === "dropped" || fault === "dropped after") return void response.destroy();
    if (fault === "nothing") return reply(response, 200, "{}");
    if (fault === "html") return reply(response, 200, "<html>welcome to this network</html>");
    const { type, message = "" } = fault;
    reply(
      response,
      400,
      JSON.stringify({ __type: type, message: `${message} ${input.SecretString ?? ""}` }),
    );
  }

  private async act(operation: string, input: any): Promise<[number, object]> {
    const { accountId = account.id, deletedAt, isMissing } = this.props;
    const arn = `arn:aws:secretsmanager:us-east-1:${accountId}:secret:${secretName}-a1B2c3`;
    if (isMissing || ![arn, secretName].includes(input.SecretId))
      return [400, { __type: "ResourceNotFoundException", message: "can't find the secret" }];
    const ids = [...this.versions.keys()];
    const stages = ids
      .slice(-2)
      .map((id) => [id, id === ids.at(-1) ? "AWSCURRENT" : "AWSPREVIOUS"]);
    if (operation === "DescribeSecret") {
      const labels = stages.map(([id, stage]) => [id, [stage]]);
      const labelled = labels.length > 0 && { VersionIdsToStages: Object.fromEntries(labels) };
      const deleted = deletedAt && { DeletedDate: deletedAt.getTime() / 1000 };
      return [200, { ARN: arn, Name: secretName, ...labelled, ...deleted }];
    }
    if (operation === "ListSecretVersionIds") {
      const all = stages.map(([id = "", stage]) => {
        const createdAt = this.versions.get(id)?.createdAt.getTime() ?? 0;
        return { VersionId: id, VersionStages: [stage], CreatedDate: createdAt / 1000 };
      });
      return [200, { ARN: arn, Name: secretName, Versions: all }];
    }
    if (operation !== "PutSecretValue") throw new Error(`nobody knows ${operation}`);
    const { ClientRequestToken: id, SecretString: value } = input;
    if (!this.versions.has(id)) this.versions.set(id, { value, createdAt: new Date() });
    return [200, { ARN: arn, Name: secretName, VersionId: id, VersionStages: ["AWSCURRENT"] }];
  }
}

function reply(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(body);
}
