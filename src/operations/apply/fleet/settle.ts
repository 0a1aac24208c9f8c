import type { Calls } from "../../aws/calls";
import { hasFailed, type InstanceRefresh, isOver } from "../../aws/group/instance-refresh";
import { newestOf, refreshesOf, refreshText } from "../../aws/group/instance-refreshes";
import { type ApplyOptions, callsOf } from "../options";
import type { FleetReport } from "../report";
import { Unsettled } from "../unsettled";
import type { Fleet } from "./aws";
import type { GroupChange } from "./touched";

/** How long a refresh that has begun may not be listed yet, where one must begin, and where one may. */
const visibilityMs = { must: 60_000, may: 10_000 };

/** What is known of the fleet before an apply, so that the wait after it can tell old from new. */
export interface FleetBefore {
  readonly groupName: string;
  /** What is applied to the group; undefined where the plan leaves it alone. */
  readonly change: GroupChange | undefined;
  /** Ids of instance refreshes: they tell new ones from those that were there, whatever clocks say. */
  readonly refreshes: ReadonlySet<string>;
}

/**
 * What is known of a fleet while it settles; it stays, however the wait ends. What counts is the fleet as it
 * is, whoever has started a refresh: the newest one must be over, and every instance in service must come
 * from the group's template.
 */
export class FleetWatch {
  readonly #calls: Calls;
  #refresh: InstanceRefresh | undefined;
  #fleet: Fleet | undefined;
  #settled = false;
  #toldRefresh = "";
  #toldFleet = "";

  constructor(
    private readonly before: FleetBefore,
    private readonly options: ApplyOptions,
  ) {
    this.#calls = callsOf(options, options.clock.now() + options.watchTimeoutMs);
  }

  /**
   * Waits until no instance refresh goes on and the group has as many healthy instances in service as it
   * wants, all of them from its template.
   *
   * @throws Unsettled when that won't come by itself
   * @throws WatchEnded, CallFailure when it couldn't be watched to its end
   */
  async toItsEnd(): Promise<void> {
    const { change, refreshes } = this.before;
    const now = () => this.options.clock.now();
    let visibleAt = now() + visibilityOf(change);
    for (; ; await this.#calls.pause(this.options.pollIntervalMs)) {
      const newest = await this.#newest();
      if (newest !== undefined && !isOver(newest)) {
        this.#follow(newest);
        visibleAt = Math.max(visibleAt, now() + visibilityMs.may);
        continue;
      }
      const isNew = newest !== undefined && !refreshes.has(newest.refreshId);
      const wasFollowed = newest?.refreshId === this.#refresh?.refreshId;
      if (newest !== undefined && (isNew || wasFollowed)) {
        this.#follow(newest);
        if (hasFailed(newest)) throw new Unsettled(refreshText(newest), "instance-refresh-failed");
      } else if (now() < visibleAt || this.#isLost()) {
        // So that whoever ends the watch now learns what runs.
        await this.#describe();
        continue;
      } else if (change?.startsRefresh)
        throw new Unsettled(
          `No instance refresh was seen within ${visibilityMs.must / 1000} s, though the plan changes how instances are launched: those that run are the old ones`,
          "instance-refresh-failed",
        );
      const fleet = await this.#describe();
      const mayBeRefreshed = now() < visibleAt;
      if (fleet.outdated.length > 0 && mayBeRefreshed) continue;
      this.#expectCurrent(fleet, newest);
      if (fleet.healthyInService >= fleet.desiredCapacity) break;
    }
    this.#settled = true;
  }

  /**
   * One look at a fleet that nothing was applied to.
   *
   * @returns the instance refresh that goes on
   * @throws Unsettled when it isn't what the code says
   * @throws WatchEnded, CallFailure
   */
  async asItIs(): Promise<InstanceRefresh | undefined> {
    const newest = await this.#newest();
    if (newest !== undefined && !isOver(newest)) {
      this.#follow(newest);
      return newest;
    }
    const fleet = await this.#describe();
    this.#expectCurrent(fleet, newest);
    const { healthyInService, minimumSize } = fleet;
    if (healthyInService < minimumSize)
      throw new Unsettled(
        `${healthyInService} instances are in service and healthy, and the group's minimum is ${minimumSize}`,
      );
    this.#settled = true;
    return undefined;
  }

  report(): FleetReport {
    return {
      groupName: this.before.groupName,
      refreshId: this.#refresh?.refreshId ?? null,
      status: this.#refresh?.status ?? null,
      statusReason: this.#refresh?.statusReason ?? null,
      percentageComplete: this.#refresh?.percentageComplete ?? null,
      desiredCapacity: this.#fleet?.desiredCapacity ?? null,
      healthyInService: this.#fleet?.healthyInService ?? null,
      outdatedInService: this.#fleet?.outdated.length ?? null,
      settled: this.#settled,
    };
  }

  async #newest(): Promise<InstanceRefresh | undefined> {
    return newestOf(await refreshesOf(this.options.fleet, this.#calls, this.before.groupName));
  }

  /** Lists lag behind: what was followed comes back. */
  #isLost(): boolean {
    return this.#refresh !== undefined && !isOver(this.#refresh);
  }

  #follow(refresh: InstanceRefresh): void {
    this.#refresh = refresh;
    const { refreshId, status, statusReason = null, percentageComplete = null } = refresh;
    const state = `${refreshId} ${status} ${percentageComplete}`;
    if (state !== this.#toldRefresh)
      this.options.onProgress({
        kind: "refresh",
        ...{ refreshId, status, percentageComplete, statusReason },
      });
    this.#toldRefresh = state;
  }

  async #describe(): Promise<Fleet> {
    const { groupName } = this.before;
    const { fleet: port, onProgress } = this.options;
    const fleet = await this.#calls.read((call) => port.describeFleet(groupName, call));
    if (fleet === undefined)
      throw new Unsettled(
        `The account has no auto scaling group ${groupName} in this region`,
        "not-applied",
      );
    this.#fleet = fleet;
    const { healthyInService, desiredCapacity, outdated } = fleet;
    const seen = { healthyInService, desiredCapacity, outdatedInService: outdated.length };
    const state = Object.values(seen).join(" ");
    if (state !== this.#toldFleet) onProgress({ kind: "fleet", ...seen });
    this.#toldFleet = state;
    return fleet;
  }

  /** No refresh goes on any more, so what was launched from another template stays. */
  #expectCurrent({ outdated }: Fleet, newest: InstanceRefresh | undefined): void {
    if (outdated.length === 0) return;
    this.#refresh = newest;
    const why = newest === undefined ? "" : `. ${refreshText(newest)}`;
    throw new Unsettled(
      `${outdated.join(", ")} in service, but not launched from the template version that the group has now${why}`,
      newest === undefined ? null : "instance-refresh-failed",
    );
  }
}

function visibilityOf(change: GroupChange | undefined): number {
  if (!change?.wasThere) return 0;
  return change.startsRefresh ? visibilityMs.must : visibilityMs.may;
}
