import { describe, expect, it, onTestFinished, vi } from "vitest";
import { AwsFleetPort } from "../../../../src/apply/fleet/aws";
import type { GroupChange } from "../../../../src/apply/fleet/touched";
import type { ApplyProgress } from "../../../../src/apply/progress";
import { fleetBefore, settleFleet } from "../../../../src/apply/settle-fleet";
import type { Ending } from "../../../../src/apply/surroundings";
import {
  FakeAutoScaling,
  type FakeFleet,
  type FakeGroup,
  type FakeRefresh,
} from "../../../support/fake-auto-scaling";
import { VirtualClock } from "../../../support/fake-ssm/clock";
import { dummyCredentials } from "../../rollout/aws/over-http";

const groupName = "test-app-uat-us-east-1";
const target = { environment: "uat-us-east-1", region: "us-east-1", groupName };
const refreshing: GroupChange = { wasThere: true, startsRefresh: true };
const old: FakeRefresh = { id: "old", status: "Failed", startedAt: "2026-01-01T00:00:00Z" };
const whole: FakeGroup = { desiredCapacity: 1, instances: ["InService Healthy"] };

interface Settled extends Ending {
  readonly clock: VirtualClock;
  readonly told: readonly ApplyProgress[];
}

/**
 * An apply whose refresh has these states, one after the other; the last one stays. Before the apply the
 * account has an old one.
 */
async function settled(
  states: readonly Omit<FakeRefresh, "id">[],
  { change = refreshing, ...changes }: Partial<FakeFleet> & { change?: GroupChange } = {},
  stop = new AbortController().signal,
): Promise<Settled> {
  const known = change.wasThere ? 1 : 0;
  using server = await FakeAutoScaling.start(groupName, {
    refreshes: (nth) => {
      const state = states[Math.min(nth - 1 - known, states.length - 1)];
      return nth <= known || state === undefined ? [old] : [{ id: "new", ...state }, old];
    },
    group: () => whole,
    ...changes,
  });
  dummyCredentials();
  vi.stubEnv("AWS_ENDPOINT_URL_AUTO_SCALING", server.url);
  const fleet = new AwsFleetPort("us-east-1");
  onTestFinished(() => fleet.destroy());
  const told: ApplyProgress[] = [];
  const clock = new VirtualClock();
  const surroundings = {
    fleet,
    clock,
    stop,
    onProgress: (progress: ApplyProgress) => void told.push(progress),
    onCheckProgress: () => undefined,
  };
  const request = {
    approval: { kind: "plan only" as const },
    synthesized: undefined,
    lockTimeoutSeconds: 1,
    planTimeoutSeconds: 1,
    today: "2026-03-01",
    pollIntervalMs: 15_000,
    watchTimeoutMs: 3_600_000,
  };
  const before = await fleetBefore(target, change, surroundings);
  return { ...(await settleFleet(target, before, request, surroundings)), clock, told };
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
      settled: true,
    });
    expect(told.flatMap((each) => (each.kind === "refresh" ? each.status : []))).toEqual([
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
      const { outcome, reason, fleet } = await settled([
        { status: "InProgress" },
        { status, reason: "the warm-up was never over" },
      ]);
      expect(outcome).toBe("UNSETTLED");
      expect(reason).toContain(`new has ended as ${status}: the warm-up was never over`);
      expect(fleet).toMatchObject({ refreshId: "new", status, settled: false });
    },
  );

  it("has not when no refresh begins though one must", async () => {
    const { outcome, reason, clock, fleet } = await settled([]);
    expect([outcome, fleet?.refreshId]).toEqual(["UNSETTLED", null]);
    expect(reason).toContain("No instance refresh was seen within 60 s");
    expect(clock.elapsed()).toBeGreaterThanOrEqual(60_000);
  });

  it("needs no refresh when the plan doesn't change how instances are launched", async () => {
    const change = { wasThere: true, startsRefresh: false };
    expect((await settled([], { change })).outcome).toBe("APPLIED");
    const started = await settled([{ status: "Failed" }], { change });
    expect(started.outcome).toBe("UNSETTLED");
  });

  it("takes the first of several new refreshes for its own", async () => {
    const both = [
      { id: "later", status: "Successful", startedAt: "2026-03-01T09:00:00Z" },
      { id: "own", status: "Cancelled", startedAt: "2026-03-01T08:30:00Z" },
      old,
    ];
    const { outcome, fleet } = await settled([], {
      refreshes: (nth) => (nth === 1 ? [old] : both),
    });
    expect([outcome, fleet?.refreshId]).toEqual(["UNSETTLED", "own"]);
  });

  it("of a new group has no refresh, and must come up", async () => {
    const change = { wasThere: false, startsRefresh: false };
    const { outcome, fleet } = await settled([], {
      change,
      group: (nth) => (nth < 4 ? { ...whole, instances: [] } : whole),
    });
    expect([outcome, fleet?.healthyInService]).toEqual(["APPLIED", 1]);
    expect((await settled([], { change, group: () => undefined })).reason).toContain(
      `no auto scaling group ${groupName}`,
    );
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
