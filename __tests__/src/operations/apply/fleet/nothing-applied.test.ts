import { describe, expect, it } from "vitest";
import { type Approval, type Ending, ending } from "../../../../../src/operations/apply/decision";
import { settledBefore } from "../../../../../src/operations/apply/settle-fleet";
import type { Cause } from "../../../../../src/operations/report/causes";
import type { FakeFleet } from "../../../../support/fake-auto-scaling";
import {
  created,
  groupName,
  inAccount,
  old,
  outdated,
  type Settled,
  type Situation,
  whole,
} from "./in-account";

describe("a fleet that nothing is applied to", () => {
  const nothing = ending("NOTHING_TO_DO", "The cloud is what the code says");
  const planned = ending("PLANNED", "There is something to apply");
  const approved: Approval = { kind: "approved", fingerprint: "sha256:1" };
  const going = { id: "going", status: "InProgress", percent: 33 };

  async function seen(
    decided: Ending,
    situation: Situation,
    stop = new AbortController().signal,
  ): Promise<Settled> {
    const fake: FakeFleet = { refreshes: () => [old], group: () => whole, ...situation };
    const all = { findings: [], ...situation };
    return inAccount(fake, all, stop, (plan, options) => settledBefore(plan, decided, options));
  }

  it("is looked at once, and is settled whatever became of an old refresh", async () => {
    const { outcome, reason, fleet, operations } = await seen(nothing, {});
    expect([outcome, reason]).toEqual(["NOTHING_TO_DO", nothing.reason]);
    expect(fleet).toMatchObject({ refreshId: null, healthyInService: 1, settled: true });
    expect(operations).toEqual(["DescribeInstanceRefreshes", "DescribeAutoScalingGroups"]);
  });

  it.each<[string, Partial<FakeFleet>, string, (Cause | null)?]>([
    [
      "old instances are left",
      { group: () => outdated },
      "old has ended as Failed",
      "instance-refresh-failed",
    ],
    ["too few are healthy", { group: () => ({ ...whole, minimumSize: 2 }) }, "minimum is 2"],
    ["a refresh goes on", { refreshes: () => [going, old] }, "going isn't over, it is InProgress"],
    [
      "a refresh has a state that nobody knows",
      { refreshes: () => [{ ...going, status: "Splendid" }] },
      "it is Splendid",
    ],
    [
      "the group isn't there",
      { group: () => undefined },
      `no auto scaling group ${groupName}`,
      "not-applied",
    ],
  ])("is no success for a plan that is only shown when %s", async (_, fake, why, cause = null) => {
    const alone = await seen(nothing, fake);
    expect([alone.outcome, alone.fleet?.settled]).toEqual(["UNSETTLED", false]);
    expect(alone.cause).toBe(cause);
    expect(alone.reason).toContain(why);
    expect(alone.nextSteps?.join()).toContain("describe-scaling-activities --region us-east-1");
    expect(alone.clock.elapsed()).toBe(0);
    // The plan can be approved all the same: it may be what mends the fleet.
    const beside = await seen(planned, fake);
    expect([beside.outcome, beside.reason]).toEqual(["PLANNED", expect.stringContaining(why)]);
  });

  it("has its refresh watched to its end by a run that applies", async () => {
    const ends = (status: string) => ({
      approval: approved,
      refreshes: (nth: number) => [{ ...going, status: nth < 4 ? "InProgress" : status }, old],
    });
    const good = await seen(nothing, ends("Successful"));
    expect([good.outcome, good.fleet?.refreshId]).toEqual(["NOTHING_TO_DO", "going"]);
    expect(good.reason).toContain("and the fleet has settled");
    const bad = await seen(nothing, ends("Failed"));
    expect([bad.outcome, bad.fleet?.status]).toEqual(["UNSETTLED", "Failed"]);
    expect((await seen(nothing, ends("InProgress"))).outcome).toBe("IN_PROGRESS");
  });

  it("isn't asked about where there is none, or none yet", async () => {
    for (const none of [{ hasFleet: false }, { findings: [created] }]) {
      const { outcome, operations } = await seen(planned, none);
      expect([outcome, operations]).toEqual(["PLANNED", []]);
    }
  });

  it("is unknown when AWS refuses, and nothing when somebody interrupts", async () => {
    const denied = { refreshes: () => ({ status: 403, code: "AccessDenied" }) };
    const { outcome, reason, cause } = await seen(nothing, denied);
    expect(cause).toBe("permission-denied");
    expect([outcome, reason]).toEqual(["UNKNOWN", expect.stringContaining("AccessDenied")]);
    expect((await seen(planned, denied)).outcome).toBe("PLANNED");
    for (const decided of [nothing, planned])
      expect((await seen(decided, {}, AbortSignal.abort("interrupt"))).outcome).toBe("INTERRUPTED");
  });
});
