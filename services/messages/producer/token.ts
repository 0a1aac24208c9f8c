import { createHash, timingSafeEqual } from "node:crypto";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { patience } from "../common/patience";

/**
 * The token that callers must know. It is kept for a while, so that a new one counts when that is over.
 *
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
 */
export class Token {
  readonly #client: SSMClient;
  #known: { readonly digest: Buffer; readonly until: number } | undefined;
  #reading: Promise<Buffer> | undefined;

  /** @param cacheSeconds how long a token that was read counts */
  constructor(
    region: string,
    private readonly parameter: string,
    private readonly cacheSeconds: number,
  ) {
    this.#client = new SSMClient({ region, ...patience });
  }

  /** Whether it is the token. How long that takes says nothing of how much of it was right. */
  async is(given: string): Promise<boolean> {
    return timingSafeEqual(digestOf(given), await this.digest());
  }

  /** @throws Error while it can't be read */
  async digest(): Promise<Buffer> {
    if (this.#known !== undefined && Date.now() < this.#known.until) return this.#known.digest;
    // Requests that come meanwhile wait for the same answer.
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  end(): void {
    this.#client.destroy();
  }

  async #read(): Promise<Buffer> {
    const command = new GetParameterCommand({ Name: this.parameter, WithDecryption: true });
    const { Parameter } = await this.#client.send(command);
    if (!Parameter?.Value) throw new Error(`the parameter ${this.parameter} has no value`);
    const digest = digestOf(Parameter.Value);
    this.#known = { digest, until: Date.now() + this.cacheSeconds * 1_000 };
    return digest;
  }
}

/** Of the same length whatever it is of. */
function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
