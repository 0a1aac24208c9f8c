import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Of a listener: requests to one of these paths go to a port of 127.0.0.1. */
export interface PathRoute {
  /** As a load balancer takes them: `*` stands for any characters, `?` for one. */
  readonly paths: readonly string[];
  readonly port: number;
}

/**
 * A load balancer's listener on a free port of 127.0.0.1: the first route that a path matches has it, and what none
 * matches is answered with a page.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html#path-conditions
 */
export class PathRoutes implements AsyncDisposable {
  private constructor(private readonly server: Server) {}

  static async start(routes: readonly PathRoute[], otherwise: string): Promise<PathRoutes> {
    const server = createServer((incoming, answer) => {
      const { pathname } = new URL(incoming.url ?? "/", "http://localhost");
      const route = routes.find(({ paths }) => paths.some((each) => matches(each, pathname)));
      if (route === undefined) {
        answer.writeHead(200, { "content-type": "text/html" }).end(otherwise);
        return;
      }
      const { method, headers, url } = incoming;
      const onward = { host: "127.0.0.1", port: route.port, path: url, method, headers };
      const forwarded = request(onward, (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      });
      forwarded.on("error", () => answer.writeHead(502).end());
      incoming.pipe(forwarded);
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    return new PathRoutes(server);
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function matches(pattern: string, path: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(path);
}
