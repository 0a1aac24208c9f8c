import { text } from "node:stream/consumers";
import { StandIn } from "../../src/systems/test-app/scripts/stand-ins";
import type { Bucket } from "./bucket";

/** What belongs to a connection, or to a body as it was sent, and not to a message. */
const ofTheConnection = ["host", "connection", "content-length", "content-encoding"];

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html#conditional-error-response */
const conflict =
  '<?xml version="1.0" encoding="UTF-8"?><Error><Code>ConditionalRequestConflict</Code><Message>Conflict</Message></Error>';

/**
 * A bucket whose locks are given back just when somebody was refused one, and asks who holds it. The lock after that
 * conflicts once with what somebody else does.
 */
export class ForgetfulS3 implements Disposable {
  /** How often a lock was refused for a conflict. */
  conflicts = 0;
  /** How often somebody came too late to ask. */
  misses = 0;
  #wasRefused = false;
  readonly #server: StandIn;

  private constructor(bucket: Bucket) {
    this.#server = new StandIn(async (request, response) => {
      const { method = "GET", url = "/" } = request;
      const lock = /\/([^/?]+\.tflock)/.exec(url)?.[1];
      if (lock !== undefined && method === "GET" && this.#wasRefused) {
        await bucket.remove(lock);
        this.#wasRefused = false;
        this.misses += 1;
      }
      const body = await text(request);
      if (lock !== undefined && method === "PUT" && this.misses > this.conflicts) {
        this.conflicts += 1;
        response.writeHead(409, { "content-type": "application/xml" }).end(conflict);
        return;
      }
      const answer = await fetch(`${bucket.endpoint}${url}`, {
        method,
        headers: passedOn(Object.entries(request.headersDistinct)),
        ...(body === "" ? {} : { body }),
      });
      if (lock !== undefined && answer.status === 412) this.#wasRefused = true;
      response.writeHead(answer.status, passedOn([...answer.headers]));
      response.end(await answer.text());
    });
  }

  static async before(bucket: Bucket): Promise<ForgetfulS3> {
    const s3 = new ForgetfulS3(bucket);
    await s3.#server.start();
    return s3;
  }

  get url(): string {
    return this.#server.url;
  }

  [Symbol.dispose](): void {
    this.#server.stop();
  }
}

function passedOn(headers: [string, string | string[] | undefined][]): Record<string, string> {
  const kept = headers.filter(([name]) => !ofTheConnection.includes(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}
