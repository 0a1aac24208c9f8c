import fc from "fast-check";
import { expect, test } from "vitest";
import { FakeCode } from "../../../../support/fake-ssm/code";
import { instance, instanceId } from "../../../../support/fake-ssm/instances";
import { runs } from "../../../../support/runs";
import { resumeRequest, Simulation, startRequest, target } from "../../rollout/simulated";
import { id as environmentId, request, rolledBack } from "../simulated";

const deed = fc.oneof(
  fc.record({
    kind: fc.constant("rollout" as const),
    works: fc.constantFrom(true, true, true, false),
    /** What its image is at first, and two minutes later. */
    image: fc.constantFrom("available", "available", "available", "pending", "pending", "failed"),
    becomes: fc.constantFrom("available", "available", "failed", "pending"),
    interruptAfterMs: fc.option(fc.integer({ min: 0, max: 200_000 }), { freq: 1 }),
  }),
  fc.record({
    kind: fc.constant("rollback" as const),
    /** How old a restore point it goes back to, from the newest. */
    age: fc.integer({ min: 0, max: 3 }),
    failsAfter: fc.constantFrom(0, 1, 9, 9),
    isCommitted: fc.boolean(),
    isReleased: fc.constantFrom(true, true, true, false),
  }),
);

type Deed = typeof deed extends fc.Arbitrary<infer Value> ? Value : never;

const history = fc.record({
  kept: fc.integer({ min: 1, max: 3 }),
  deeds: fc.array(deed, { minLength: 2, maxLength: 14 }),
});

/** One environment through a history of rollouts and rollbacks. */
class History {
  readonly code = new FakeCode({ name: "0", works: true });
  readonly simulation: Simulation;
  /** Ids of all restore points that were ever made. */
  readonly made = new Set<string>();
  /** When the last rollout was sent that has succeeded. */
  private sentAt = Number.NEGATIVE_INFINITY;
  private configuredImage = "ami-0123456789abcdef0";

  constructor(private readonly kept: number) {
    const instances = [1, 2, 3].map((nth) => instance(instanceId(nth)));
    this.simulation = new Simulation({ instances, code: this.code });
  }

  async go(next: Deed): Promise<void> {
    const { clock, world } = this.simulation;
    clock.advance(300_000);
    await (next.kind === "rollout" ? this.rollOut(next) : this.rollBack(next));
    for (const { imageId } of world.images.all) this.made.add(imageId);
  }

  /** Restore points that one can return to, from before the last rollout that succeeded. */
  waysBack(): string[] {
    const { all } = this.simulation.world.images;
    return all.flatMap(({ imageId, state, createdAt }) =>
      state === "available" && createdAt <= this.sentAt ? imageId : [],
    );
  }

  /** Restore points that the group or an instance launches from, or that the code names, and that are gone. */
  missing(): string[] {
    const { world } = this.simulation;
    const { images, launches } = world;
    const versions = world.serving().map((id) => launches.versionOf(id));
    const used = [...versions, launches.version].map((each) => images.versions[Number(each) - 1]);
    const there = images.all.map(({ imageId }) => imageId);
    return [...used, this.configuredImage].flatMap((id = "") =>
      this.made.has(id) && !there.includes(id) ? id : [],
    );
  }

  private async rollOut(next: Deed & { kind: "rollout" }): Promise<void> {
    const { clock, world } = this.simulation;
    this.code.published = { name: `${clock.now()}`, works: next.works };
    world.images.becomes = next.image;
    clock.at(clock.elapsed() + 120_000, () => {
      const newest = world.images.all.at(-1);
      if (newest?.state === "pending") newest.state = next.becomes;
    });
    const stop = new AbortController();
    if (next.interruptAfterMs !== null)
      clock.at(clock.elapsed() + next.interruptAfterMs, () => stop.abort("interrupt"));
    const points = {
      ...target.restorePoints,
      kept: this.kept,
      configuredImage: this.configuredImage,
    };
    const own = Object.assign(Object.create(this.simulation), {
      target: { ...target, restorePoints: points },
    }) as Simulation;
    const chance = { fraction: () => 0.5, newRunId: () => `run-${this.code.published.name}` };
    const first = await own.run(startRequest(), { stop: stop.signal, chance });
    const [commandId] = first.commandIds;
    const { outcome } =
      first.outcome === "IN_PROGRESS" && commandId !== undefined
        ? await own.run(resumeRequest(commandId))
        : first;
    if (outcome === "SUCCEEDED")
      this.sentAt = world.commands.at(-1)?.props.requestedAt ?? this.sentAt;
  }

  private async rollBack(next: Deed & { kind: "rollback" }): Promise<void> {
    const { world } = this.simulation;
    world.launches.failsAfter = next.failsAfter;
    const to = world.images.restorePoints(environmentId).at(-1 - next.age)?.runId ?? null;
    const { outcome, restorePoint } = await rolledBack(this.simulation, request({ to }));
    if (outcome === "SUCCEEDED" && next.isCommitted)
      this.configuredImage = restorePoint?.imageId ?? this.configuredImage;
    if (next.isReleased)
      await rolledBack(this.simulation, { kind: "release", whyNot: async () => null });
  }
}

test("no rollouts and rollbacks remove the last image to return to, or one that is in use", async () => {
  const seen = { removed: 0, returned: 0 };
  await fc.assert(
    fc.asyncProperty(history, async ({ kept, deeds }) => {
      const all = new History(kept);
      let hadOne = false;
      for (const each of deeds) {
        await all.go(each);
        hadOne ||= all.waysBack().length > 0;
        if (hadOne) expect(all.waysBack()).not.toEqual([]);
        expect(all.missing()).toEqual([]);
      }
      const { images, launches } = all.simulation.world;
      if (images.all.length < all.made.size) seen.removed += 1;
      if (launches.version !== "1") seen.returned += 1;
    }),
    { numRuns: Math.max(300, runs(1_000)) },
  );
  expect(seen.removed).toBeGreaterThan(20);
  expect(seen.returned).toBeGreaterThan(20);
});
