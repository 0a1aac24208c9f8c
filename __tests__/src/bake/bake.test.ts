import { describe, expect, it, onTestFinished, vi } from "vitest";
import { AwsBakePort } from "../../../src/bake/aws";
import { bake } from "../../../src/bake/bake";
import type { BakeReport } from "../../../src/bake/report";
import { systemChance } from "../../../src/rollout/surroundings";
import { type FakeHealth, FakeHealthAccount } from "../../support/fake-health";
import { VirtualClock } from "../../support/fake-ssm/clock";
import { dummyCredentials } from "../rollout/aws/over-http";

const groupName = "test-app-uat-us-east-1";
const alarmName = `${groupName}-health`;
const target = { environment: "uat-us-east-1", region: "us-east-1", groupName, alarmName };
const fine: FakeHealth = { targets: { "i-1": "healthy", "i-2": "healthy" }, alarm: "OK" };

/** A bake of a minute with a look every quarter of it, over HTTP and in simulated time. */
async function baked(
  at: (look: number) => FakeHealth,
  stop = new AbortController().signal,
  bakeTimeMs = 60_000,
): Promise<BakeReport & { readonly told: readonly string[]; readonly elapsedMs: number }> {
  using account = await FakeHealthAccount.start(groupName, at);
  dummyCredentials();
  vi.stubEnv("AWS_ENDPOINT_URL", account.url);
  const port = new AwsBakePort("us-east-1");
  onTestFinished(() => port.destroy());
  const clock = new VirtualClock();
  const told: string[] = [];
  const onProgress = ({ text }: { readonly text: string }) => void told.push(text);
  const surroundings = { port, clock, chance: systemChance, stop, onProgress };
  const report = await bake(target, { bakeTimeMs, pollIntervalMs: 15_000 }, surroundings);
  return { ...report, told, elapsedMs: clock.elapsed() };
}

