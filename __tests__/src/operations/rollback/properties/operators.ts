import fc from "fast-check";
import type { RollbackReport } from "../../../../../src/operations/rollback/report";
import { type RollbackRequest, rollback } from "../../../../../src/operations/rollback/rollback";
import { rollout } from "../../../../../src/operations/rollout/rollout";
import type { RolloutTarget } from "../../../../../src/operations/rollout/surroundings";
import { FakeCode, type Release } from "../../../../support/fake-ssm/code";
import { earlier } from "../../../../support/fake-ssm/images";
import { instance, instanceId } from "../../../../support/fake-ssm/instances";
import { RollbackWorldPort } from "../../../../support/fake-ssm/rollback-port";
import { World } from "../../../../support/fake-ssm/world";
import { WorldPort } from "../../../../support/fake-ssm/world-port";
import { resumeRequest, target as rolloutTarget, startRequest } from "../../rollout/simulated";
import { request, target } from "../simulated";
import { SharedClock } from "./shared-clock";

/** The least size of the group, and what must serve while an instance is updated. */
export const minimumInstances = 3;
export const leastInService = 2;

const bootMs = 60_000;

/** What an operator does, or what happens by itself, and when. */
export interface Deed {
  readonly what:
    | "rollout"
    | "rollback"
    | "hold"
    | "release"
    | "publish"
    | "scale out"
    | "scale in"
    | "die";
  readonly atMs: number;
  /** When it is interrupted, and how much later it is begun again; undefined where it isn't. */
  readonly interrupt: { readonly afterMs: number; readonly pauseMs: number } | undefined;
  readonly works: boolean;
}

export interface Scenario {
  readonly size: number;
  readonly deeds: readonly Deed[];
  readonly latencies: readonly number[];
  readonly limits: { readonly maxConcurrency: number; readonly maxErrors: number };
  readonly visibleAfterMs: number;
}

export const scenario: fc.Arbitrary<Scenario> = fc.record({
  size: fc.integer({ min: minimumInstances, max: 5 }),
  deeds: fc.array(
    fc.record({
      what: fc.constantFrom(
        ...(["rollout", "rollout", "rollback", "rollback", "hold", "release"] as const),
        ...(["publish", "scale out", "scale in", "die"] as const),
      ),
      atMs: fc.integer({ min: 0, max: 1_500_000 }),
      interrupt: fc.option(
        fc.record({
          afterMs: fc.integer({ min: 0, max: 300_000 }),
          pauseMs: fc.integer({ min: 0, max: 120_000 }),
        }),
        { nil: undefined },
      ),
      works: fc.boolean(),
    }),
    { minLength: 3, maxLength: 10 },
  ),
  latencies: fc.array(fc.integer({ min: 5, max: 4_000 }), { minLength: 5, maxLength: 20 }),
  limits: fc.constantFrom(
    { maxConcurrency: 1, maxErrors: 0 },
    { maxConcurrency: 1, maxErrors: 1 },
    { maxConcurrency: 2, maxErrors: 0 },
  ),
  visibleAfterMs: fc.constantFrom(0, 3_000, 12_000),
});

/** A rollback that ended, and what ran in service when it looked last. */
export interface Ended {
  readonly report: RollbackReport;
  readonly ran: readonly Release[];
}

/** Operators at one account, who know nothing of each other. */
export class Operators {
  readonly clock = new SharedClock();
  readonly code = new FakeCode({ name: "0", works: true });
  readonly world: World;
  readonly rollbacks: Ended[] = [];
  readonly outcomes: string[] = [];
  private readonly rolloutTarget: RolloutTarget;
  private readonly going: Promise<void>[] = [];
  private runIds = 0;
  private slept = 0;

