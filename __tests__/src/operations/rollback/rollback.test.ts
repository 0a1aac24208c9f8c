import { describe, expect, it, vi } from "vitest";
import {
  type RollbackReport,
  rollbackReportSchema,
} from "../../../../src/operations/rollback/report";
import type { Fault } from "../../../support/fake-ssm/faults";
import { earlier } from "../../../support/fake-ssm/images";
import { instance } from "../../../support/fake-ssm/instances";
import type { RollbackFaults, RollbackOperation } from "../../../support/fake-ssm/rollback-port";
import { Simulation, type SimulationProps } from "../rollout/simulated";
import { id, request, rolledBack } from "./simulated";

const fleet = [1, 2, 3].map((nth) => instance(`i-0000000000000000${nth}`));

/** A group of three, and restore points of two earlier rollouts. */
function given(props: Partial<SimulationProps> = {}) {
  const simulation = new Simulation({ instances: fleet, ...props });
  const { images, clock } = simulation.world;
  const older = earlier(images, id, "run-older", clock.now() - 2 * 86_400_000);
  const newer = earlier(images, id, "run-newer", clock.now() - 86_400_000);
  return { simulation, older, newer };
}

const at =
  (operation: RollbackOperation, ...faults: (Fault | undefined)[]): RollbackFaults =>
  (called, nth) =>
    called === operation ? faults[nth - 1] : undefined;

const imagesOf = ({ world }: Simulation) =>
  world.serving().map((each) => world.images.versions[Number(world.launches.versionOf(each)) - 1]);

const countsOf = ({ instances }: RollbackReport) => {
  const of = (known: string) => instances.filter((each) => each.class === known).length;
  return { restored: of("restored"), replaced: of("replaced"), notRestored: of("not restored") };
};

