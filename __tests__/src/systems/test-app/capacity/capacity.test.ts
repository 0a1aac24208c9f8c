import { describe, expect, it } from "vitest";
import { bearableShare } from "../../../../../src/constructs/compute/zone-loss";
import { environmentIds, loadEnvironments } from "../../../../../src/systems/test-app/environments";
import { leastBaselineGigabitsPerSecond } from "../../../../../src/systems/test-app/instance-types";
import { synthesizeInventory } from "../../../../support/synthesized";
import { type Demand, fleetOf, type Minute, simulate } from "./simulated-fleet";

const inventory = await synthesizeInventory();
const environments = loadEnvironments();
const day = 24 * 60;

/** What is busiest, CPU or network, in the busiest minute; over 100 percent, users wait. */
const busiest = (course: readonly Minute[]) =>
  Math.max(...course.flatMap(({ cpuPercent, networkPercent }) => [cpuPercent, networkPercent]));

/** How many minutes users wait, from the first to the last. */
function waiting(course: readonly Minute[]): number {
  const waits = course.map((minute) => busiest([minute]) > 100.001);
  return waits.lastIndexOf(true) - waits.indexOf(true) + (waits.includes(true) ? 1 : 0);
}

describe.each(environmentIds)("the fleet of %s", (id) => {
  const stack = inventory[id];
  if (stack === undefined) throw new Error(`no stack ${id}`);
  const baseline = leastBaselineGigabitsPerSecond(environments[id].fleet.instanceTypes);
  const fleet = fleetOf(stack, baseline);

  const cpu = (instances: number): Demand => ({ cpu: instances, gigabitsPerSecond: 0 });
  const network = (instances: number): Demand => ({
    cpu: 0,
    gigabitsPerSecond: instances * baseline,
  });

  describe.each([
    ["CPU", cpu],
    ["bandwidth", network],
  ] as const)("in %s", (_, of) => {
    /** All that six instances are to do at their target. */
    const target = fleet.cpuTargetPercent / 100;
    const most = fleet.maximum * target;

    it("follows a day's curve up to six instances at their target, and back to three", () => {
      const course = simulate(fleet, {
        zones: 3,
        minutes: 2 * day,
        begin: fleet.minimum,
        demand: (minute) => of(most * (0.55 - 0.45 * Math.cos((2 * Math.PI * minute) / day))),
      });
      expect(busiest(course)).toBeLessThan(60);
      const sizes = course.map(({ instances }) => instances);
      expect(Math.max(...sizes)).toBe(fleet.maximum);
      expect(sizes.at(-1)).toBe(fleet.minimum);
      // Three up and three down each day: it doesn't swing.
      expect(sizes.filter((size, minute) => minute > 0 && size !== sizes[minute - 1])).toHaveLength(
        12,
      );
    });

    it.each([3, 4, 5, 6])("bears the loss of one of three zones with %d instances", (begin) => {
      const course = simulate(fleet, {
        zones: 3,
        minutes: 60,
        begin,
        demand: () => of(begin * target),
        loses: 30,
      });
      expect(busiest(course)).toBeLessThanOrEqual(100.001);
      expect(course.at(-1)?.instances).toBe(begin);
    });

    it("bears a load that doubles at once, and one that quadruples within an hour", () => {
      const begin = fleet.minimum;
      const most = (minute: number) => begin * target * (minute < 10 ? 1 : 2);
      const doubled = simulate(fleet, {
        zones: 3,
        minutes: 60,
        begin,
        demand: (minute) => of(most(minute)),
      });
      expect(waiting(doubled)).toBe(0);
      expect(busiest(doubled.slice(-30))).toBeLessThanOrEqual(100 * target + 0.001);
      const grown = simulate(fleet, {
        zones: 3,
        minutes: 90,
        begin,
        demand: (minute) => of(begin * target * (1 + 3 * Math.min(1, minute / 60))),
      });
      expect(waiting(grown)).toBe(0);
    });

    it("lets users wait for a boot's time when the load more than doubles at once, and no longer", () => {
      const begin = fleet.minimum;
      const course = simulate(fleet, {
        zones: 3,
        minutes: 90,
        begin,
        demand: (minute) => of(begin * target * (minute < 10 ? 1 : 3)),
      });
      expect(waiting(course)).toBe(2 + fleet.boot + 1);
    });

    it("lets users wait for good when they ask for more than six instances have", () => {
      const course = simulate(fleet, { zones: 3, minutes: 120, begin: 6, demand: () => of(6.1) });
      expect(waiting(course)).toBe(120);
    });
  });
});

describe("the loss of the fullest zone", () => {
  const group = { minimum: 3, maximum: 6, warmup: 5, boot: 15, baselineGigabitsPerSecond: 1 };
  const network = { networkTargetBytesPerMinute: Number.MAX_VALUE };

  it.each([2, 3, 4, 5, 6])(
    "of %d is borne up to the target that a plan lets pass, and no further",
    (zones) => {
      const most = bearableShare(zones, group.minimum, group.maximum);
      const worst = (share: number) =>
        Math.max(
          ...[3, 4, 5, 6].map((begin) =>
            busiest(
              simulate(
                { ...group, ...network, cpuTargetPercent: 100 * share },
                {
                  zones,
                  minutes: 40,
                  begin,
                  demand: () => ({ cpu: begin * share, gigabitsPerSecond: 0 }),
                  loses: 10,
                },
              ),
            ),
          ),
        );
      expect(worst(most)).toBeCloseTo(100, 6);
      expect(worst(most + 0.01)).toBeGreaterThan(100.1);
    },
  );
});
