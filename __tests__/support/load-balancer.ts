import { once } from "node:events";
import {
  Agent,
  type ClientRequest,
  createServer,
  get,
  type IncomingMessage,
  request as requestTo,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

/** Times are in seconds. */
export interface LoadBalancing {
  readonly healthCheck: {
    readonly path: string;
    readonly intervalSeconds: number;
    readonly timeoutSeconds: number;
    readonly healthyThresholdCount: number;
    readonly unhealthyThresholdCount: number;
  };
  readonly deregistrationDelaySeconds: number;
  readonly idleTimeoutSeconds: number;
}

type State = "initial" | "healthy" | "unhealthy" | "draining";

/**
 * A load balancer with one target group that follows an Application Load Balancer's rules, on a free port of 127.0.0.1:
 * health checks with thresholds, of which the first makes a new target healthy; the least outstanding requests; a
 * target that drains gets none, and loses those it still has at the end of the delay; all targets when none is healthy.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
 */
export class LoadBalancer implements Disposable {
  readonly #targets = new Map<string, Target>();
  readonly #server = createServer((request, response) => this.#forward(request, response));
  /** How often each status was answered by the load balancer itself: 502, 503, 504. */
  readonly own = new Map<number, number>();
  /** How many answers ended before they were whole. */
  cut = 0;
  #turn = 0;

  private constructor(private readonly settings: LoadBalancing) {}

  static async start(settings: LoadBalancing): Promise<LoadBalancer> {
    const balancer = new LoadBalancer(settings);
    // Users end their connections: one that ends as they ask would count as a failure.
    balancer.#server.keepAliveTimeout = 0;
    balancer.#server.listen(0, "127.0.0.1");
    await once(balancer.#server, "listening");
    return balancer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Registered and draining targets, with their states. */
  list(): ReadonlyMap<string, State> {
    return new Map([...this.#targets].map(([id, { state }]) => [id, state]));
  }

  register(id: string, port: number): void {
    const known = this.#targets.get(id);
    if (known !== undefined && known.state !== "draining") return;
    known?.leave();
    this.#targets.set(id, new Target(port, this.settings));
  }

  deregister(id: string): void {
    const target = this.#targets.get(id);
    if (target === undefined || target.state === "draining") return;
    target.drain(() => {
      if (this.#targets.get(id) === target) this.#targets.delete(id);
    });
  }

  [Symbol.dispose](): void {
    for (const target of this.#targets.values()) target.leave();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #forward(request: IncomingMessage, response: ServerResponse): void {
    const target = this.#next();
    if (target === undefined) {
      this.#fail(response, 503);
      return;
    }
    const { method, url: path, headers } = request;
    const onward = target.begin({ method, path, headers });
    let status = 502;
    onward.setTimeout(this.settings.idleTimeoutSeconds * 1000, () => {
      status = 504;
      onward.destroy();
    });
    onward.on("error", () => this.#fail(response, status));
    onward.on("response", (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
      answer.on("error", () => this.#cut(response));
    });
    request.pipe(onward);
  }

  #next(): Target | undefined {
    const registered = [...this.#targets.values()].filter(({ state }) => state !== "draining");
    const healthy = registered.filter(({ state }) => state === "healthy");
    const candidates = healthy.length > 0 ? healthy : registered;
    const least = Math.min(...candidates.map(({ outstanding }) => outstanding));
    const idle = candidates.filter(({ outstanding }) => outstanding === least);
    this.#turn += 1;
    return idle[this.#turn % idle.length];
  }

  #fail(response: ServerResponse, status: number): void {
    if (response.headersSent) {
      this.#cut(response);
      return;
    }
    this.own.set(status, (this.own.get(status) ?? 0) + 1);
    response.writeHead(status).end();
  }

  #cut(response: ServerResponse): void {
    // Whoever has gone already wasn't cut off.
    if (response.destroyed) return;
    this.cut += 1;
    response.destroy();
  }
}

class Target {
  state: State = "initial";
  readonly #requests = new Set<ClientRequest>();
  readonly #agent = new Agent({ keepAlive: true });
  readonly #checks: NodeJS.Timeout;
  #delay: NodeJS.Timeout | undefined;
  /** Health checks in a row with the same result. */
  #passed = 0;
  #failed = 0;

  constructor(
    private readonly port: number,
    private readonly settings: LoadBalancing,
  ) {
    this.#checks = setInterval(() => this.#check(), settings.healthCheck.intervalSeconds * 1000);
  }

  get outstanding(): number {
    return this.#requests.size;
  }

  begin(what: Pick<IncomingMessage, "method" | "headers"> & { path: string | undefined }) {
    const { method, path, headers } = what;
    const { port } = this;
    const begun = requestTo({ host: "127.0.0.1", port, agent: this.#agent, method, path, headers });
    this.#requests.add(begun);
    begun.on("close", () => this.#requests.delete(begun));
    return begun;
  }

  drain(ended: () => void): void {
    this.state = "draining";
    clearInterval(this.#checks);
    const end = () => {
      this.leave();
      ended();
    };
    // This process may stall on a busy machine: that costs a tenth, and answers that came in time are read first.
    let tenths = 10;
    this.#delay = setInterval(() => {
      tenths -= 1;
      if (tenths === 0) setImmediate(end);
    }, this.settings.deregistrationDelaySeconds * 100);
  }

  /** Ends what is outstanding. */
  leave(): void {
    clearInterval(this.#checks);
    clearInterval(this.#delay);
    for (const request of this.#requests) request.destroy();
    this.#agent.destroy();
  }

  #check(): void {
    const { path, timeoutSeconds } = this.settings.healthCheck;
    const check = get({ host: "127.0.0.1", port: this.port, path, agent: false }, (answer) => {
      answer.resume();
      this.#checked(answer.statusCode === 200);
    });
    check.setTimeout(timeoutSeconds * 1000, () => check.destroy());
    check.on("error", () => this.#checked(false));
  }

  #checked(isGood: boolean): void {
    const { healthyThresholdCount, unhealthyThresholdCount } = this.settings.healthCheck;
    this.#passed = isGood ? this.#passed + 1 : 0;
    this.#failed = isGood ? 0 : this.#failed + 1;
    if (this.state === "draining") return;
    if (isGood && (this.state === "initial" || this.#passed >= healthyThresholdCount))
      this.state = "healthy";
    if (this.#failed >= unhealthyThresholdCount) this.state = "unhealthy";
  }
}
