import { StandIn } from "../../src/systems/test-app/scripts/stand-ins";

const denied =
  '<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>';

/** An S3 where nobody may do anything: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export class DeniedS3 implements Disposable {
  readonly #server = new StandIn((_request, response) => {
    response.writeHead(403, { "content-type": "application/xml" }).end(denied);
  });

  private constructor() {}

  static async start(): Promise<DeniedS3> {
    const s3 = new DeniedS3();
    await s3.#server.start();
    return s3;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.port}`;
  }

  [Symbol.dispose](): void {
    this.#server.stop();
  }
}
