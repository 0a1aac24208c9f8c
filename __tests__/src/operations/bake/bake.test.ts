import { describe, expect, it, vi } from "vitest";
import { Clients } from "../../../../src/operations/aws/clients";
import { bakePort } from "../../../../src/operations/bake/aws";
import { bake } from "../../../../src/operations/bake/bake";
import type { BakeTarget } from "../../../../src/operations/bake/look";
import type { BakeReport } from "../../../../src/operations/bake/report";
import { type FakeHealth, FakeHealthAccount } from "../../../support/fake-health";
import { VirtualClock } from "../../../support/fake-ssm/clock";
import { dummyCredentials } from "../rollout/aws/over-http";

const groupName = "test-app-uat-us-east-1";
const alarmName = `${groupName}-health`;
const target = { environment: "uat-us-east-1", groupName, alarmName };
const fine: FakeHealth = { targets: { "i-1": "healthy", "i-2": "healthy" }, alarm: "OK" };

/** A bake of a minute with a look every quarter of it, over HTTP and in simulated time. */
async function baked(
  at: (look: number) => FakeHealth,
  stop = new AbortController().signal,
  bakeTimeMs = 60_000,
  watched: BakeTarget = target,
): Promise<BakeReport & { readonly told: readonly string[]; readonly elapsedMs: number }> {
  using account = await FakeHealthAccount.start(groupName, at);
  dummyCredentials();
  vi.stubEnv("AWS_ENDPOINT_URL", account.url);
  using aws = new Clients("us-east-1");
  const port = bakePort(aws);
  const clock = new VirtualClock();
  const told: string[] = [];
  const onProgress = ({ text }: { readonly text: string }) => void told.push(text);
  // Pauses before a repetition are always the longest.
  const chance = { fraction: () => 1, newRunId: () => "run" };
  const surroundings = { port, clock, chance, stop, onProgress };
  const report = await bake(watched, { bakeTimeMs, pollIntervalMs: 15_000 }, surroundings);
  return { ...report, told, elapsedMs: clock.elapsed() };
}

describe("an environment whose alarm says it all", () => {
  const byAlarm = (alarm: FakeHealth["alarm"]) =>
    baked(() => ({ targets: {}, ...(alarm && { alarm }) }), undefined, undefined, {
      ...target,
      groupName: null,
    });

  it("is healthy while the alarm is, and no group is asked for", async () => {
    const report = await byAlarm("OK");
    expect(report).toMatchObject({
      outcome: "HEALTHY",
      looks: 5,
      leastHealthyTargets: null,
      minimumInstances: null,
      targets: [],
    });
    expect(report.told).toEqual(["alarm OK"]);
  });

  it("is unhealthy when it goes off, and unknown while it has no data", async () => {
    expect((await byAlarm("ALARM")).outcome).toBe("UNHEALTHY");
    expect((await byAlarm("INSUFFICIENT_DATA")).outcome).toBe("UNKNOWN");
  });

  it("has nothing to watch without it", async () => {
    expect(await byAlarm(undefined)).toMatchObject({
      outcome: "ERROR",
      reason: `The account has no composite alarm ${alarmName} in this region`,
    });
  });
});

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
    const short = await baked((look) => (look === 1 ? sick : fine), undefined, 15_000);
    expect([short.outcome, short.looks]).toEqual(["HEALTHY", 2]);
    // Whichever instance it is.
    const other = { ...fine, targets: { ...fine.targets, "i-4": "unhealthy Target.Timeout" } };
    const turns = await baked((look) => (look % 2 === 0 ? sick : other));
    expect([turns.outcome, turns.looks]).toEqual(["UNHEALTHY", 2]);
  });

  it("may not fail too many looks, though never two, one after the other", async () => {
    const sick = { ...fine, targets: { ...fine.targets, "i-3": "unhealthy Target.Timeout" } };
    const often = await baked((look) => (look % 2 === 0 ? sick : fine));
    expect(often).toMatchObject({
      outcome: "UNHEALTHY",
      reason: "The environment was unhealthy at 2 of 5 looks",
      troubles: ["i-3 is unhealthy: Target.Timeout"],
    });
    const seldom = await baked(
      (look) => (look === 2 || look === 4 ? sick : fine),
      undefined,
      105_000,
    );
    expect([seldom.outcome, seldom.looks]).toEqual(["HEALTHY", 8]);
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
    [
      "a target whose state isn't said",
      { ...fine, targets: { ...fine.targets, "i-3": "" } },
      "i-3 is unknown",
    ],
    [
      "an instance of which one port is unhealthy",
      { ...fine, targets: { ...fine.targets, "i-1": ["healthy", "unhealthy", "initial"] } },
      "i-1 is unhealthy",
    ],
    [
      "an instance that is unhealthy in another target group",
      { ...fine, secondTargets: { "i-1": "healthy", "i-2": "unhealthy" } },
      "i-2 is unhealthy",
    ],
    [
      "an instance that another target group doesn't know",
      { ...fine, secondTargets: { "i-1": "healthy" } },
      "i-2 is not registered",
    ],
    [
      "healthy targets that the group doesn't have",
      { ...fine, strangers: ["i-2"] },
      "1 healthy targets, and the group's minimum is 2",
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

  it("is watched for longer when AWS wasn't heard for a time", async () => {
    const gone = {
      operation: "DescribeAutoScalingGroups",
      status: 503,
      code: "ServiceUnavailable",
    };
    // Every call of the group is a look here; with the longest pauses, this many take 93 s.
    const late = await baked((look) => (look <= 14 ? { ...fine, refused: gone } : fine));
    expect(late.outcome).toBe("HEALTHY");
    expect(late.elapsedMs).toBeGreaterThanOrEqual(92_000 + 60_000);
    expect(late.notes.join()).toContain("For 93 s nothing was seen");
    const often = await baked((look) => (look % 15 === 0 ? fine : { ...fine, refused: gone }));
    expect(often.outcome).toBe("UNKNOWN");
    expect(often.reason).toContain("AWS wasn't heard for most of the time");
  });

  it.each<[string, (look: number) => FakeHealth]>([
    ["INSUFFICIENT_DATA", () => ({ ...fine, alarm: "INSUFFICIENT_DATA" })],
    ["unknown", () => ({ ...fine, alarm: null })],
    ["gone", (look) => (look < 3 ? fine : { targets: fine.targets })],
  ])("is unknown when the composite alarm is %s in the end", async (state, at) => {
    const { outcome, reason } = await baked(at);
    expect([outcome, reason]).toEqual([
      "UNKNOWN",
      expect.stringContaining(`the alarm ${alarmName} is ${state} in the end`),
    ]);
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
      expect([refused.outcome, refused.cause]).toEqual(["UNKNOWN", "permission-denied"]);
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
    const { outcome, reason, cause } = await baked(at, stop.signal);
    expect([outcome, reason]).toEqual(["UNKNOWN", expect.stringContaining("it was interrupted")]);
    expect(cause).toBe("interrupted");
  });

  it("is an error when there is nothing to watch", async () => {
    const noGroup = await baked(() => ({ ...fine, hasGroup: false }));
    expect(noGroup).toMatchObject({
      outcome: "ERROR",
      cause: "not-applied",
      looks: 0,
      targets: [],
      alarm: null,
    });
    expect(noGroup.reason).toContain(`no auto scaling group ${groupName}`);
    const noTargets = await baked(() => ({ ...fine, hasTargetGroup: false }));
    expect([noTargets.outcome, noTargets.cause, noTargets.reason]).toEqual([
      "ERROR",
      "not-applied",
      expect.stringContaining("has no target group"),
    ]);
  });
});
