import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  request as requestTo,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** What AWS answers to an operation: a body, as JSON unless it is a text, that the role may not, or nothing at all. */
export type Scripted = Answer | "denied" | "silent";

interface Answer {
  readonly status?: number;
  readonly body: object | string;
  /** Beside the type of the content. */
  readonly headers?: Readonly<Record<string, string>>;
}

type Script =
  | Scripted
  | ((request: IncomingMessage, body: string) => Scripted | undefined | Promise<Scripted>);

/** REST operations have no name in the request. */
const restOperations: readonly (readonly [RegExp, string])[] = [
  [/^GET \/2016-08-19\/account-settings/, "GetAccountSettings"],
  [/^GET \/2019-09-30\/functions\/[^/]+\/concurrency/, "GetFunctionConcurrency"],
  [/^GET \/2015-03-31\/functions\/[^/]+\/policy/, "GetPolicy"],
  [/^GET \/2015-03-31\/functions\/[^/]+\/aliases/, "ListAliases"],
  [/^GET \/2015-03-31\/functions\/[^/]+\/versions/, "ListVersionsByFunction"],
  [/^GET \/2015-03-31\/event-source-mappings/, "ListEventSourceMappings"],
  [/^GET \/2021-10-31\/functions\/[^/]+\/urls/, "ListFunctionUrlConfigs"],
  [/^GET \/2019-09-25\/functions\/[^/]+\/event-invoke-config/, "ListFunctionEventInvokeConfigs"],
  [/^GET \/2019-09-30\/functions\/[^/]+\/provisioned/, "ListProvisionedConcurrencyConfigs"],
  [/^GET \/2013-04-01\/hostedzone/, "ListHostedZones"],
  [/^GET \/v20180820\/accesspoint\?/, "ListAccessPoints"],
  [/^GET \/detector/, "ListDetectors"],
  [/^GET \/accounts/, "DescribeHub"],
  [/^GET \/analyzer/, "ListAnalyzers"],
  [/^GET \/[^/]+\/?\?acl/, "GetBucketAcl"],
  [/^GET \/[^/]+\/?\?notification/, "GetBucketNotificationConfiguration"],
  [/^GET \/[^/]+\/?\?(.+&)?inventory/, "ListBucketInventoryConfigurations"],
  [/^GET \/[^/]+\/?\?(.+&)?analytics/, "ListBucketAnalyticsConfigurations"],
  [/^GET \/[^/]+\/?\?(.+&)?metrics/, "ListBucketMetricsConfigurations"],
  [/^GET \/[^/]+\/?\?(.+&)?intelligent-tiering/, "ListBucketIntelligentTieringConfigurations"],
  [/^GET \/[^/]+\/?\?versioning/, "GetBucketVersioning"],
  [/^HEAD \//, "HeadBucket"],
  [/^GET \/[^/]+\/?\?.*list-type=2/, "ListObjectsV2"],
];

/**
 * An AWS on a free port of 127.0.0.1 that answers by script what its emulator doesn't know or must not do,
 * and hands everything else on to it.
 */
export class ScriptedAws implements AsyncDisposable {
  /** The names of all operations that were asked for. */
  readonly operations: string[] = [];
  /** What was asked last, by operation. */
  readonly bodies = new Map<string, string>();
  private readonly scripts = new Map<string, Script>();
  private others: Script | undefined;
  private readonly server = createServer((request, response) => {
    this.answer(request, response).catch((error) => response.destroy(error));
  });

  private constructor(private readonly emulator: string | undefined) {}

  static async before(emulator?: string): Promise<ScriptedAws> {
    const made = new ScriptedAws(emulator);
    made.server.listen(0, "127.0.0.1");
    await once(made.server, "listening");
    return made;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /**
   * Answers an operation so until it is told otherwise.
   *
   * @returns what answers it as before
   */
  answers(operation: string, script: Script): () => void {
    const before = this.scripts.get(operation);
    this.scripts.set(operation, script);
    return () => {
      if (before === undefined) this.forgets(operation);
      else this.scripts.set(operation, before);
    };
  }

  /** Says of every other operation that the role may not. */
  deniesOthers(): void {
    this.others = "denied";
  }

  /** Answers every other operation that there is nothing. */
  holdsNothingElse(): void {
    this.others = nothing;
  }

  /** Forgets what was scripted for an operation. */
  forgets(operation: string): void {
    this.scripts.delete(operation);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const operation = operationOf(request, body.toString());
    this.operations.push(operation);
    this.bodies.set(operation, body.toString());
    const script = this.scripts.get(operation) ?? this.others;
    const scripted = typeof script === "function" ? await script(request, body.toString()) : script;
    if (scripted === "silent") return;
    if (scripted !== undefined) {
      const { status = 200, body, headers } = scripted === "denied" ? denial(request) : scripted;
      const isText = typeof body === "string";
      response
        .writeHead(status, { "content-type": isText ? "text/xml" : "application/json", ...headers })
        .end(isText ? body : JSON.stringify(body));
      return;
    }
    if (this.emulator === undefined) throw new Error(`nobody knows ${operation}`);
    const { method = "GET", headers, url = "/" } = request;
    const forwarded = requestTo(`${this.emulator}${url}`, { method, headers }).end(body);
    const [answered] = (await once(forwarded, "response")) as [IncomingMessage];
    response.writeHead(answered.statusCode ?? 500, answered.headers);
    answered.pipe(response);
  }
}

function operationOf({ method, url = "/", headers }: IncomingMessage, body: string): string {
  const target = headers["x-amz-target"];
  if (typeof target === "string") return target.slice(target.lastIndexOf(".") + 1);
  const action = new URLSearchParams(body).get("Action");
  if (action !== null) return action;
  const line = `${method} ${url}`;
  return restOperations.find(([pattern]) => pattern.test(line))?.[1] ?? line;
}

/** An empty list, as each of AWS's protocols says it. */
function nothing(request: IncomingMessage, body: string): Answer {
  if (serviceOf(request) === "s3") return { body: "<Nothing></Nothing>" };
  const action = new URLSearchParams(body).get("Action");
  if (action === null) return { body: {} };
  return { body: `<${action}Response><${action}Result></${action}Result></${action}Response>` };
}

/** Whom a request is signed for. */
function serviceOf({ headers }: IncomingMessage): string | undefined {
  return /\/([a-z0-9-]+)\/aws4_request/.exec(headers.authorization ?? "")?.[1];
}

/** As each of AWS's protocols says it. */
function denial(request: IncomingMessage): Answer {
  const { method, headers, url = "" } = request;
  const words = "User: arn:aws:iam::111122223333:user/reader is not authorized to perform this";
  if (method === "HEAD") return { status: 403, body: "" };
  const service = serviceOf(request);
  if (service === "ec2")
    return {
      status: 403,
      body: `<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>${words}. Encoded authorization failure message: c2VhbGVk</Message></Error></Errors><RequestID>1</RequestID></Response>`,
    };
  if (service === "s3")
    return {
      status: 403,
      body: "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>",
    };
  const isJson = headers["x-amz-target"] !== undefined || /^\/20(15|16|19|21)-/.test(url);
  if (isJson)
    return {
      status: service === "lambda" ? 403 : 400,
      body: { __type: "AccessDeniedException", message: words },
    };
  return {
    status: 403,
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${words}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
  };
}