describe("a rollback", () => {
  it("holds updates, replaces every instance by the newest restore point, and says what to commit", async () => {
    const { simulation, newer } = given();
    let least = 3;
    for (let ms = 0; ms < 600_000; ms += 1_000)
      simulation.clock.at(ms, () => {
        least = Math.min(least, simulation.world.serving().length);
      });
    const report = await rolledBack(simulation);
    expect(rollbackReportSchema.parse(report)).toEqual(report);
    expect(report).toMatchObject({
      outcome: "SUCCEEDED",
      restorePoint: { imageId: newer, runId: "run-newer" },
      templateVersion: "2",
      refreshStatus: "Successful",
    });
    expect(countsOf(report)).toEqual({ restored: 3, replaced: 3, notRestored: 0 });
    expect(imagesOf(simulation)).toEqual([newer, newer, newer]);
    expect(least).toBe(3);
    expect(simulation.world.updates).toMatch(
      /^held: 1\.9 is bad \(by arn:aws:sts::111122223333:assumed-role\/operator\/ann, 2026-03-01T08:00:00\.\d+Z\)$/,
    );
    expect(report.nextSteps[0]).toContain(
      `machineImage: { owner: "111122223333", id: "${newer}" },`,
    );
  });

  it("goes back to what ran before a certain rollout", async () => {
    const { simulation, older } = given();
    expect(await rolledBack(simulation, request({ to: "run-older" }))).toMatchObject({
      outcome: "SUCCEEDED",
    });
    expect(imagesOf(simulation)).toEqual([older, older, older]);
  });

  it("takes no restore point that isn't available", async () => {
    const { simulation, older } = given();
    const { images, clock } = simulation.world;
    earlier(images, id, "run-pending", clock.now(), "pending");
    const refused = await rolledBack(simulation, request({ to: "run-pending" }));
    expect(refused).toMatchObject({ outcome: "ERROR", cause: "no-restore-point" });
    expect(refused.reason).toMatch(/is pending, and only an available one.*run-older/);
    for (const image of images.all) if (image.imageId !== older) image.state = "failed";
    await rolledBack(simulation);
    expect(imagesOf(simulation)).toEqual([older, older, older]);
  });

  it.each([
    ["no restore point at all", new Simulation({ instances: fleet }), request(), "there is none"],
    ["an unknown run", given().simulation, request({ to: "x" }), "before a rollout x: there are"],
    ["no group", given({ hasGroup: false }).simulation, request(), "no auto scaling group"],
    ["another account", given({ accountId: "999999999999" }).simulation, request(), "999999999999"],
    ["nobody who agrees", given().simulation, request({ agrees: async () => false }), "agreed"],
  ])("changes nothing with %s", async (_, simulation, asked, said) => {
    const report = await rolledBack(simulation, asked);
    expect(report.outcome).toBe("ERROR");
    expect(report.reason).toContain(said);
    expect(simulation.world.updates).toBe("enabled");
    expect(simulation.world.launches.all).toEqual([]);
  });

  it("says in a dry run what it would do, and does nothing", async () => {
    const { simulation, newer } = given();
    const report = await rolledBack(simulation, request({ dryRun: true }));
    expect(report.outcome).toBe("DRY_RUN");
    expect(report.reason).toMatch(/replace all 3 instances of .* by ones of the restore point/);
    expect(report.reason).toContain(newer);
    expect(simulation.world.updates).toBe("enabled");
    expect(simulation.world.images.versions).toHaveLength(1);
  });

  it("keeps a hold that somebody has set, with its reason", async () => {
    const { simulation } = given({ updates: "held: the vendor is asked (by bob)" });
    const report = await rolledBack(simulation);
    expect(simulation.world.updates).toBe("held: the vendor is asked (by bob)");
    expect(report.notes.join()).toContain("Already before, updates are held: the vendor");
  });

  it("gives way to a rollout that is running, and to another's instance refresh", async () => {
    const { simulation } = given();
    const command = simulation.world.sendByOther();
    const report = await rolledBack(simulation);
    expect(report.outcome).toBe("CONFLICT");
    expect(report.reason).toContain(`--cancel ${command.props.commandId}`);
    const other = given();
    other.simulation.world.launches.start("1");
    expect(await rolledBack(other.simulation)).toMatchObject({
      outcome: "CONFLICT",
      reason: expect.stringContaining("isn't a rollback to this restore point"),
    });
    expect(other.simulation.world.updates).toBe("enabled");
    // On the instances that it has not reached yet, the hold stops the rollout.
    expect(simulation.world.updates).toContain("held: 1.9 is bad");
    expect(report.nextSteps.join()).toContain(`updates are held now, or perhaps: go on with`);
  });

  it("says of each instance what it runs when the refresh fails, and goes on when run again", async () => {
    const { simulation, newer } = given();
    simulation.world.launches.failsAfter = 1;
    const report = await rolledBack(simulation);
    expect(report).toMatchObject({ outcome: "FAILED", cause: "instance-refresh-failed" });
    expect(report.reason).toContain("ended as Failed: an instance did not become healthy");
    expect(countsOf(report)).toEqual({ restored: 1, replaced: 1, notRestored: 2 });
    simulation.world.launches.failsAfter = Number.POSITIVE_INFINITY;
    expect(await rolledBack(simulation)).toMatchObject({ outcome: "SUCCEEDED" });
    expect(imagesOf(simulation)).toEqual([newer, newer, newer]);
    expect(simulation.world.images.versions).toHaveLength(2);
    expect(await rolledBack(simulation)).toMatchObject({ outcome: "SUCCEEDED" });
    expect(simulation.world.launches.all).toHaveLength(2);
  });

  it("leaves a refresh alone when it is interrupted, and watches on when run again", async () => {
    const { simulation } = given();
    simulation.clock.at(100_000, () => simulation.stop.abort("interrupt"));
    const report = await rolledBack(simulation);
    expect(report).toMatchObject({ outcome: "IN_PROGRESS", refreshStatus: "InProgress" });
    expect(report.nextSteps[0]).toContain(`rollback ${id} --to run-newer`);
    const again = await rolledBack(
      Object.assign(Object.create(simulation), { stop: new AbortController() }),
    );
    expect(again.outcome).toBe("SUCCEEDED");
    expect(simulation.world.launches.all).toHaveLength(1);
  });
});

