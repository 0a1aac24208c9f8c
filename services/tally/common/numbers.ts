import { Signer } from "@aws-sdk/rds-signer";
import { Pool, type QueryResultRow } from "pg";
import { told } from "../../support/log";
import { Unavailable } from "../../support/server";
import { placeOf, type ServiceVariables } from "./settings";

/**
 * The table of numbers that the three services share. Sums are decimal texts, such as `12` or `0.3`: they are exact,
 * and may have more digits than a number of JavaScript holds.
 */
export class Numbers {
  readonly #pool: Pool;

  /** @param onLost called for a connection that broke while nobody used it; the next query opens another */
  constructor(variables: ServiceVariables, onLost: (error: Error) => void) {
    this.#pool = new Pool({
      ...placeOf(variables),
      user: variables.DATABASE_USER,
      ...(variables.DATABASE_AUTHORITIES && { password: () => loginToken(variables) }),
      max: 10,
      statement_timeout: 10_000,
      query_timeout: 15_000,
    });
    this.#pool.on("error", onLost);
  }

  /** Rejects while the database can't be reached, or its schema isn't there. */
  async ready(): Promise<void> {
    await this.#query("SELECT FROM numbers LIMIT 1");
  }

  async sum(): Promise<string> {
    const [row] = await this.#query<{ sum: string }>(
      "SELECT trim_scale(coalesce(sum(value), 0))::text AS sum FROM numbers",
    );
    return row?.sum ?? "0";
  }

  /** @param value a decimal text that `value.ts` has checked */
  async add(value: string): Promise<void> {
    await this.#query("INSERT INTO numbers (value) VALUES ($1)", [value]);
  }

  /** What is added meanwhile is either taken away or counts from zero, and never half of it. */
  async reset(): Promise<void> {
    await this.#query("DELETE FROM numbers");
  }

  async end(): Promise<void> {
    await this.#pool.end();
  }

  /** @throws Unavailable whatever the reason: whoever asks can but try again */
  async #query<Row extends QueryResultRow>(text: string, values: string[] = []): Promise<Row[]> {
    try {
      return (await this.#pool.query<Row>(text, values)).rows;
    } catch (error) {
      throw new Unavailable(told(error));
    }
  }
}

/**
 * A password that lasts 15 minutes, for logging in. It is made without a call to AWS.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.Connecting.html
 */
export function loginToken(variables: ServiceVariables): Promise<string> {
  return new Signer({
    region: variables.AWS_REGION,
    hostname: variables.DATABASE_HOST,
    port: variables.DATABASE_PORT,
    username: variables.DATABASE_USER,
  }).getAuthToken();
}
