import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { account } from "../../../src/systems/configuration/account";
import { application } from "../../../src/systems/test-app/application";
import type { Invoked } from "../../lambda/database-function";
import { type Ended, Folder, testapp, variablesFor } from "./command-line";

export const environmentId = "uat-us-east-1";
const secretArn = `arn:aws:secretsmanager:us-east-1:${account.id}:secret:rds!db-1`;
const instanceArn = `arn:aws:rds:us-east-1:${account.id}:db:${application}-uat-us-east-1`;
const notFound =
  '<ErrorResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><Error><Type>Sender</Type><Code>DBInstanceNotFound</Code><Message>not found</Message></Error><RequestId>x</RequestId></ErrorResponse>';

/** How Lambda answers an invocation; `undefined` breaks the connection off. */
export type Answer = { readonly status?: number; readonly type?: string; readonly body: unknown };

export interface AccountProps {
  /** Null where there is no such database. */
  readonly databaseArn?: string | null;
  readonly masterSecret?: boolean;
  /** A promise, where Secrets Manager takes its time. */
  readonly secretText: string | Promise<string>;
  /** Whether Secrets Manager refuses. */
  readonly denied?: boolean;
  /** Whether the secret's text comes where JSON is expected. */
  readonly garbled?: boolean;
  /** The endpoint's host; false while there is none. */
  readonly endpoint?: string | false;
  readonly invoke: (event: unknown) => Promise<Answer | undefined>;
}

/** What the bundled function's end looks like in Lambda's answer. */
export function answerOf({ returned, thrown }: Invoked): Answer {
  if (thrown === undefined) return { body: returned };
  return { type: "Unhandled", body: { errorType: thrown.name, errorMessage: thrown.message } };
}

/** An account with a database, its master secret and the function, behind AWS's protocols. */
export class DatabaseAccount implements AsyncDisposable {
  /** Operations, in the order in which they were called, and what each named. */
  readonly called: string[] = [];
  private readonly folder = new Folder();
  private child: ChildProcess | undefined;

  private constructor(
    private readonly server: Server,
    private readonly props: AccountProps,
  ) {
    server.on("request", (request, response) => this.answer(request, response));
  }

  static async with(props: AccountProps): Promise<DatabaseAccount> {
    const account = new DatabaseAccount(createServer(), props);
    account.server.listen(0, "127.0.0.1");
    await once(account.server, "listening");
    return account;
  }

  /** For `AWS_ENDPOINT_URL`. */
  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async run(...args: string[]): Promise<Ended> {
    const child = spawn(testapp, ["database-user", ...args], {
      cwd: this.folder.path,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...variablesFor(this.url),
        NODE_DEBUG: args.includes("--help") ? "module" : "",
      },
    });
    this.child = child;
    const [stdout, stderr, [status]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close"),
    ]);
    return { status, stdout, stderr };
  }

  /** Sends the command that runs a signal. */
  signal(name: NodeJS.Signals): void {
    this.child?.kill(name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
    this.folder[Symbol.dispose]();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const { url = "" } = request;
    if (url.includes("/functions/")) return this.invoke(url, body, response);
    if (request.headers["x-amz-target"] === "secretsmanager.GetSecretValue") {
      this.called.push(`GetSecretValue ${JSON.parse(body).SecretId}`);
      const { denied, garbled } = this.props;
      const secretText = await this.props.secretText;
      response.writeHead(denied ? 400 : 200, { "content-type": "application/x-amz-json-1.1" });
      const value = { ARN: secretArn, SecretString: secretText };
      if (garbled) {
        response.end("s3cret");
        return;
      }
      response.end(JSON.stringify(denied ? { __type: "AccessDeniedException" } : value));
      return;
    }
    const query = new URLSearchParams(body);
    this.called.push(`${query.get("Action")} ${query.get("DBInstanceIdentifier")}`);
    const isThere = this.props.databaseArn !== null;
    response.writeHead(isThere ? 200 : 404, { "content-type": "text/xml" });
    response.end(isThere ? this.describedDatabase() : notFound);
  }

  private async invoke(url: string, body: string, response: ServerResponse): Promise<void> {
    this.called.push(`Invoke ${/functions\/([^/]+)\//.exec(url)?.[1]}`);
    const answer = await this.props.invoke(JSON.parse(body));
    if (answer === undefined) {
      response.destroy();
      return;
    }
    const { status = 200, type, body: payload } = answer;
    const errorHeader = status === 200 ? "x-amz-function-error" : "x-amzn-errortype";
    response.writeHead(status, type === undefined ? {} : { [errorHeader]: type });
    response.end(typeof payload === "string" ? payload : JSON.stringify(payload));
  }

  private describedDatabase(): string {
    const {
      databaseArn = instanceArn,
      masterSecret = true,
      endpoint = "database.example.com",
    } = this.props;
    const host = endpoint === false ? "" : `<Endpoint><Address>${endpoint}</Address></Endpoint>`;
    const secret = `<MasterUserSecret><SecretArn>${secretArn}</SecretArn></MasterUserSecret>`;
    const instance = `<DBInstanceIdentifier>${application}-uat-us-east-1</DBInstanceIdentifier><DBInstanceArn>${databaseArn}</DBInstanceArn>${host}${masterSecret ? secret : ""}`;
    const result = `<DBInstances><DBInstance>${instance}</DBInstance></DBInstances>`;
    return `<DescribeDBInstancesResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><DescribeDBInstancesResult>${result}</DescribeDBInstancesResult></DescribeDBInstancesResponse>`;
  }
}