describe("what is there already", () => {
  it("counts only while updates were held: an image that was updated since is replaced again", async () => {
    const { simulation, newer } = given();
    await rolledBack(simulation);
    await rolledBack(simulation, { kind: "release", whyNot: async () => null });
    expect(await rolledBack(simulation)).toMatchObject({ outcome: "SUCCEEDED" });
    expect(simulation.world.launches.all).toHaveLength(2);
    expect(imagesOf(simulation)).toEqual([newer, newer, newer]);
  });

  it("isn't a refresh to that image that began before the hold", async () => {
    const { simulation, newer } = given();
    const { images, launches, updates } = simulation.world;
    launches.start(images.createVersion(newer, "an apply", simulation.clock.now()));
    expect(await rolledBack(simulation)).toMatchObject({ outcome: "CONFLICT" });
    expect(updates).toBe("enabled");
  });

  it("isn't an older version of the template with that image: all else of it is old, too", async () => {
    const { simulation, newer } = given();
    const { images, launches } = simulation.world;
    images.versions.push(newer, "ami-0123456789abcdef0");
    launches.version = "3";
    expect(await rolledBack(simulation)).toMatchObject({
      outcome: "SUCCEEDED",
      templateVersion: "4",
    });
  });

  it("isn't the group's own version with that image, whose instances have been updated since", async () => {
    const { simulation, newer } = given();
    simulation.world.images.versions[0] = newer;
    simulation.world.launches.failsAfter = 1;
    const failed = await rolledBack(simulation);
    expect(failed).toMatchObject({ outcome: "FAILED", templateVersion: "2" });
    expect(countsOf(failed)).toEqual({ restored: 1, replaced: 1, notRestored: 2 });
    simulation.world.launches.failsAfter = Number.POSITIVE_INFINITY;
    const report = await rolledBack(simulation);
    expect(report).toMatchObject({ outcome: "SUCCEEDED", templateVersion: "2" });
    expect(countsOf(report)).toEqual({ restored: 3, replaced: 3, notRestored: 0 });
  });
});

it("takes no older restore point because the newest isn't complete", async () => {
  const { simulation } = given();
  const { images, clock } = simulation.world;
  earlier(images, id, "run-pending", clock.now(), "pending");
  const report = await rolledBack(simulation);
  expect(report).toMatchObject({ outcome: "ERROR", cause: "no-restore-point" });
  expect(report.reason).toContain("wait, or name another one with --to");
  expect(simulation.world.updates).toBe("enabled");
});

