import { setMaxListeners } from "node:events";
import { type Call, CallFailure, type FailureKind, type Page, type PageCall } from "../aws/call";
import { type Calls, quietCalls } from "../aws/calls";
import { type Client, Clients, type CredentialSource, type Service } from "../aws/clients";
import { limited, type SendOptions } from "../aws/limited";
import { wholeCharacters } from "../report/visible";
import { withoutCredentials } from "../terraform/diagnosis/credentials";

/** Somebody waits before the screen. */
export const answerTimeoutMs = 10_000;

/** AWS as the checks ask it: in one region, with one identity, and questions only. */
export class Aws {
  readonly #clients: Clients;
  readonly #never = neverAborted();

  /** @param timeoutMs longest wait for one answer, repetitions included */
  constructor(
    region: string,
    credentials: CredentialSource,
    private readonly timeoutMs = answerTimeoutMs,
  ) {
    this.#clients = new Clients(region, credentials);
  }

  /**
   * Asks AWS.
   *
   * @param action as IAM names it, such as `ec2:DescribeVpcs`: what a role needs to be allowed
   * @throws Unanswered
   */
  ask<AClient extends Client, Answer>(
    action: string,
    service: Service<AClient>,
    request: (client: AClient, options: SendOptions) => Promise<Answer>,
  ): Promise<Answer> {
    return this.read(action, (clients, call) => clients.ask(action, service, call, request));
  }

  /**
   * Asks AWS as other operations do.
   *
   * @throws Unanswered
   */
  read<Answer>(
    action: string,
    ask: (aws: Clients, call: Call) => Promise<Answer>,
  ): Promise<Answer> {
    return this.#answered(action, (calls) => calls.read((call) => ask(this.#clients, call)));
  }

  /**
   * Asks for all pages of a list.
   *
   * @throws Unanswered
   */
  readAll<Item>(
    action: string,
    ask: (aws: Clients, page: PageCall) => Promise<Page<Item>>,
    take: (item: Item) => void,
  ): Promise<void> {
    return this.#answered(action, (calls) =>
      calls.readAll((page) => ask(this.#clients, page), take),
    );
  }

  /** Closes the connections. */
  destroy(): void {
    this.#clients[Symbol.dispose]();
  }

  async #answered<Answer>(action: string, ask: (calls: Calls) => Promise<Answer>): Promise<Answer> {
    const call = { signal: this.#never, timeoutMs: this.timeoutMs };
    try {
      return await limited(action, call, ({ abortSignal }) => ask(quietCalls(abortSignal)));
    } catch (error) {
      if (error instanceof CallFailure) throw new Unanswered(action, error);
      throw error;
    }
  }
}

/** For any number of questions at the same time: Node.js warns of more than ten that listen. */
function neverAborted(): AbortSignal {
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  return signal;
}

interface SdkError {
  readonly name?: string;
  readonly message?: string;
}

/** AWS has refused to say, or wasn't heard. */
export class Unanswered extends Error {
  override readonly name = "Unanswered";
  readonly kind: FailureKind;
  /** AWS's own name of it, such as `NoSuchEntityException`. */
  readonly code: string;

  constructor(
    readonly action: string,
    failure: CallFailure,
  ) {
    super(withoutCredentials(textOf(action, failure)), { cause: failure });
    this.kind = failure.kind;
    this.code = sdkErrorOf(failure).name ?? "";
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
  const said =
    words === "" || words === name ? "" : `: ${wholeCharacters(words.slice(0, longestWords))}`;
  return `${action} is denied (${name})${said}`;
}
