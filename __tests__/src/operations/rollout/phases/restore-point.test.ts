import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RestorePoint } from "../../../../../src/operations/aws/images/restore-point";
import { toRemove } from "../../../../../src/operations/rollout/phases/restore-point";
import { faultsOf } from "../../../../support/fake-ssm/faults";
import { earlier } from "../../../../support/fake-ssm/images";
import { failure, instance } from "../../../../support/fake-ssm/instances";
import { runs } from "../../../../support/runs";
import { Simulation, type SimulationProps, startRequest } from "../simulated";

const a = instance("i-0000000000000000a");
const b = instance("i-0000000000000000b");
const id = "production-us-east-1";

const imagesOf = ({ world }: Simulation) => world.images.all.map(({ imageId }) => imageId);
const sent = ({ world }: Simulation) => world.commands.length;

/** With restore points of earlier rollouts, the oldest first. */
function withEarlier(count: number, props: Partial<SimulationProps> = {}) {
  const simulation = new Simulation({ instances: [a, b], ...props });
  const { images, clock } = simulation.world;
  const ids = Array.from({ length: count }, (_, index) =>
    earlier(images, id, `run-of-${index}`, clock.now() - (count - index) * 86_400_000),
  );
  return { simulation, ids };
}

describe("a restore point", () => {
  it("is made before anything is sent, of a healthy instance, with the environment, commit and run", async () => {
    const simulation = new Simulation({ instances: [{ ...a, isHealthy: false }, b] });
    const { world, port } = simulation;
    const whenSent: number[] = [];
    const watched = Object.assign(Object.create(port), {
      sendCommand: (...call: Parameters<typeof port.sendCommand>) => {
        whenSent.push(world.images.all.length);
        return port.sendCommand(...call);
      },
    });
    const report = await simulation.run(undefined, { port: watched });
    expect(whenSent).toEqual([1]);
    expect(world.images.all).toMatchObject([
      {
        instanceId: b.id,
        name: "test-app-production-us-east-1-run-1",
        tags: {
          Environment: "production",
          ProjectId: "1234",
          EnvironmentId: id,
          RestorePointRunId: "run-1",
          RestorePointCommit: "0123456789abcdef0123456789abcdef01234567",
        },
      },
    ]);
    expect(report).toMatchObject({
      outcome: "SUCCEEDED",
      restorePoint: { imageId: imagesOf(simulation)[0], state: "available", instanceId: b.id },
    });
  });

  it("is only told of in a dry run", async () => {
    const simulation = new Simulation({ instances: [a] });
    const { reason } = await simulation.run(startRequest({ dryRun: true }));
    expect(reason).toMatch(/^Would make a restore point of i-0000000000000000a, and then send /);
    expect(simulation.world.images.all).toEqual([]);
  });

  it("is made once, though the answer was lost, or several were throttled", async () => {
    const faults = faultsOf({ CreateImage: ["throttled", "reset after", "html 503"] });
    const simulation = new Simulation({ instances: [a], faults });
    expect(await simulation.run()).toMatchObject({ outcome: "SUCCEEDED" });
    expect(simulation.world.images.all).toHaveLength(1);
  });

  it.each([
    ["it is refused", { faults: faultsOf({ CreateImage: ["denied"] }) }, "CreateImage: denied"],
    ["it fails at once", { newImages: "failed" }, "is failed, Client.InternalError"],
    ["its snapshots don't begin", { newImages: "nascent" }, "had not begun within 600 s"],
    ["it can't be seen", { faults: faultsOf({ DescribeImages: ["denied"] }) }, "DescribeImages"],
  ])("ends the rollout when %s, and nothing is sent", async (_, props, said) => {
    const simulation = new Simulation({ instances: [a], ...props });
    const report = await simulation.run();
    expect(report).toMatchObject({ outcome: "ERROR", cause: "restore-point" });
    expect(report.reason).toContain("Nothing was sent, because no restore point could be made");
    expect(report.reason).toContain(said);
    expect(sent(simulation)).toBe(0);
  });

  it("is told of when it fails later, while the rollout goes on", async () => {
    const simulation = new Simulation({ instances: [a], newImages: "pending" });
    simulation.clock.at(1_000, () => {
      for (const image of simulation.world.images.all) image.state = "failed";
    });
    const report = await simulation.run();
    expect(report).toMatchObject({ outcome: "SUCCEEDED", restorePoint: { state: "failed" } });
    expect(report.notes.join()).toContain("there is no way back to what ran before this rollout");
  });

  it("isn't made where the environment has given it up, which is said", async () => {
    const because = "UAT can be made anew within minutes";
    const simulation = new Simulation({
      instances: [a],
      target: { restorePoints: { offBecause: because } },
    });
    const report = await simulation.run();
    expect(report).toMatchObject({ outcome: "SUCCEEDED", restorePoint: null });
    expect(report.notes.join()).toContain(because);
    expect(simulation.world.images.all).toEqual([]);
  });

  it("isn't made of instances of which none is healthy, and the ones before stay", async () => {
    const { simulation, ids } = withEarlier(1, {
      instances: [{ ...a, target: "unhealthy" }],
    });
    expect(await simulation.run()).toMatchObject({ outcome: "SUCCEEDED", restorePoint: null });
    expect(imagesOf(simulation)).toEqual(ids);
  });

  it("needs one that Auto Scaling holds to be healthy", async () => {
    const simulation = new Simulation({ instances: [{ ...a, isHealthy: false }] });
    expect(await simulation.run()).toMatchObject({ outcome: "ERROR", cause: "restore-point" });
    expect(sent(simulation)).toBe(0);
  });
});

