import { describe, expect, it } from "vitest";
import {
  longestUpdaterRunSeconds,
  updaterRunLimits,
} from "../../../../src/systems/test-app/updater-run";
import { environment } from "../../../support/environment";

const { settings } = environment({
  updater: { timeLimitSeconds: 300 },
  application: { restartSeconds: 60 },
  healthCheck: { healthyThresholdCount: 2, intervalSeconds: 15, timeoutSeconds: 5 },
});

describe("the limits of the updater's run in a rollout", () => {
  it("leave the application its restart and the checks that make it healthy", () => {
    expect(updaterRunLimits(settings)).toEqual({
      secretSeconds: 60,
      downloadSeconds: 120,
      updaterSeconds: 300,
      healthSeconds: 90, // 60 + 2 × 15
    });
  });

  it("add up to the longest run: each, the killing of what hangs, one more check, local work", () => {
    // 570 s of limits, 4 parts with 5 s to kill and 1 s of rounding, 5 s and 10 s for the rest
    expect(longestUpdaterRunSeconds(settings)).toBe(570 + 4 * 6 + 5 + 10);
  });
});
