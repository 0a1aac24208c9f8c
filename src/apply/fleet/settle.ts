import type { Calls } from "../../rollout/calls";
import type { ApplyProgress } from "../progress";
import type { FleetReport } from "../report";
import type { Fleet, FleetPort, InstanceRefresh } from "./port";
import type { GroupChange } from "./touched";

/** How long a refresh that has begun may not be listed yet, where one must begin, and where one may. */
const visibilityMs = { must: 60_000, may: 10_000 };

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/check-status-instance-refresh.html */
const failures = ["Failed", "Cancelled", "RollbackSuccessful", "RollbackFailed"];

export interface Settling {
  readonly groupName: string;
  readonly change: GroupChange;
  /** Refreshes that were there before the apply. */
  readonly before: ReadonlySet<string>;
  readonly pollIntervalMs: number;
  readonly now: () => number;
  readonly onProgress: (progress: ApplyProgress) => void;
}

/** The fleet won't become what the code says. */
export class Unsettled extends Error {
  override readonly name = "Unsettled";
}

/** What is known of a fleet while it settles; it stays, however the wait ends. */
export class FleetWatch {
  #refresh: InstanceRefresh | undefined;
  #fleet: Fleet | undefined;
  #settled = false;

  constructor(
    private readonly port: FleetPort,
    private readonly calls: Calls,
    private readonly settling: Settling,
  ) {}

  /**
   * Waits until the instance refresh that the apply has started is over and the group has as many healthy
   * instances in service as it wants.
   *
   * @throws Unsettled when that won't come by itself
   * @throws WatchEnded, CallFailure when it couldn't be watched to its end
   */
  async toItsEnd(): Promise<void> {
    this.#refresh = await this.#ownRefresh();
    if (this.#refresh !== undefined) await this.#watchRefresh(this.#refresh.refreshId);
    else if (this.settling.change.startsRefresh)
      throw new Unsettled(
        `No instance refresh was seen within ${visibilityMs.must / 1000} s, though the plan changes how instances are launched: those that run are the old ones`,
      );
    await this.#watchFleet();
    this.#settled = true;
  }

  report(): FleetReport {
    const { groupName } = this.settling;
    return {
      groupName,
      refreshId: this.#refresh?.refreshId ?? null,
      status: this.#refresh?.status ?? null,
      statusReason: this.#refresh?.statusReason ?? null,
      percentageComplete: this.#refresh?.percentageComplete ?? null,
      desiredCapacity: this.#fleet?.desiredCapacity ?? null,
      healthyInService: this.#fleet?.healthyInService ?? null,
      settled: this.#settled,
    };
  }

  /** The refresh that wasn't there before the apply; of several the first, which the apply has started. */
  async #ownRefresh(): Promise<InstanceRefresh | undefined> {
    const { groupName, change, before, now } = this.settling;
    if (!change.wasThere) return undefined;
    const end = now() + (change.startsRefresh ? visibilityMs.must : visibilityMs.may);
    for (;;) {
      const listed = await refreshesOf(this.port, this.calls, groupName);
      const [first] = listed.filter(({ refreshId }) => !before.has(refreshId)).sort(byStart);
      if (first !== undefined || now() >= end) return first;
      await this.#pause();
    }
  }

  async #watchRefresh(refreshId: string): Promise<void> {
    for (let told = ""; ; await this.#pause()) {
      const listed = await refreshesOf(this.port, this.calls, this.settling.groupName);
      const refresh = listed.find((each) => each.refreshId === refreshId);
      // Lists lag behind.
      if (refresh === undefined) continue;
      this.#refresh = refresh;
      const { status, statusReason = null, percentageComplete = null } = refresh;
      const state = `${status} ${percentageComplete}`;
      if (state !== told)
        this.settling.onProgress({
          kind: "refresh",
          ...{ refreshId, status, percentageComplete, statusReason },
        });
      told = state;
      if (status === "Successful") return;
      if (failures.includes(status)) throw new Unsettled(failureOf(refresh));
    }
  }

  async #watchFleet(): Promise<void> {
    const { groupName, onProgress } = this.settling;
    for (let told = ""; ; await this.#pause()) {
      const fleet = await this.calls.read((call) => this.port.describeFleet(groupName, call));
      if (fleet === undefined)
        throw new Unsettled(`The account has no auto scaling group ${groupName} in this region`);
      this.#fleet = fleet;
      const state = `${fleet.healthyInService} ${fleet.desiredCapacity}`;
      if (state !== told) onProgress({ kind: "fleet", ...fleet });
      told = state;
      if (fleet.healthyInService >= fleet.desiredCapacity) return;
    }
  }

  async #pause(): Promise<void> {
    await this.calls.pause(this.settling.pollIntervalMs);
  }
}

/** All instance refreshes of a group, of the last six weeks: AWS forgets older ones. */
export async function refreshesOf(
  port: FleetPort,
  calls: Calls,
  groupName: string,
): Promise<InstanceRefresh[]> {
  const found: InstanceRefresh[] = [];
  await calls.readAll(
    (page) => port.listRefreshes(groupName, page),
    (refresh) => found.push(refresh),
  );
  return found;
}

function byStart(one: InstanceRefresh, other: InstanceRefresh): number {
  const [a, b] = [one, other].map(({ startedAt }) => startedAt ?? Number.MAX_SAFE_INTEGER);
  return (a ?? 0) - (b ?? 0);
}

function failureOf({ refreshId, status, statusReason }: InstanceRefresh): string {
  const why = statusReason === undefined ? "" : `: ${statusReason}`;
  return `The instance refresh ${refreshId} has ended as ${status}${why}`;
}