describe("old restore points", () => {
  it("go beyond the number that is kept, the oldest first", async () => {
    const { simulation, ids } = withEarlier(7);
    const report = await simulation.run();
    expect(imagesOf(simulation)).toEqual([...ids.slice(3), expect.any(String)]);
    expect(report.notes.join()).toContain(`The old restore point ${ids[0]} was removed`);
  });

  it("stay while a version in use of the launch template or the configuration names them", async () => {
    // Ids are given in order.
    const second = "ami-00000000000000002";
    const { simulation, ids } = withEarlier(8, {
      target: { restorePoints: { kept: 5, tags: { EnvironmentId: id }, configuredImage: second } },
    });
    const [first = "", , third = ""] = ids;
    simulation.world.images.versions[0] = first;
    simulation.world.images.versions.push("ami-between", third);
    await simulation.run();
    expect(imagesOf(simulation)).toEqual([...ids.slice(0, 3), ...ids.slice(4), expect.any(String)]);
  });

  it("are the environment's own only", async () => {
    const { simulation } = withEarlier(0);
    const { images } = simulation.world;
    for (let nth = 0; nth < 9; nth += 1) earlier(images, "uat-us-east-1", `other-${nth}`, nth);
    await simulation.run();
    expect(images.all).toHaveLength(10);
  });

  it.each(["DeregisterImage", "DescribeLaunchTemplateVersions"] as const)(
    "stay when %s is denied, which is told and changes nothing else",
    async (operation) => {
      const faults = faultsOf({ [operation]: ["denied"] });
      const { simulation } = withEarlier(7, { faults });
      const report = await simulation.run();
      expect(report.outcome).toBe("SUCCEEDED");
      expect(report.notes.join()).toContain("Old restore points were not all removed");
      expect(imagesOf(simulation)).toHaveLength(8);
    },
  );

  it("stay after a bad release: a further try makes another one, and an old one may be the way back", async () => {
    const { simulation } = withEarlier(7, { instances: [{ ...a, runs: [failure] }, b] });
    const { restorePoint } = await simulation.run();
    expect(imagesOf(simulation)).toHaveLength(8);
    expect(imagesOf(simulation)).toContain(restorePoint?.imageId);
  });
});

const point = fc.record({
  imageId: fc.uuid(),
  runId: fc.constantFrom("own", "b", "c", "d"),
  state: fc.constantFrom("available", "pending", "failed", "transient"),
  createdAt: fc.integer({ min: 0, max: 9 }).map((day) => `2026-06-0${day}T00:00:00Z`),
});

it("never removes the last image that one could return to, nor one that isn't complete", () => {
  fc.assert(
    fc.property(fc.array(point), fc.integer({ min: 0, max: 4 }), (points, kept) => {
      const all = points.map((each) => each as unknown as RestorePoint);
      const removed = new Set(toRemove(all, kept, "own"));
      const available = all.filter(({ state }) => state === "available");
      const left = available.filter((each) => !removed.has(each));
      expect(left.length).toBeGreaterThanOrEqual(Math.min(available.length, Math.max(kept, 1)));
      for (const { runId, state } of removed) {
        expect(runId).not.toBe("own");
        expect(["available", "failed"]).toContain(state);
      }
    }),
    { numRuns: runs(1_000) },
  );
});
