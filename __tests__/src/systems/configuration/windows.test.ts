import { describe, expect, it } from "vitest";
import { windowMinutes, windowsOverlap } from "../../../../src/systems/configuration/windows";

describe("windows", () => {
  it.each([
    ["03:00-04:00", 60],
    ["23:45-00:15", 30],
    ["sun:23:30-mon:00:30", 60],
    ["fri:22:00-sun:01:00", 27 * 60],
  ])("%s lasts %i minutes", (window, minutes) => {
    expect(windowMinutes(window)).toBe(minutes);
  });

  it.each([
    ["03:00-04:00", "sun:03:59-sun:05:00", true],
    ["03:00-04:00", "sun:04:00-sun:05:00", false],
    ["03:00-04:00", "wed:02:00-wed:03:00", false],
    ["03:00-04:00", "wed:02:00-wed:03:01", true],
    ["23:30-00:30", "mon:00:00-mon:01:00", true],
    ["23:30-00:30", "sun:23:00-mon:00:00", true],
    ["00:00-01:00", "sun:23:30-mon:00:30", true],
    ["12:00-13:00", "sat:06:00-mon:05:00", true],
  ])("%s every day and %s overlap: %s", (backup, maintenance, overlap) => {
    expect(windowsOverlap(backup, maintenance)).toBe(overlap);
  });
});