  constructor(private readonly scenario: Scenario) {
    const { size, limits, visibleAfterMs } = scenario;
    this.rolloutTarget = { ...rolloutTarget, ...limits, leastInService };
    this.world = new World(this.clock, {
      ...this.rolloutTarget,
      instances: Array.from({ length: size }, (_, index) => instance(instanceId(index + 1))),
      code: this.code,
      visibleAfterMs,
    });
    earlier(this.world.images, target.environmentId, "run-0", this.clock.now() - 86_400_000);
    for (const deed of scenario.deeds) this.clock.at(deed.atMs, () => this.begin(deed));
  }

  /** All of it, to its end. */
  async all(): Promise<void> {
    await this.clock.run(8 * 3_600_000);
    await Promise.all(this.going);
  }

  private begin({ what, interrupt, works }: Deed): void {
    const { world } = this;
    switch (what) {
      case "publish":
        this.code.published = { name: `${Number(this.code.published.name) + 1}`, works };
        return;
      case "scale out":
        world.launches.launch(undefined, bootMs);
        return;
      case "scale in":
        if (world.desired() > minimumInstances) world.leave(world.serving()[0] ?? "");
        return;
      case "die":
        world.leave(world.serving()[0] ?? "");
        world.launches.launch(undefined, bootMs);
        return;
      case "rollout": {
        let commandId: string | undefined;
        this.start(interrupt, async (stop) => {
          const report = await rollout(
            this.rolloutTarget,
            commandId === undefined ? startRequest() : resumeRequest(commandId),
            { ...this.surroundings(stop), port: this.slowly(new WorldPort(world)) },
          );
          commandId ??= report.commandIds[0];
          this.outcomes.push(`rollout ${report.outcome}`);
        });
        return;
      }
      case "rollback":
        this.start(interrupt, (stop) => this.rollBack(request(), stop));
        return;
      case "hold":
        this.start(interrupt, (stop) => this.rollBack({ kind: "hold", reason: "bad" }, stop));
        return;
      case "release": {
        // The drift report that allows it may be half an hour old.
        const whyNot = async () => null;
        this.start(interrupt, (stop) => this.rollBack({ kind: "release", whyNot }, stop));
      }
    }
  }

  private async rollBack(asked: RollbackRequest, stop: AbortSignal): Promise<void> {
    const port = this.slowly(new RollbackWorldPort(this.world));
    let ran: readonly Release[] = [];
    const describeGroup: typeof port.describeGroup = async (...call) => {
      const group = await port.describeGroup(...call);
      ran = (group?.instances ?? []).map(({ instanceId: id }) => this.code.on(id));
      return group;
    };
    const report = await rollback(target, asked, {
      ...this.surroundings(stop),
      port: Object.assign(Object.create(port), { describeGroup }),
    });
    this.outcomes.push(`${asked.kind} ${report.outcome}`);
    this.rollbacks.push({ report, ran });
  }

  /** A program; one that is interrupted is begun once more. */
  private start(interrupt: Deed["interrupt"], program: (stop: AbortSignal) => Promise<void>): void {
    const stop = new AbortController();
    if (interrupt !== undefined)
      this.clock.at(this.clock.elapsed() + interrupt.afterMs, () => stop.abort("interrupt"));
    const again = async () => {
      await program(stop.signal);
      if (!stop.signal.aborted) return;
      await this.clock.sleep(interrupt?.pauseMs ?? 0);
      await program(new AbortController().signal);
    };
    this.going.push(again());
  }

  private surroundings(stop: AbortSignal) {
    return {
      clock: this.clock,
      chance: {
        fraction: () => 0.5,
        newRunId: () => {
          this.runIds += 1;
          return `run-${this.runIds}`;
        },
      },
      stop,
      onProgress: () => undefined,
    };
  }

  /** Each call takes its time, before AWS carries it out and after. */
  private slowly<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get:
        (_, name) =>
        async (...call: unknown[]) => {
          await this.latency();
          const answer = await (port as any)[name](...call);
          await this.latency();
          return answer;
        },
    });
  }

  private latency(): Promise<void> {
    const { latencies } = this.scenario;
    this.slept += 1;
    return this.clock.sleep(latencies[this.slept % latencies.length] ?? 0);
  }
}
