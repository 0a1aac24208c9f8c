import type { RolloutReport } from "../../../../src/operations/rollout/report";
import {
  defaultWatchLimits,
  type RolloutRequest,
  rollout,
} from "../../../../src/operations/rollout/rollout";
import {
  type RolloutProgress,
  type RolloutTarget,
  rolloutTarget,
  type Surroundings,
} from "../../../../src/operations/rollout/surroundings";
import { releasable } from "../../../../src/systems/test-app/functions/rollout-settings";
import { environment } from "../../../support/environment";
import { VirtualClock } from "../../../support/fake-ssm/clock";
import type { FaultPlan } from "../../../support/fake-ssm/faults";
import type { FakeInstance } from "../../../support/fake-ssm/instances";
import type { Paging } from "../../../support/fake-ssm/paging";
import { World, type WorldProps } from "../../../support/fake-ssm/world";
import { WorldPort } from "../../../support/fake-ssm/world-port";

/** Any size of fleet will do, unless a test is about that. */
export const target: RolloutTarget = {
  ...rolloutTarget(releasable(environment().settings)),
  leastInService: Number.NEGATIVE_INFINITY,
};

/** A rollout as people start it, with changes. */
export function startRequest(
  changes: Partial<RolloutRequest & { kind: "start" }> = {},
): RolloutRequest {
  return {
    kind: "start",
    gate: { open: true, note: "in sync" },
    dryRun: false,
    allowOffline: false,
    commit: "0123456789abcdef0123456789abcdef01234567",
    ...defaultWatchLimits,
    ...changes,
  };
}

export function resumeRequest(
  commandId: string,
  kind: "resume" | "cancel" = "resume",
): RolloutRequest {
  return { kind, commandId, ...defaultWatchLimits };
}

export interface SimulationProps extends Partial<WorldProps> {
  readonly instances: readonly FakeInstance[];
  readonly faults?: FaultPlan;
  readonly paging?: Paging;
  readonly target?: Partial<RolloutTarget>;
}

/** A simulated account, and rollouts in it. */
export class Simulation {
  readonly clock = new VirtualClock();
  readonly world: World;
  readonly port: WorldPort;
  readonly target: RolloutTarget;
  readonly progress: RolloutProgress[] = [];
  readonly stop = new AbortController();
  private runs = 0;

  constructor(props: SimulationProps) {
    this.target = { ...target, ...props.target };
    this.world = new World(this.clock, { ...this.target, ...props });
    this.port = new WorldPort(this.world, props.faults, props.paging);
  }

  surroundings(changes: Partial<Surroundings> = {}): Surroundings {
    this.runs += 1;
    const runId = `run-${this.runs}`;
    return {
      port: this.port,
      clock: this.clock,
      chance: { fraction: () => 0.5, newRunId: () => runId },
      stop: this.stop.signal,
      onProgress: (each) => this.progress.push(each),
      ...changes,
    };
  }

  run(request: RolloutRequest = startRequest(), changes: Partial<Surroundings> = {}) {
    return rollout(this.target, request, this.surroundings(changes));
  }
}

/** Each instance's class, by id. */
export function classesOf({ instances }: RolloutReport): Record<string, string> {
  return Object.fromEntries(instances.map(({ instanceId, class: known }) => [instanceId, known]));
}