describe("an environment that bakes", () => {
  it("is healthy when nothing was wrong for the whole time", async () => {
    const report = await baked(() => fine);
    expect(report).toMatchObject({
      outcome: "HEALTHY",
      looks: 5,
      leastHealthyTargets: 2,
      minimumInstances: 2,
      alarm: { name: alarmName, state: "OK" },
      notes: [],
      elapsedMs: 60_000,
    });
    expect(report.told).toEqual(["2 of 2 targets healthy; alarm OK"]);
  });

  it("may fail one look, and not two, one after the other", async () => {
    const sick = { ...fine, targets: { ...fine.targets, "i-3": "unhealthy Target.Timeout" } };
    const one = await baked((look) => (look === 2 ? sick : fine));
    expect(one.outcome).toBe("HEALTHY");
    const two = await baked((look) => (look === 2 || look === 3 ? sick : fine));
    expect(two).toMatchObject({
      outcome: "UNHEALTHY",
      troubles: ["i-3 is unhealthy: Target.Timeout"],
      elapsedMs: 30_000,
    });
    // Another instance at each look: none is sick for long.
    const other = { ...fine, targets: { ...fine.targets, "i-4": "unhealthy Target.Timeout" } };
    const turns = await baked((look) => (look === 2 ? sick : look === 3 ? other : fine));
    expect(turns.outcome).toBe("HEALTHY");
  });

  it("is looked at once more when the last look is the first to fail", async () => {
    const sick = { ...fine, targets: { "i-1": "healthy", "i-2": "unhealthy Target.Timeout" } };
    const { outcome, looks, troubles } = await baked((look) => (look >= 5 ? sick : fine));
    expect([outcome, looks]).toEqual(["UNHEALTHY", 6]);
    expect(troubles).toContain("1 healthy targets, and the group's minimum is 2");
    expect((await baked((look) => (look === 5 ? sick : fine))).outcome).toBe("HEALTHY");
  });

  it.each<[string, FakeHealth, string]>([
    ["too few targets", { ...fine, targets: { "i-1": "healthy" } }, "1 healthy targets"],
    [
      "an instance in service that no load balancer knows",
      { ...fine, withoutTarget: ["i-3"] },
      "i-3 is not registered",
    ],
    [
      "a target that isn't used",
      { ...fine, targets: { ...fine.targets, "i-3": "unused Target.NotInUse" } },
      "i-3 is unused: Target.NotInUse",
    ],
  ])("is unhealthy with %s", async (_, health, trouble) => {
    const { outcome, troubles } = await baked(() => health);
    expect(outcome).toBe("UNHEALTHY");
    expect(troubles.join()).toContain(trouble);
  });

  it.each<[string, FakeHealth]>([
    [
      "a new one that isn't judged yet",
      { ...fine, targets: { ...fine.targets, "i-3": "initial Elb.InitialHealthChecking" } },
    ],
    [
      "one that is on its way out",
      { ...fine, targets: { ...fine.targets, "i-3": "draining" }, terminating: ["i-3"] },
    ],
  ])("is healthy with an instance too many: %s", async (_, health) => {
    expect((await baked(() => health)).outcome).toBe("HEALTHY");
  });

  it("looks twice at the least, though the first look took all the time", async () => {
    expect((await baked(() => fine, undefined, 0)).looks).toBe(2);
  });

  it("is unhealthy as soon as the composite alarm goes off", async () => {
    const report = await baked((look) => (look === 3 ? { ...fine, alarm: "ALARM" } : fine));
    expect(report).toMatchObject({
      outcome: "UNHEALTHY",
      troubles: [`${alarmName} is in ALARM: 5xx`],
      elapsedMs: 30_000,
    });
  });

  it("says that there is no alarm, or that it had no data", async () => {
    const { targets } = fine;
    const without = await baked(() => ({ targets }));
    expect(without).toMatchObject({ outcome: "HEALTHY", alarm: { state: null } });
    expect(without.notes).toEqual([
      `There is no composite alarm ${alarmName}, so none was watched`,
    ]);
    const silent = await baked((look) =>
      look === 2 ? { ...fine, alarm: "INSUFFICIENT_DATA" } : fine,
    );
    expect(silent.outcome).toBe("HEALTHY");
    expect(silent.notes).toEqual([`The alarm ${alarmName} was INSUFFICIENT_DATA for a time`]);
  });

  it.each(["DescribeAutoScalingGroups", "DescribeTargetHealth", "DescribeAlarms"])(
    "is unknown when %s is refused or not answered",
    async (operation) => {
      const denied = { operation, status: 403, code: "AccessDenied" };
      const refused = await baked((look) => (look === 2 ? { ...fine, refused: denied } : fine));
      expect(refused.outcome).toBe("UNKNOWN");
      expect(refused.reason).toContain(`${operation} failed, AccessDenied`);
      const gone = { operation, status: 503, code: "ServiceUnavailable" };
      const lost = await baked((look) => (look >= 2 ? { ...fine, refused: gone } : fine));
      expect(lost.outcome).toBe("UNKNOWN");
      expect(lost.looks).toBe(1);
    },
  );

  it("is unknown when the watch is interrupted", async () => {
    const stop = new AbortController();
    const at = (look: number) => {
      if (look === 2) stop.abort("interrupt");
      return fine;
    };
    const { outcome, reason } = await baked(at, stop.signal);
    expect([outcome, reason]).toEqual(["UNKNOWN", expect.stringContaining("it was interrupted")]);
  });

  it("is an error when there is nothing to watch", async () => {
    const noGroup = await baked(() => ({ ...fine, hasGroup: false }));
    expect(noGroup).toMatchObject({ outcome: "ERROR", looks: 0, targets: [], alarm: null });
    expect(noGroup.reason).toContain(`no auto scaling group ${groupName}`);
    const noTargets = await baked(() => ({ ...fine, hasTargetGroup: false }));
    expect([noTargets.outcome, noTargets.reason]).toEqual([
      "ERROR",
      expect.stringContaining("has no target group"),
    ]);
  });
});
