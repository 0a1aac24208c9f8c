import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  request as requestTo,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

/**
 * What stands before a server of AWS's: it lets requests pass, cuts them off, loses their
 * answers, or keeps them until it is opened.
 */
export class Gate implements AsyncDisposable {
  state: "open" | "cut" | "lost" | "kept" = "open";
  /** What was asked: the operation's name, or the method. */
  readonly asked: string[] = [];
  readonly #kept: (() => void)[] = [];
  readonly #server = createServer((request, response) => this.#take(request, response));

  private constructor(private readonly behind: string) {}

  static async before(behind: string): Promise<Gate> {
    const gate = new Gate(behind);
    gate.#server.listen(0, "127.0.0.1");
    await once(gate.#server, "listening");
    return gate;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  open(): void {
    this.state = "open";
    for (const pass of this.#kept.splice(0)) pass();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    const target = request.headers["x-amz-target"];
    this.asked.push(typeof target === "string" ? target.replace(/^.*\./, "") : `${request.method}`);
    if (this.state === "cut") {
      request.destroy();
      return;
    }
    const pass = () => this.#forward(request, response);
    if (this.state === "kept") this.#kept.push(pass);
    else pass();
  }

  #forward(request: IncomingMessage, response: ServerResponse): void {
    // Whoever asked may have gone meanwhile.
    if (request.destroyed) return;
    const { method, url = "/", headers } = request;
    const onward = requestTo(new URL(url, this.behind), { method, headers }, (answer) => {
      if (this.state === "lost") {
        answer.resume().on("end", () => response.destroy());
        return;
      }
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  }
}
