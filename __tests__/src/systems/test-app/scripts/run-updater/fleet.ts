import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Machines } from "../../../../../support/fake-ssm/machines";
import { LoadBalancer, type LoadBalancing } from "../../../../../support/load-balancer";
import { certificate } from "../certificate";
import { StandIn } from "../stand-ins";
import { ManagedNode, type NodeOptions } from "./managed-node";
import type { Targets } from "./target-group";

/** A release of the vendor's. One that doesn't work answers nothing but errors. */
export interface Release {
  readonly name: string;
  readonly works: boolean;
}

export interface FleetOptions {
  readonly ids: readonly string[];
  readonly loadBalancing: LoadBalancing;
  /** How long an application refuses requests after an update. */
  readonly restartSeconds: number;
  /** Whether the load balancer hears of it when an instance leaves its target group and returns. */
  readonly drains: boolean;
  readonly node?: Partial<NodeOptions>;
}

/**
 * Instances behind a load balancer. Of the requests most are answered soon, and a tenth begin an answer that needs much
 * of the deregistration delay. The updater restarts the application of its instance: that cuts all that it still has, and refuses others for
 * a while.
 */
export class Fleet implements AsyncDisposable, Machines {
  readonly nodes = new Map<string, ManagedNode>();
  /** What the updater brings. */
  published: Release = { name: "2", works: true };
  readonly #installed = new Map<string, Release>();
  readonly #images = new Map<string, Release>();
  readonly #ends: (() => unknown)[] = [];
  readonly #targets: Targets;

  private constructor(
    readonly loadBalancer: LoadBalancer,
    private readonly options: FleetOptions,
  ) {
    this.#targets = this.#seenTargets();
  }

  static async start(options: FleetOptions): Promise<Fleet> {
    const { loadBalancing, ids } = options;
    const fleet = new Fleet(await LoadBalancer.start(loadBalancing), options);
    try {
      for (const id of ids) await fleet.add(id);
      await fleet.untilHealthy();
    } catch (error) {
      await fleet[Symbol.asyncDispose]();
      throw error;
    }
    return fleet;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.loadBalancer[Symbol.dispose]();
    for (const end of this.#ends) await end();
  }

  async untilHealthy(): Promise<void> {
    while ([...this.loadBalancer.list().values()].some((state) => state !== "healthy"))
      await sleep(20);
  }

  /** What an instance runs. */
  installedOn(id: string): Release {
    const release = this.#installed.get(id);
    if (release === undefined) throw new Error(`${id} is no instance of the fleet`);
    return release;
  }

  /** What Systems Manager's agent does on one of them. */
  readonly run = async (id: string) => {
    const node = this.nodes.get(id);
    if (node === undefined) throw new Error(`${id} is no instance of the fleet`);
    const [code] = await once(node.begin(), "exit");
    return { code: code ?? -1, printed: node.output };
  };

  targets(): ReadonlyMap<string, string> {
    return this.loadBalancer.list();
  }

  image(instanceId: string, imageId: string): void {
    this.#images.set(imageId, this.installedOn(instanceId));
  }

  async launch(id: string, imageId = "", isHeld: boolean): Promise<void> {
    const release = isHeld ? this.#images.get(imageId) : this.published;
    if (release === undefined) throw new Error(`${imageId} is no image of this fleet`);
    await this.add(id, release);
    while (this.targets().get(id) !== "healthy") await sleep(20);
  }

  async terminate(id: string): Promise<void> {
    this.loadBalancer.deregister(id);
    while (this.loadBalancer.list().has(id)) await sleep(20);
    this.nodes.get(id)?.application.stop();
    this.nodes.delete(id);
  }

  /** Launches an instance and registers it. */
  async add(id: string, release: Release = { name: "1", works: true }): Promise<void> {
    this.#installed.set(id, release);
    const { loadBalancing, restartSeconds } = this.options;
    const slowSeconds = loadBalancing.deregistrationDelaySeconds * 0.4;
    const node: ManagedNode = new ManagedNode({
      id,
      certificate: certificate(),
      download: (_request, response) => response.writeHead(404).end(),
      application: ({ url }, response, nth) => {
        if (!this.installedOn(id).works) {
          response.writeHead(500).end();
          return;
        }
        const seconds = nth % 10 === 0 ? slowSeconds : 0.05;
        if (url === loadBalancing.healthCheck.path) {
          response.end();
          return;
        }
        if (seconds === slowSeconds) response.write("begun, and ");
        setTimeout(() => response.end("done"), seconds * 1000);
      },
      targets: this.#targets,
      ...this.options.node,
    });
    let restarted: NodeJS.Timeout | undefined;
    const service = new StandIn((_request, response) => {
      node.application.stop();
      this.#installed.set(id, this.published);
      restarted = setTimeout(() => node.application.start(), restartSeconds * 1000);
      response.end();
    });
    await service.start();
    this.#ends.push(() => service.stop());
    await node.start({ onTestFinished: (end) => this.#ends.push(end as () => unknown) });
    this.#ends.push(() => clearTimeout(restarted));
    node.install(node.updater("2", `curl --silent --show-error --fail ${service.url}`));
    this.nodes.set(id, node);
    this.loadBalancer.register(id, node.application.port);
  }

  /** What the instances change and see. */
  #seenTargets(): Targets {
    const { loadBalancer } = this;
    if (this.options.drains)
      return {
        register: (id) => loadBalancer.register(id, this.nodes.get(id)?.application.port ?? 0),
        deregister: (id) => loadBalancer.deregister(id),
        list: () => loadBalancer.list(),
      };
    const out = new Set<string>();
    return {
      register: (id) => out.delete(id),
      deregister: (id) => out.add(id),
      list: () => new Map([...loadBalancer.list()].filter(([id]) => !out.has(id))),
    };
  }
}
