import type { Settling } from "../../../estate/deployment";
import type { Calls } from "../../aws/calls";
import { type ApplyOptions, callsOf } from "../options";
import type { ServiceReport } from "../report";
import { Unsettled } from "../unsettled";
import type { Service } from "./aws";
import { serviceText } from "./text";

export type ServicesSettling = Extract<Settling, { by: "ecs services" }>;

/** How long ECS may still list the deployment before, when the planned one has begun. */
const visibilityMs = 30_000;

/** The most reasons that are told of a service: those of one version's tasks are much the same. */
const mostReasons = 5;

/**
 * What is known of ECS services while they settle; it stays, however the wait ends. A service has settled when its
 * primary deployment is completed, runs the task definition that was planned, and has all its tasks. A circuit breaker
 * that rolled a deployment back has completed one, too: of the version before.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export class ServicesWatch {
  readonly #calls: Calls;
  readonly #reports = new Map<string, ServiceReport>();
  #planned: ReadonlyMap<string, string> | undefined;

  constructor(
    private readonly settling: ServicesSettling,
    private readonly options: ApplyOptions,
  ) {
    this.#calls = callsOf(options, options.clock.now() + options.watchTimeoutMs);
  }

  /**
   * @throws Unsettled when they won't settle by themselves
   * @throws WatchEnded, CallFailure when they couldn't be watched to their end
   */
  async toItsEnd(): Promise<void> {
    const visibleAt = this.options.clock.now() + visibilityMs;
    for (;;) {
      await this.#look();
      const missing = this.#unsettled();
      if (missing.length === 0) return;
      const isVisible = this.options.clock.now() >= visibleAt;
      const ended = missing.filter((each) => hasFailed(each) || (isVisible && isOther(each)));
      if (ended.length > 0) throw await this.#failure(ended);
      await this.#calls.pause(this.options.pollIntervalMs);
    }
  }

  /**
   * One look at services that nothing was applied to.
   *
   * @returns whether a deployment goes on
   * @throws Unsettled when they aren't what the code says
   * @throws WatchEnded, CallFailure
   */
  async asItIs(): Promise<boolean> {
    await this.#look();
    const missing = this.#unsettled();
    const going = missing.filter((each) => each.rolloutState === "IN_PROGRESS" && !isOther(each));
    if (missing.length > going.length) throw await this.#failure(missing);
    return going.length > 0;
  }

  report(): ServiceReport[] {
    return [...this.#reports.values()];
  }

  #unsettled(): ServiceReport[] {
    return this.report().filter(({ settled }) => !settled);
  }

  async #look(): Promise<void> {
    const { cluster, services } = this.settling;
    this.#planned ??= await this.#readPlanned();
    const names = services.map(({ name }) => name);
    const { services: port, onProgress } = this.options;
    const found = await this.#calls.read((call) => port.describeServices(cluster, names, call));
    for (const name of names) {
      const service = found.find((each) => each.name === name);
      if (service === undefined)
        throw new Unsettled(
          `The cluster ${cluster} has no service ${name} in this region`,
          "not-applied",
        );
      const seen = reportOf(service, this.#planned.get(name) ?? "");
      const text = serviceText(seen);
      const before = this.#reports.get(name);
      if (before === undefined || serviceText(before) !== text)
        onProgress({ kind: "service", service: name, text });
      this.#reports.set(name, seen);
    }
  }

  async #readPlanned(): Promise<ReadonlyMap<string, string>> {
    const { services: port } = this.options;
    const planned = new Map<string, string>();
    for (const { name, family } of this.settling.services)
      planned.set(name, await this.#calls.read((call) => port.newestTaskDefinition(family, call)));
    return planned;
  }

  async #failure(services: readonly ServiceReport[]): Promise<Unsettled> {
    const told: string[] = [];
    for (const each of services) {
      const stopped = await this.#stoppedReasons(each);
      this.#reports.set(each.service, { ...each, stoppedTasks: stopped });
      told.push([serviceText(each), ...stopped].join("; "));
    }
    return new Unsettled(told.join(". "));
  }

  async #stoppedReasons({ service, planned }: ServiceReport): Promise<string[]> {
    const { cluster } = this.settling;
    const found = new Set<string>();
    await this.#calls.readAll(
      (page) => this.options.services.stoppedTasks(cluster, service, page),
      ({ taskDefinition, reasons }) => {
        if (taskDefinition === planned) for (const each of reasons) found.add(each);
      },
    );
    return [...found].slice(0, mostReasons);
  }
}

function reportOf(service: Service, planned: string): ServiceReport {
  const primary = service.deployments.find(({ status }) => status === "PRIMARY");
  // One that failed stays in the list beside the one that took its place.
  const failed = service.deployments.find(
    ({ taskDefinition, rolloutState }) => taskDefinition === planned && rolloutState === "FAILED",
  );
  const runs = primary?.taskDefinition === planned && primary.rolloutState === "COMPLETED";
  return {
    service: service.name,
    planned,
    taskDefinition: primary?.taskDefinition ?? null,
    rolloutState: failed?.rolloutState ?? primary?.rolloutState ?? null,
    rolloutStateReason: failed?.rolloutStateReason ?? primary?.rolloutStateReason ?? null,
    runningTasks: service.runningTasks,
    desiredTasks: service.desiredTasks,
    stoppedTasks: [],
    settled: runs && service.runningTasks >= service.desiredTasks,
  };
}

function hasFailed({ rolloutState }: ServiceReport): boolean {
  return rolloutState === "FAILED";
}

function isOther({ taskDefinition, planned }: ServiceReport): boolean {
  return taskDefinition !== planned;
}
