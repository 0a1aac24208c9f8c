import type { InstanceRefresh } from "../../../src/operations/aws/group/instance-refresh";
import { type FakeInstance, instance, instanceId } from "./instances";
import type { Machines } from "./machines";
import type { World } from "./world";

/** How long a new instance takes until it serves, and how long after that the old one stays. */
const bootMs = 60_000;
const overlapMs = 30_000;

/** Instance refreshes of the group, and its launches: each instance with the version that it came from. */
export class FakeRefreshes {
  readonly all: InstanceRefresh[] = [];
  /** What the group launches from. */
  version = "1";
  private readonly versions = new Map<string, string>();
  private launched = 0;
  /** Instances that a refresh has launched beyond what the group is to have. */
  surplus = 0;
  /** After so many replaced instances it fails. */
  failsAfter = Number.POSITIVE_INFINITY;

  constructor(private readonly world: World) {}

  versionOf(id: string): string {
    return this.versions.get(id) ?? "1";
  }

  /** An instance that the group launches now, and that serves at once or a while later. */
  launch(version = this.version, afterMs = 0): FakeInstance {
    this.launched += 1;
    const id = instanceId(0xa000 + this.launched);
    const joins = this.world.clock.elapsed() + afterMs;
    const made = instance(id, { joins });
    this.versions.set(id, version);
    const imageId = this.world.images.versions[Number(version) - 1] ?? "";
    this.world.code?.launched(id, imageId, this.world.mayUpdate());
    this.world.join(made);
    return made;
  }

  /**
   * Replaces one instance after the other.
   *
   * @param minHealthyPercentage below 100, the old one leaves before the new one comes
   * @returns its id; undefined where one goes on
   */
  start(version: string, minHealthyPercentage = 100): string | undefined {
    if (this.all.some(({ status }) => status === "InProgress")) return undefined;
    const { world } = this;
    const { clock } = world;
    const refreshId = `08b91cf7-8fa6-48af-b6a6-${String(this.all.length).padStart(12, "0")}`;
    this.all.push({
      refreshId,
      status: "InProgress",
      statusReason: undefined,
      startedAt: clock.now(),
      percentageComplete: 0,
      template: `${templateId} ${version}`,
    });
    const { machines } = world;
    if (machines !== undefined) {
      void this.replaceMachines(refreshId, world.serving(), version, machines);
      return refreshId;
    }
    // All that were launched before, and unhealthy ones first.
    // https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html
    const isHealthy = (id: string) => world.code?.on(id).works ?? true;
    // What is in Standby is ignored, as the refresh is told to.
    const all = world.staying().filter((id) => !world.isInStandby(id));
    const old = [...all.filter((id) => !isHealthy(id)), ...all.filter(isHealthy)];
    const launchesFirst = minHealthyPercentage >= 100;
    const after = (milliseconds: number, act: () => void) =>
      clock.at(clock.elapsed() + milliseconds, () => {
        if (this.is(refreshId, "InProgress")) act();
      });
    const end = (changes: Partial<InstanceRefresh>) => {
      this.surplus = 0;
      this.change(refreshId, changes);
    };
    const fails = { status: "Failed", statusReason: "an instance did not become healthy" };

    const replace = (index: number): void => {
      const id = old[index];
      if (id === undefined) {
        this.version = version;
        end({ status: "Successful" });
      } else if (index >= this.failsAfter) {
        end(fails);
      } else if (!world.staying().includes(id)) {
        replace(index + 1);
      } else {
        if (!launchesFirst) world.takeOut(id, "refresh");
        this.surplus = launchesFirst ? 1 : 0;
        const launched = this.launch(version, bootMs);
        after(bootMs + overlapMs, () => letGo(index, id, launched.id));
      }
    };
    const letGo = (index: number, id: string, launched: string): void => {
      const others = world.serving().filter((each) => each !== id && isHealthy(each));
      const least = Math.ceil((world.desired() * minHealthyPercentage) / 100);
      if (!isHealthy(launched)) {
        end(fails);
      } else if (launchesFirst && isHealthy(id) && others.length < least) {
        // Somebody else has taken others away meanwhile.
        after(overlapMs, () => letGo(index, id, launched));
      } else {
        this.surplus = 0;
        if (launchesFirst) world.takeOut(id, "refresh");
        const percentageComplete = Math.round((100 * (index + 1)) / old.length);
        this.change(refreshId, { percentageComplete });
        after(1, () => replace(index + 1));
      }
    };
    after(1, () => replace(0));
    return refreshId;
  }

  private async replaceMachines(
    refreshId: string,
    old: readonly string[],
    version: string,
    machines: Machines,
  ): Promise<void> {
    try {
      for (const [index, id] of old.entries()) {
        if (!this.is(refreshId, "InProgress")) return;
        this.launched += 1;
        const next = instanceId(0xa000 + this.launched);
        const [{ imageId } = {}] = this.world.images.inVersions([version]);
        await machines.launch(next, imageId, !this.world.mayUpdate());
        this.versions.set(next, version);
        this.world.join(instance(next, { joins: this.world.clock.elapsed() }));
        await machines.terminate(id);
        this.world.leave(id);
        this.change(refreshId, {
          percentageComplete: Math.round((100 * (index + 1)) / old.length),
        });
      }
      this.version = version;
      this.change(refreshId, { status: "Successful" });
    } catch (error) {
      this.change(refreshId, { status: "Failed", statusReason: String(error) });
    }
  }

  /** Somebody ends the one that goes on. */
  cancel(): void {
    this.surplus = 0;
    for (const { refreshId, status } of this.all)
      if (status === "InProgress") this.change(refreshId, { status: "Cancelled" });
  }

  private is(refreshId: string, status: string): boolean {
    return this.all.some((each) => each.refreshId === refreshId && each.status === status);
  }

  private change(refreshId: string, changes: Partial<InstanceRefresh>): void {
    const index = this.all.findIndex((each) => each.refreshId === refreshId);
    const before = this.all[index];
    if (before !== undefined) this.all[index] = { ...before, ...changes };
  }
}

export const templateId = "lt-0123456789abcdef0";
