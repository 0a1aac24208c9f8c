import autocannon from "autocannon";
import type { LoadBalancer } from "./load-balancer";

export interface LoadResult {
  readonly requests: number;
  /** Without a whole answer, or with another status than 2xx. */
  readonly failed: number;
  /** How they failed, such as `status 502: 2`. An answer that is cut off may count as an error, too. */
  readonly failures: readonly string[];
}

/** Users of a load balancer: so many requests a second, until it is stopped. */
export class Load implements AsyncDisposable {
  readonly #ended: Promise<autocannon.Result>;
  readonly #instance: autocannon.Instance;

  constructor(
    private readonly loadBalancer: LoadBalancer,
    perSecond: number,
  ) {
    const options = {
      url: loadBalancer.url,
      connections: 20,
      overallRate: perSecond,
      // Longer than any test lets it be.
      duration: 86_400,
      // What no load balancer lets pass is no limit of ours.
      timeout: 60,
    };
    let instance: autocannon.Instance | undefined;
    this.#ended = new Promise((resolve, reject) => {
      instance = autocannon(options, (error, result) => (error ? reject(error) : resolve(result)));
    });
    if (instance === undefined) throw new Error("autocannon didn't start");
    this.#instance = instance;
  }

  async stop(): Promise<LoadResult> {
    this.#instance.stop?.();
    const { requests, errors, non2xx, statusCodeStats = {} } = await this.#ended;
    // autocannon takes an answer that is cut for an error at times, and at others for none.
    const { cut } = this.loadBalancer;
    const statuses = Object.entries(statusCodeStats)
      .filter(([status]) => !status.startsWith("2"))
      .map(([status, { count = 0 }]) => [`status ${status}`, count] as const);
    const kinds = [...statuses, ["error", errors] as const, ["cut off", cut] as const];
    return {
      requests: requests.total + errors + cut,
      failed: errors + non2xx + cut,
      failures: kinds.filter(([, count]) => count > 0).map((kind) => kind.join(": ")),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
