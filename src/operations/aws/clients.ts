import type { defaultProvider } from "@aws-sdk/credential-provider-node";
import type { Call } from "./call";
import { limited, type SendOptions } from "./limited";

/** Where the credentials come from. */
export type CredentialSource = ReturnType<typeof defaultProvider>;

/** What every client of the SDK is made with. */
interface ClientConfiguration {
  readonly region: string;
  readonly maxAttempts: number;
  readonly requestHandler: { readonly connectionTimeout: number };
  readonly credentials?: CredentialSource;
}

export interface Client {
  destroy(): void;
}

export type Service<AClient extends Client> = new (configuration: ClientConfiguration) => AClient;

/**
 * The SDK's clients in one region, each made when it is first needed, with credentials and endpoints from the
 * SDK's default chain. Each call is one attempt: its caller knows what may be repeated.
 */
export class Clients implements Disposable {
  readonly #made = new Map<Service<Client>, Client>();
  readonly #configuration: ClientConfiguration;

  constructor(
    readonly region: string,
    credentials?: CredentialSource,
  ) {
    this.#configuration = {
      region,
      maxAttempts: 1,
      // The end of a request is limited.ts's.
      requestHandler: { connectionTimeout: 10_000 },
      ...(credentials && { credentials }),
    };
  }

  /**
   * Asks a service, and ends when the call's time is over.
   *
   * @param operation as AWS names it
   * @param graceMs how long it may go on after the call's signal
   * @throws CallFailure
   */
  ask<AClient extends Client, Answer>(
    operation: string,
    service: Service<AClient>,
    call: Call,
    request: (client: AClient, options: SendOptions) => Promise<Answer>,
    graceMs = 0,
  ): Promise<Answer> {
    return limited(operation, call, (options) => request(this.#client(service), options), graceMs);
  }

  /** Closes the connections. */
  [Symbol.dispose](): void {
    for (const client of this.#made.values()) client.destroy();
  }

  #client<AClient extends Client>(service: Service<AClient>): AClient {
    const client = this.#made.get(service) ?? new service(this.#configuration);
    this.#made.set(service, client);
    // The key is the client's own class.
    return client as AClient;
  }
}
