import { describe, expect, test } from "vitest";
import { bootLimits, longestBootSeconds } from "../../../../src/systems/test-app/boot";

const limits = {
  agentSeconds: 120,
  lockSeconds: 60,
  updatesSeconds: 30,
  secretSeconds: 60,
  downloadSeconds: 180,
  updaterSeconds: 300,
  metricSeconds: 30,
};

describe("the longest boot", () => {
  test("is every limit, the killing of what hangs, and the local work", () => {
    // 780 s of limits, 6 parts with 5 s to kill and 1 s of rounding, 10 s for the rest
    expect(longestBootSeconds(limits)).toBe(780 + 6 * 6 + 10);
  });

  test("grows with each limit", () => {
    for (const name of Object.keys(limits) as (keyof typeof limits)[]) {
      const longer = { ...limits, [name]: limits[name] + 100 };
      expect(longestBootSeconds(longer)).toBe(longestBootSeconds(limits) + 100);
    }
  });
});

describe("an environment's limits", () => {
  test("hold its own limit for the updater", () => {
    expect(bootLimits({ timeLimitSeconds: 77 }).updaterSeconds).toBe(77);
  });
});
