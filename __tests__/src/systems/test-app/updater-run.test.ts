import { describe, expect, it } from "vitest";
import { defaultWatchLimits } from "../../../../src/operations/rollout/rollout";
import {
  belowMinimumSeconds,
  leastInService,
  longestRolloutSeconds,
  longestUpdaterRunSeconds,
  updaterRunLimits,
} from "../../../../src/systems/test-app/updater-run";
import { environment } from "../../../support/environment";

const { settings } = environment({
  updater: { timeLimitSeconds: 300 },
  application: { restartSeconds: 60 },
  healthCheck: { healthyThresholdCount: 2, intervalSeconds: 15, timeoutSeconds: 5 },
  targetGroup: { deregistrationDelaySeconds: 40 },
});

describe("the limits of the updater's run in a rollout", () => {
  it("leave the application its restart and the checks that make it healthy", () => {
    expect(updaterRunLimits(settings)).toEqual({
      lockSeconds: 20,
      updatesSeconds: 12,
      secretSeconds: 60,
      downloadSeconds: 120,
      updaterSeconds: 300,
      drainSeconds: 100, // 40 + 60
      healthSeconds: 90, // 60 + 2 × 15
      inServiceSeconds: 90, // 2 × 15 + 60
      targetCallSeconds: 30,
      targetPollSeconds: 5,
      metadataSeconds: 10,
    });
  });

  it("add up to the longest run: each, the killing of what hangs, one more check, local work", () => {
    // 780 s of limits, 2 looks of 12 s, 6 calls of 30 s, 5 of 10 s, 20 parts with 5 s to kill and 1 s of rounding; a check, the rest
    expect(longestUpdaterRunSeconds(settings)).toBe(
      780 + 2 * 12 + 6 * 30 + 5 * 10 + 20 * 6 + 5 + 10,
    );
  });

  it("wait longer for the lock than what puts an instance back may hold it for a call", () => {
    const { lockSeconds, targetCallSeconds } = updaterRunLimits(settings);
    expect(lockSeconds).toBeGreaterThan(targetCallSeconds / 2);
  });

  it("say how long a rollout without trouble keeps a group of the least size below it", () => {
    const sizes = (minimumInstances: number, maxConcurrency: number) =>
      belowMinimumSeconds({
        ...settings,
        fleet: { minimumInstances },
        rollout: { maxConcurrency },
      });
    // 40 s to drain, 300 s of updater, 60 s of restart, and twice 2 × 15 s of checks
    expect(sizes(3, 1)).toBe(3 * (40 + 300 + 60 + 60));
    expect(sizes(5, 2)).toBe(3 * 460);
  });

  it("let a rollout end while it is watched", () => {
    expect(longestRolloutSeconds * 1000).toBe(defaultWatchLimits.watchTimeoutMs);
  });

  it.each([
    [3, 2],
    [4, 3],
    [6, 5],
  ] as const)(
    "keep of a group of at least %i instances %i in service",
    (minimumInstances, least) => {
      expect(leastInService({ minimumInstances })).toBe(least);
    },
  );
});
