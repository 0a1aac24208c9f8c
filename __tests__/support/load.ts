import autocannon from "autocannon";

export interface LoadResult {
  readonly requests: number;
  /** Without an answer, or with another status than 2xx. */
  readonly failed: number;
}

/** Users: so many requests a second, until it is stopped. */
export class Load implements AsyncDisposable {
  readonly #ended: Promise<autocannon.Result>;
  readonly #instance: autocannon.Instance;

  constructor(url: string, perSecond: number) {
    const options = {
      url,
      connections: 20,
      overallRate: perSecond,
      duration: 600,
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
    const { requests, errors, non2xx } = await this.#ended;
    return { requests: requests.total + errors, failed: errors + non2xx };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