it("names the other restore points before it begins", async () => {
  const { simulation } = given();
  const report = await rolledBack(simulation, request({ dryRun: true }));
  expect(report.notes.join()).toMatch(/Others, for --to: run-older \(/);
});

it("goes on with what it has begun, though a newer restore point is there meanwhile", async () => {
  const { simulation, newer } = given();
  simulation.clock.at(100_000, () => simulation.stop.abort("interrupt"));
  await rolledBack(simulation);
  const { images, clock } = simulation.world;
  earlier(images, id, "run-newest", clock.now());
  const again = await rolledBack(
    Object.assign(Object.create(simulation), { stop: new AbortController() }),
  );
  expect(again).toMatchObject({ outcome: "SUCCEEDED", restorePoint: { imageId: newer } });
});

it("leaves an instance in Standby as it is, and says what it runs", async () => {
  const standby = instance("i-00000000000000009", { lifecycleState: "Standby" });
  const { simulation } = given({ instances: [...fleet, standby], desiredCapacity: 3 });
  const report = await rolledBack(simulation);
  expect(report.outcome).toBe("SUCCEEDED");
  expect(report.instances).toContainEqual(
    expect.objectContaining({ instanceId: standby.id, class: "not restored" }),
  );
  expect(report.notes.join()).toContain(`${standby.id} is in Standby, and runs what it ran`);
});

it("a version that an apply has given the group meanwhile is not taken back", async () => {
  const { simulation } = given();
  const report = await rolledBack(simulation, request(), (operation) => {
    if (operation === "StartInstanceRefresh") return "invalid";
    return undefined;
  });
  expect(report).toMatchObject({ outcome: "ERROR", refreshId: null });
});

it("a refresh that was perhaps begun, and then refused, is not forgotten", async () => {
  const { simulation } = given();
  const faults = at("StartInstanceRefresh", "reset after", "denied");
  expect(await rolledBack(simulation, request(), faults)).toMatchObject({ outcome: "UNKNOWN" });
  expect(await rolledBack(simulation)).toMatchObject({ outcome: "SUCCEEDED" });
  expect(simulation.world.launches.all).toHaveLength(1);
});

it("an older refresh of its own isn't taken for the one that somebody else has begun", async () => {
  const { simulation } = given();
  simulation.world.launches.failsAfter = 1;
  await rolledBack(simulation);
  const report = await rolledBack(simulation, request(), (operation) => {
    if (operation === "StartInstanceRefresh") simulation.world.launches.start("1");
    return undefined;
  });
  expect(report).toMatchObject({ outcome: "CONFLICT" });
});

it("a hold that was perhaps set is told", async () => {
  const { simulation } = given();
  const faults: RollbackFaults = (operation) => {
    if (operation !== "PutParameter") return undefined;
    simulation.stop.abort("interrupt");
    return "reset after";
  };
  const report = await rolledBack(simulation, request(), faults);
  expect(report.outcome).toBe("ERROR");
  expect(report.nextSteps.join()).toContain("updates are held now, or perhaps");
});

it("a group that wants no instance launches from the restore point later", async () => {
  const { simulation } = given({ instances: [], desiredCapacity: 0 });
  expect(await rolledBack(simulation)).toMatchObject({ outcome: "SUCCEEDED" });
  expect(simulation.world.launches.version).toBe("2");
});

describe("what happens while somebody decides", () => {
  it("a rollout that began stops it, and the hold stays", async () => {
    const { simulation } = given();
    const agrees = async () => {
      simulation.world.sendByOther();
      return true;
    };
    const report = await rolledBack(simulation, request({ agrees }));
    expect(report).toMatchObject({ outcome: "CONFLICT", hold: expect.stringContaining("1.9 is") });
    expect(simulation.world.updates).toContain("held: 1.9 is bad");
    expect(simulation.world.launches.all).toEqual([]);
  });

  it("an image that is removed is not launched from", async () => {
    const { simulation, older } = given();
    const agrees = async () => {
      simulation.world.images.remove(older);
      return true;
    };
    const report = await rolledBack(simulation, request({ to: "run-older", agrees }));
    expect(report).toMatchObject({ outcome: "ERROR", cause: "no-restore-point" });
    expect(simulation.world.launches.all).toEqual([]);
  });
});

describe("an instance refresh that was asked for", () => {
  const begun = /^08b91cf7-/;

  it("is told with its id where it can't be seen", async () => {
    const { simulation } = given();
    const report = await rolledBack(
      simulation,
      request(),
      at("DescribeInstanceRefreshes", undefined, "denied"),
    );
    expect(report).toMatchObject({
      outcome: "UNKNOWN",
      refreshId: expect.stringMatching(begun),
      refreshStatus: null,
    });
    expect(report.nextSteps.join()).toContain("cancel-instance-refresh");
  });

  it("goes on when somebody interrupts before it is seen", async () => {
    const { simulation } = given();
    const report = await rolledBack(simulation, request(), (operation, nth) => {
      if (operation === "DescribeInstanceRefreshes" && nth === 2)
        simulation.stop.abort("interrupt");
      return undefined;
    });
    expect(report).toMatchObject({
      outcome: "IN_PROGRESS",
      refreshId: expect.stringMatching(begun),
    });
  });

  it("was perhaps started where nobody answered", async () => {
    const { simulation } = given();
    const report = await rolledBack(simulation, request(), (operation) => {
      if (operation !== "StartInstanceRefresh") return undefined;
      simulation.stop.abort("interrupt");
      return "reset after";
    });
    expect(report).toMatchObject({ outcome: "UNKNOWN", refreshId: null });
    expect(report.reason).toContain("perhaps started");
    const again = await rolledBack(
      Object.assign(Object.create(simulation), { stop: new AbortController() }),
    );
    expect(again.outcome).toBe("SUCCEEDED");
    expect(simulation.world.launches.all).toHaveLength(1);
  });

  it("that another one prevents is none", async () => {
    const { simulation } = given();
    const report = await rolledBack(simulation, request(), (operation) => {
      if (operation === "StartInstanceRefresh") simulation.world.launches.start("1");
      return undefined;
    });
    expect(report).toMatchObject({ outcome: "CONFLICT", refreshId: null });
  });
});

describe("through faults at every step", () => {
  const operations: readonly RollbackOperation[] = [
    "DescribeAutoScalingGroups",
    "DescribeInstanceRefreshes",
    "DescribeImages",
    "DescribeLaunchTemplateVersions",
    "GetParameter",
    "GetCallerIdentity",
    "PutParameter",
    "ListCommands",
    "CreateLaunchTemplateVersion",
    "StartInstanceRefresh",
  ];
  it.each(operations)(
    "it comes to its end when %s is throttled, cut off and answered late",
    async (operation) => {
      for (const fault of ["throttled", "reset", "reset after", "unparsable after"] as const) {
        const { simulation, newer } = given();
        const report = await rolledBack(simulation, request(), at(operation, fault, "throttled"));
        expect(report.outcome, `${fault}: ${report.reason}`).toBe("SUCCEEDED");
        expect(imagesOf(simulation)).toEqual([newer, newer, newer]);
        expect(simulation.world.images.versions).toHaveLength(2);
        expect(simulation.world.launches.all).toHaveLength(1);
      }
    },
  );

  it.each(operations)("it never calls it a success when %s is denied", async (operation) => {
    const { simulation } = given();
    const report = await rolledBack(simulation, request(), at(operation, "denied"));
    expect(report.outcome).toBe("ERROR");
    expect(simulation.world.launches.all).toEqual([]);
    expect(await rolledBack(simulation)).toMatchObject({ outcome: "SUCCEEDED" });
  });

  it("it doesn't know what runs when the group is gone at the end", async () => {
    const { simulation } = given();
    const { world } = simulation;
    const report = await rolledBack(simulation, request(), (operation, nth) => {
      if (operation === "DescribeAutoScalingGroups" && nth === 2)
        vi.spyOn(world, "group").mockReturnValue(undefined);
      return undefined;
    });
    expect(report).toMatchObject({ outcome: "UNKNOWN", cause: "not-applied" });
    expect(report.reason).toMatch(/what runs now could not be learnt: There is no auto scaling/);
  });

  it("it doesn't know what becomes of the instances when it is denied the watch", async () => {
    const { simulation } = given();
    const faults: RollbackFaults = (operation, nth) =>
      operation === "DescribeInstanceRefreshes" && nth > 3 ? "denied" : undefined;
    expect(await rolledBack(simulation, request(), faults)).toMatchObject({ outcome: "UNKNOWN" });
  });
});

describe("a hold that ends too early", () => {
  const release = { kind: "release", whyNot: async () => null } as const;

  it("isn't released while an instance refresh goes on", async () => {
    const { simulation } = given({ updates: "held: x (by y)" });
    simulation.world.launches.start("1");
    expect(await rolledBack(simulation, release)).toMatchObject({
      outcome: "CONFLICT",
      reason: expect.stringMatching(/^The hold stays: The instance refresh .* isn't over/),
    });
    expect(simulation.world.updates).toBe("held: x (by y)");
  });

  it("makes no success of a rollback, and all is replaced when it is run again", async () => {
    const { simulation, newer } = given();
    const { clock, world } = simulation;
    clock.at(100_000, () => world.write("enabled"));
    const report = await rolledBack(simulation);
    expect(report).toMatchObject({ outcome: "UNKNOWN", hold: null, refreshStatus: "Successful" });
    expect(report.reason).toContain("may have fetched the new code");
    expect(await rolledBack(simulation)).toMatchObject({ outcome: "SUCCEEDED" });
    expect(world.launches.all).toHaveLength(2);
    expect(imagesOf(simulation)).toEqual([newer, newer, newer]);
  });
});

describe("the hold alone", () => {
  it("is set with who, when and why", async () => {
    const { simulation } = given();
    const report = await rolledBack(simulation, { kind: "hold", reason: " 1.9\n is bad " });
    expect(report.outcome).toBe("HELD");
    expect(simulation.world.updates).toMatch(/^held: 1\.9 is bad \(by arn:.*, 2026-03-01T08:00/);
    expect(simulation.world.launches.all).toEqual([]);
  });

  it("is released when code and cloud agree, and not before", async () => {
    const { simulation } = given({ updates: "held: x (by y)" });
    const whyNot = async () => "The drift check says DRIFTED";
    expect(await rolledBack(simulation, { kind: "release", whyNot })).toMatchObject({
      outcome: "ERROR",
      reason: "The hold stays: The drift check says DRIFTED",
      cause: "drift-report-refused",
    });
    expect(simulation.world.updates).toBe("held: x (by y)");
    const report = await rolledBack(simulation, { kind: "release", whyNot: async () => null });
    expect(report).toMatchObject({ outcome: "RELEASED", hold: null });
    expect(simulation.world.updates).toBe("enabled");
  });
});
