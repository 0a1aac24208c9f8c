import { describe, expect, it } from "vitest";
import { fleetBefore, settleFleet } from "../../../../../src/operations/apply/settle-fleet";
import type { FakeFleet, FakeRefresh } from "../../../../support/fake-auto-scaling";
import {
  created,
  groupName,
  inAccount,
  old,
  outdated,
  resized,
  type Settled,
  type Situation,
  whole,
} from "./in-account";

/**
 * An apply whose refresh has these states, one after the other; the last one stays. Before the apply the
 * account has an old one.
 */
async function settled(
  states: readonly Omit<FakeRefresh, "id">[],
  situation: Situation = {},
  stop = new AbortController().signal,
): Promise<Settled> {
  const known = situation.findings?.[0] === created ? 0 : 1;
  const fake: FakeFleet = {
    refreshes: (nth) => {
      const state = states[Math.min(nth - 1 - known, states.length - 1)];
      return nth <= known || state === undefined ? [old] : [{ id: "new", ...state }, old];
    },
    group: () => whole,
    ...situation,
  };
  return inAccount(fake, situation, stop, async (plan, options) =>
    settleFleet(await fleetBefore(plan, options), options),
  );
}

describe("the fleet after an apply", () => {
  it("has settled once the refresh is successful and all instances are healthy", async () => {
    const { outcome, fleet, told } = await settled(
      [
        { status: "Pending" },
        { status: "InProgress", percent: 50 },
        { status: "Baking", percent: 100 },
        { status: "Successful", percent: 100 },
      ],
      {
        group: (nth) => ({
          desiredCapacity: 2,
          instances:
            nth < 3
              ? ["InService Healthy", "InService Unhealthy"]
              : ["InService Healthy", "InService Healthy", "Terminating Unhealthy"],
        }),
      },
    );
    expect(outcome).toBe("APPLIED");
    expect(fleet).toEqual({
      groupName,
      refreshId: "new",
      status: "Successful",
      statusReason: null,
      percentageComplete: 100,
      desiredCapacity: 2,
      healthyInService: 2,
      outdatedInService: 0,
      settled: true,
    });
    expect(told.flatMap((each) => (each.kind === "refresh" ? each.status : []))).toEqual([
      "Pending",
      "InProgress",
      "Baking",
      "Successful",
    ]);
    const healthy = told.flatMap((each) => (each.kind === "fleet" ? each.healthyInService : []));
    expect(healthy).toEqual([1, 2]);
  });

  it.each(["Failed", "Cancelled", "RollbackSuccessful", "RollbackFailed"])(
    "has not when the refresh ends as %s, which says why",
    async (status) => {
      const { outcome, reason, cause, fleet } = await settled([
        { status: "InProgress" },
        { status, reason: "the warm-up was never over" },
      ]);
      expect([outcome, cause]).toEqual(["UNSETTLED", "instance-refresh-failed"]);
      expect(reason).toContain(`new has ended as ${status}: the warm-up was never over`);
      expect(fleet).toMatchObject({ refreshId: "new", status, settled: false });
    },
  );

  it("has not when no refresh begins though one must", async () => {
    const { outcome, reason, cause, clock, fleet } = await settled([]);
    expect([outcome, fleet?.refreshId]).toEqual(["UNSETTLED", null]);
    expect(cause).toBe("instance-refresh-failed");
    expect(reason).toContain("No instance refresh was seen within 60 s");
    expect(clock.elapsed()).toBeGreaterThanOrEqual(60_000);
  });

  it("needs no refresh when the plan doesn't change how instances are launched", async () => {
    const findings = [resized];
    expect((await settled([], { findings })).outcome).toBe("APPLIED");
    const started = await settled([{ status: "Failed" }], { findings });
    expect(started.outcome).toBe("UNSETTLED");
  });

  it("is judged by the newest of several new refreshes, whoever has started them", async () => {
    const theirs = { id: "theirs", status: "Successful", startedAt: "2026-03-01T08:30:00Z" };
    const own = { id: "own", status: "Failed", startedAt: "2026-03-01T09:00:00Z" };
    const failed = await settled([], {
      refreshes: (nth) => (nth === 1 ? [old] : [theirs, own, old]),
    });
    expect([failed.outcome, failed.fleet?.refreshId]).toEqual(["UNSETTLED", "own"]);
    // It isn't listed yet when the other one has ended.
    const later = await settled([], {
      refreshes: (nth) =>
        nth === 1
          ? [old]
          : nth === 2
            ? [theirs, old]
            : [{ ...own, status: nth < 5 ? "InProgress" : "Successful" }, theirs, old],
      group: (nth) => (nth === 1 ? outdated : whole),
    });
    expect([later.outcome, later.fleet?.refreshId]).toEqual(["APPLIED", "own"]);
  });

  it.each([true, false])(
    "has not while old instances are in service (mixed instances: %s)",
    async (isMixed) => {
      const { outcome, reason, nextSteps, fleet } = await settled([{ status: "Successful" }], {
        group: () => ({ ...outdated, isMixed }),
      });
      expect([outcome, fleet?.settled]).toEqual(["UNSETTLED", false]);
      expect(reason).toContain("i-0 in service, but not launched from the template version");
      expect(nextSteps?.join()).toContain("aws autoscaling start-instance-refresh");
    },
  );

  it("is looked at once when the plan leaves the group alone", async () => {
    const alone = { findings: [], refreshes: () => [old] };
    const { outcome, clock } = await settled([], alone);
    expect([outcome, clock.elapsed()]).toEqual(["APPLIED", 0]);
    const left = await settled([], { ...alone, group: () => outdated });
    expect(left.outcome).toBe("UNSETTLED");
    const resumed = await settled([{ status: "InProgress" }, { status: "Failed" }], {
      findings: [],
    });
    expect([resumed.outcome, resumed.fleet?.refreshId]).toEqual(["UNSETTLED", "new"]);
  });

  it("isn't asked about where the code has no group", async () => {
    const { outcome, fleet, operations } = await settled([], { hasFleet: false });
    expect([outcome, fleet, operations]).toEqual(["APPLIED", undefined, []]);
  });

  it("is unknown when the group doesn't say what it launches", async () => {
    const { outcome } = await settled([{ status: "Successful" }], {
      group: () => ({ ...whole, version: null }),
    });
    expect(outcome).toBe("UNKNOWN");
  });

  it("of a new group has no refresh, and must come up", async () => {
    const findings = [created];
    const { outcome, fleet } = await settled([], {
      findings,
      group: (nth) => (nth < 4 ? { ...whole, instances: [] } : whole),
      refreshes: () => [],
    });
    expect([outcome, fleet?.healthyInService]).toEqual(["APPLIED", 1]);
    const none = { findings, group: () => undefined, refreshes: () => [] };
    expect((await settled([], none)).reason).toContain(`no auto scaling group ${groupName}`);
  });

  it("waits for a refresh that a list leaves out for a time", async () => {
    const going = { id: "new", status: "InProgress" };
    const { outcome, fleet } = await settled([], {
      refreshes: (nth) =>
        nth === 2 ? [going, old] : nth < 9 ? [old] : [{ ...going, status: "Successful" }, old],
    });
    expect([outcome, fleet?.refreshId]).toEqual(["APPLIED", "new"]);
  });

  it("is in progress when its time is over, or the watch is interrupted", async () => {
    const { outcome, reason, nextSteps } = await settled([{ status: "InProgress", percent: 10 }]);
    expect(outcome).toBe("IN_PROGRESS");
    expect(reason).toContain("the time limit of the watch is over");
    expect(nextSteps?.[0]).toContain(`--auto-scaling-group-name ${groupName}`);
    const slow = await settled([{ status: "Successful" }], {
      group: () => ({ ...whole, desiredCapacity: 2 }),
    });
    expect(slow.outcome).toBe("IN_PROGRESS");

    const early = await settled([], { group: () => outdated, watchTimeoutMs: 30_000 });
    expect([early.outcome, early.fleet?.refreshId]).toEqual(["IN_PROGRESS", null]);
    expect(early.fleet).toMatchObject({ healthyInService: 2, outdatedInService: 1 });

    const stop = new AbortController();
    const interrupted = await settled(
      [],
      {
        refreshes: (nth) => {
          if (nth === 3) stop.abort("interrupt");
          return nth === 1 ? [old] : [{ id: "new", status: "InProgress" }, old];
        },
      },
      stop.signal,
    );
    expect(interrupted.outcome).toBe("IN_PROGRESS");
    expect(interrupted.reason).toContain("it was interrupted");
    expect(interrupted.fleet).toMatchObject({ refreshId: "new", settled: false });
  });

  it("is unknown when AWS isn't heard, and a word that nobody knows is no success", async () => {
    const lost = await settled([], {
      refreshes: (nth) => (nth === 1 ? [old] : { status: 503, code: "ServiceUnavailable" }),
    });
    expect(lost.outcome).toBe("UNKNOWN");
    expect(lost.reason).toContain("DescribeInstanceRefreshes failed, ServiceUnavailable");
    const denied = await settled([], {
      refreshes: (nth) => (nth === 1 ? [old] : { status: 403, code: "AccessDenied" }),
    });
    expect([denied.outcome, denied.clock.elapsed()]).toEqual(["UNKNOWN", 0]);
    expect((await settled([{ status: "Splendid" }])).outcome).toBe("IN_PROGRESS");
  });

  it("is asked again while AWS throttles", async () => {
    const { outcome, told } = await settled([], {
      refreshes: (nth) =>
        nth === 2
          ? { status: 400, code: "Throttling" }
          : nth === 1
            ? [old]
            : [{ id: "new", status: "Successful" }, old],
    });
    expect(outcome).toBe("APPLIED");
    expect(told).toContainEqual(expect.objectContaining({ kind: "note" }));
  });
});
