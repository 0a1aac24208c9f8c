import { holdOf } from "../../../src/operations/aws/hold";
import type { InstanceRefresh } from "../../../src/operations/aws/instance-refresh";
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
    this.world.join(made);
    return made;
  }

  /** @returns its id; undefined where one goes on */
  start(version: string): string | undefined {
    if (this.all.some(({ status }) => status === "InProgress")) return undefined;
    const { clock } = this.world;
    const refreshId = `08b91cf7-8fa6-48af-b6a6-${String(this.all.length).padStart(12, "0")}`;
    const template = `${templateId} ${version}`;
    this.put({
      refreshId,
      status: "InProgress",
      statusReason: undefined,
      startedAt: clock.now(),
      percentageComplete: 0,
      template,
    });
    const old = this.world.serving();
    const { machines } = this.world;
    if (machines !== undefined) {
      void this.replaceMachines(refreshId, old, version, machines);
      return refreshId;
    }
    const at = clock.elapsed();
    old.forEach((id, index) => {
      if (index >= this.failsAfter) return;
      const begin = at + index * (bootMs + overlapMs);
      clock.at(begin, () => {
        if (this.is(refreshId, "InProgress")) this.launch(version, bootMs);
      });
      clock.at(begin + bootMs + overlapMs, () => {
        if (!this.is(refreshId, "InProgress")) return;
        this.world.leave(id);
        const percentageComplete = Math.round((100 * (index + 1)) / old.length);
        this.change(refreshId, { percentageComplete });
      });
    });
    const replaced = Math.min(old.length, this.failsAfter);
    clock.at(at + replaced * (bootMs + overlapMs) + 1, () => {
      if (!this.is(refreshId, "InProgress")) return;
      const fails = replaced < old.length;
      if (!fails) this.version = version;
      this.change(
        refreshId,
        fails
          ? { status: "Failed", statusReason: "an instance did not become healthy" }
          : { status: "Successful" },
      );
    });
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
        await machines.launch(next, imageId, holdOf("", this.world.updates) !== null);
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
    for (const { refreshId, status } of this.all)
      if (status === "InProgress") this.change(refreshId, { status: "Cancelled" });
  }

  private is(refreshId: string, status: string): boolean {
    return this.all.some((each) => each.refreshId === refreshId && each.status === status);
  }

  private put(refresh: InstanceRefresh): void {
    this.all.push(refresh);
  }

  private change(refreshId: string, changes: Partial<InstanceRefresh>): void {
    const index = this.all.findIndex((each) => each.refreshId === refreshId);
    const before = this.all[index];
    if (before !== undefined) this.all[index] = { ...before, ...changes };
  }
}

export const templateId = "lt-0123456789abcdef0";
