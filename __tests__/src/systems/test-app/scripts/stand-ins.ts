import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer, Server as SecureServer } from "node:https";
import { freePort } from "../../../../support/free-port";

/** The access key that only the stand-in of the metadata service hands out. */
export const ROLE_ACCESS_KEY = "ASIASTANDINROLE";
const METADATA_TOKEN = "stand-in-token";
const CREDENTIALS_PATH = "/latest/meta-data/iam/security-credentials/";

export type Answer = (request: IncomingMessage, response: ServerResponse, nth: number) => void;

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A server on a port of 127.0.0.1 of its own that remembers the requests it got. */
export class StandIn {
  readonly requests: IncomingMessage[] = [];
  readonly #server: Server;
  port = 0;

  constructor(answer: Answer, certificate?: Certificate) {
    const listener = (request: IncomingMessage, response: ServerResponse) => {
      this.requests.push(request);
      answer(request, response, this.requests.length);
    };
    this.#server = certificate ? createSecureServer(certificate, listener) : createServer(listener);
    // Idle connections stay open, as AWS advises for targets: a request could arrive as one is closed.
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
    this.#server.keepAliveTimeout = 0;
  }

  async start(): Promise<this> {
    this.port ||= await freePort();
    this.#server.listen(this.port, "127.0.0.1");
    await once(this.#server, "listening");
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Shows another certificate from now on. */
  show(certificate: Certificate): void {
    if (this.#server instanceof SecureServer) this.#server.setSecureContext(certificate);
  }

  /** Refuses connections from now on; no other stand-in gets its port. */
  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** The id of the instance in the stand-in of the metadata service. */
export const instanceId = "i-0123456789abcdef0";

/** The instance metadata service, version 2 only: no answer without the token that a PUT fetched. */
export function metadataService(lifecycle = () => "InService", id = () => instanceId): Answer {
  return ({ method, url, headers }, response) => {
    if (method === "PUT" && url === "/latest/api/token") {
      response.end(METADATA_TOKEN);
    } else if (headers["x-aws-ec2-metadata-token"] !== METADATA_TOKEN) {
      response.writeHead(401).end();
    } else if (url === CREDENTIALS_PATH) {
      response.end("instance-role");
    } else if (url === `${CREDENTIALS_PATH}instance-role`) {
      const expiration = new Date(Date.now() + 3_600_000).toISOString();
      const keys = { AccessKeyId: ROLE_ACCESS_KEY, SecretAccessKey: "stand-in", Token: "stand-in" };
      response.end(JSON.stringify({ Code: "Success", ...keys, Expiration: expiration }));
    } else if (url === "/latest/meta-data/instance-id") {
      response.end(id());
    } else if (url === "/latest/meta-data/autoscaling/target-lifecycle-state") {
      response.end(lifecycle());
    } else {
      response.writeHead(404).end();
    }
  };
}

/** Secrets Manager with one secret, whose value may not have been put in yet. */
export function secretsManager(secretName: string, value: () => string | undefined): Answer {
  return awsJson((target, body, reply) => {
    const secret = value();
    if (target !== "secretsmanager.GetSecretValue" || body.SecretId !== secretName) {
      reply(400, { __type: "InvalidRequestException", message: `${target} ${body.SecretId}` });
    } else if (secret === undefined) {
      const message =
        "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT";
      reply(400, { __type: "ResourceNotFoundException", message });
    } else {
      reply(200, { Name: secretName, SecretString: secret });
    }
  });
}

/** What a shortcut of the AWS CLI says that it accepts. */
export const plain = "text/plain";

/** The AWS CLI's call of a parameter without its start of a second or so. */
export const parameterShortcut = `if [[ " $* " == *" ssm get-parameter "* ]]; then
  exec curl --silent --show-error --fail --header 'Accept: ${plain}' "$AWS_ENDPOINT_URL_SSM"
fi
`;

/** Systems Manager with one parameter, which may not be there. */
export function parameterStore(name: string, value: (nth: number) => string | undefined): Answer {
  return (request, response, nth) => {
    if (request.headers.accept === plain) {
      const found = value(nth);
      response.writeHead(found === undefined ? 400 : 200).end(found);
      return;
    }
    awsJson((target, body, reply) => {
      const found = body.Name === name ? value(nth) : undefined;
      if (target !== "AmazonSSM.GetParameter")
        reply(400, { __type: "ValidationException", message: target });
      else if (found === undefined)
        reply(400, { __type: "ParameterNotFound", message: `${body.Name}` });
      else reply(200, { Parameter: { Name: name, Type: "String", Value: found } });
    })(request, response);
  };
}

/** CloudWatch, which keeps what it is sent. */
export function cloudWatch(received: unknown[]): Answer {
  return awsJson((target, body, reply) => {
    received.push({ target, ...body });
    reply(200, {});
  });
}

type Reply = (status: number, body: object) => void;

function awsJson(handle: (target: string, body: Record<string, unknown>, reply: Reply) => void) {
  return async (request: IncomingMessage, response: ServerResponse) => {
    const chunks = await request.toArray();
    const reply: Reply = (status, body) => {
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(body));
    };
    if (!request.headers.authorization?.includes(ROLE_ACCESS_KEY)) {
      reply(403, { __type: "UnrecognizedClientException", message: "not the role's credentials" });
      return;
    }
    handle(
      String(request.headers["x-amz-target"]),
      JSON.parse(Buffer.concat(chunks).toString()),
      reply,
    );
  };
}

/** The download server: the updater, for who knows the password. */
export function guarded(credentials: () => string, answer: Answer): Answer {
  return (request, response, nth) => {
    const expected = `Basic ${Buffer.from(credentials()).toString("base64")}`;
    if (request.headers.authorization === expected) {
      answer(request, response, nth);
    } else {
      response.writeHead(401, { "www-authenticate": "Basic" }).end("who are you?");
    }
  };
}
