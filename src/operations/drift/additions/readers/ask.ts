import { type Call, CallFailure, type Page } from "../../../aws/call";
import { quietCalls } from "../../../aws/calls";
import type { Client, Clients, Service } from "../../../aws/clients";
import { limited, type SendOptions } from "../../../aws/limited";

/** Longest wait for one answer with all its pages, repetitions included. */
export const answerTimeoutMs = 30_000;
/** CloudWatch Logs answers five calls in a second, and several environments are checked at once. */
const patienceMs = 20_000;

/** AWS as the readers ask it: in one region, and questions only. */
export class Ask {
  constructor(
    private readonly clients: Clients,
    /** Id of the account that is asked about. */
    readonly account: string,
    /** Ends every question. */
    private readonly stop: AbortSignal,
  ) {}

  get region(): string {
    return this.clients.region;
  }

  /**
   * @param action as IAM names it, such as `lambda:GetPolicy`: what a role needs to be allowed
   * @throws CallFailure
   */
  one<AClient extends Client, Answer>(
    action: string,
    service: Service<AClient>,
    request: (client: AClient, options: SendOptions) => Promise<Answer>,
  ): Promise<Answer> {
    return this.read(action, (aws, call) => aws.ask(action, service, call, request));
  }

  /**
   * Asks as other operations do.
   *
   * @throws CallFailure
   */
  read<Answer>(
    action: string,
    ask: (aws: Clients, call: Call) => Promise<Answer>,
  ): Promise<Answer> {
    return this.#limited(action, (signal) => calls(signal).read((call) => ask(this.clients, call)));
  }

  /**
   * All items of all pages.
   *
   * @param action as IAM names it
   * @param request the page that a token names, and the next one's
   * @throws CallFailure
   */
  async all<AClient extends Client, Item>(
    action: string,
    service: Service<AClient>,
    request: (
      client: AClient,
      token: string | undefined,
      options: SendOptions,
    ) => Promise<readonly [items: readonly Item[] | undefined, next?: string | undefined]>,
  ): Promise<readonly Item[]> {
    const found: Item[] = [];
    await this.#limited(action, (signal) =>
      calls(signal).readAll(
        (page) =>
          this.clients.ask(action, service, page, async (client, options): Promise<Page<Item>> => {
            const [items = [], next] = await request(client, page.nextToken, options);
            return { items, nextToken: next || undefined };
          }),
        (item) => found.push(item),
      ),
    );
    return found;
  }

  async #limited<Answer>(
    action: string,
    ask: (signal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> {
    const call = { signal: this.stop, timeoutMs: answerTimeoutMs };
    try {
      return await limited(action, call, ({ abortSignal }) => ask(abortSignal));
    } catch (error) {
      if (!(error instanceof CallFailure) || error.message.startsWith(action)) throw error;
      // What other operations ask, too, is named there as the API does.
      const { kind, message, knownCause } = error;
      throw new CallFailure(kind, `${action}: ${message}`, knownCause, { cause: error });
    }
  }
}

function calls(signal: AbortSignal) {
  return quietCalls(signal).withPatience(patienceMs);
}
