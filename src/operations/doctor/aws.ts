import type { defaultProvider } from "@aws-sdk/credential-provider-node";
import { CallFailure, type FailureKind } from "../aws/call";
import { limited } from "../aws/limited";
import { withoutCredentials } from "../terraform/credentials";

/** Longest wait for one answer, repetitions included. */
const answerTimeoutMs = 10_000;

/** Where the credentials come from. */
export type CredentialSource = ReturnType<typeof defaultProvider>;

/** What every client of the SDK is made with. */
interface ClientConfiguration {
  readonly region: string;
  readonly credentials: CredentialSource;
  readonly maxAttempts: number;
  readonly requestHandler: { readonly connectionTimeout: number };
}

interface Client {
  destroy(): void;
}

type Service<AClient extends Client> = new (configuration: ClientConfiguration) => AClient;

interface SendOptions {
  readonly abortSignal: AbortSignal;
}

/** AWS as the checks ask it: in one region, with one identity, and questions only. */
export class Aws {
  private readonly clients = new Map<Service<Client>, Client>();
  private readonly never = new AbortController().signal;

  constructor(
    readonly region: string,
    private readonly credentials: CredentialSource,
  ) {}

  /**
   * Asks AWS.
   *
   * @param action as IAM names it, such as `ec2:DescribeVpcs`: what a role needs to be allowed
   * @throws Unanswered
   */
  async ask<AClient extends Client, Answer>(
    action: string,
    service: Service<AClient>,
    request: (client: AClient, options: SendOptions) => Promise<Answer>,
  ): Promise<Answer> {
    const client = this.client(service);
    const call = { signal: this.never, timeoutMs: answerTimeoutMs };
    try {
      return await limited(action, call, (options) => request(client, options));
    } catch (error) {
      if (error instanceof CallFailure) throw new Unanswered(action, error);
      throw error;
    }
  }

  /** Closes the connections. */
  destroy(): void {
    for (const client of this.clients.values()) client.destroy();
  }

  private client<AClient extends Client>(service: Service<AClient>): AClient {
    const known = this.clients.get(service);
    // The key is the client's own class.
    if (known !== undefined) return known as AClient;
    const made = new service({
      region: this.region,
      credentials: this.credentials,
      maxAttempts: 3,
      requestHandler: { connectionTimeout: 3_000 },
    });
    this.clients.set(service, made);
    return made;
  }
}

interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** AWS has refused to say, or wasn't heard. */
export class Unanswered extends Error {
  override readonly name = "Unanswered";
  readonly kind: FailureKind;
  /** AWS's own name of it, such as `NoSuchEntityException`. */
  readonly code: string;
  readonly httpStatus: number | undefined;

  constructor(
    readonly action: string,
    failure: CallFailure,
  ) {
    super(withoutCredentials(textOf(action, failure)), { cause: failure });
    const { name = "", $metadata } = sdkErrorOf(failure);
    this.kind = failure.kind;
    this.code = name;
    this.httpStatus = $metadata?.httpStatusCode;
  }

  get remedy(): string {
    return remedies[this.kind](this.action);
  }
}

const again = "run it again, and look at the network and the proxy if it stays";

const remedies: Readonly<Record<FailureKind, (action: string) => string>> = {
  denied: (action) => `allow ${action} to the role in use, or use another role`,
  throttled: () => "run it again in a minute: AWS throttles the account",
  unavailable: () => again,
  "not found": () => again,
  invalid: () => again,
};

function sdkErrorOf({ cause }: CallFailure): SdkError {
  return (cause ?? {}) as SdkError;
}

const longestWords = 300;

function textOf(action: string, failure: CallFailure): string {
  if (failure.kind !== "denied") return failure.message;
  const { name = "AccessDenied", message = "" } = sdkErrorOf(failure);
  // EC2 and STS put a long encoded text behind it, which only they can read.
  const words = message.split(/Encoded authorization failure message|\n/)[0]?.trim() ?? "";
  const said = words === "" || words === name ? "" : `: ${words.slice(0, longestWords)}`;
  return `${action} is denied (${name})${said}`;
}
