import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type RolloutReport,
  rolloutReportSchema,
} from "../../../../../src/operations/rollout/report";
import { runs } from "../../../../support/runs";
import { Simulation, type SimulationProps, startRequest } from "../simulated";
import { anyFleet } from "./fleets";
import { invocationsOn, mayHaveRun, wasUpdated } from "./truth";

const watchTimeoutMs = 300_000;

/** One rollout through whatever may happen, and what was seen of it from outside. */
async function observed(props: SimulationProps, stopAfterMs: number | undefined) {
  const simulation = new Simulation(props);
  const { port, world } = simulation;
  const listed: string[][] = [];
  let mostExecuting = 0;
  const watchedPort = {
    ...port,
    describeGroup: async (...call: Parameters<typeof port.describeGroup>) => {
      const group = await port.describeGroup(...call);
      listed.push(world.serving());
      return group;
    },
    sendCommand: async (...call: Parameters<typeof port.sendCommand>) => {
      try {
        return await port.sendCommand(...call);
      } finally {
        mostExecuting = Math.max(mostExecuting, world.executing().length);
      }
    },
  } as typeof port;
  if (stopAfterMs !== undefined)
    simulation.clock.at(stopAfterMs, () => simulation.stop.abort("interrupt"));
  const report = await simulation.run(startRequest({ watchTimeoutMs, allowOffline: true }), {
    port: watchedPort,
  });
  return { simulation, report, listed, mostExecuting };
}

const scenario = fc.record({
  props: anyFleet,
  stopAfterMs: fc.option(fc.integer({ min: 0, max: 120_000 }), { freq: 3 }),
});

test("whatever happens, the report is never better than the instances, and has each of them once", async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(scenario, async ({ props, stopAfterMs }) => {
      const { simulation, report, listed, mostExecuting } = await observed(
        props,
        stopAfterMs ?? undefined,
      );
      seen.add(report.outcome);
      expect(rolloutReportSchema.safeParse(report).error).toBeUndefined();
      // Preflight, an ambiguous send with two looks, and the watch; each with what is in flight.
      expect(simulation.clock.elapsed()).toBeLessThan(watchTimeoutMs + 600_000);
      expect(mostExecuting).toBeLessThanOrEqual(1);
      expectEachOnce(report, listed);
      expectTrueClasses(report, simulation);
      expectTrueOutcome(report, simulation, listed);
    }),
    { numRuns: Math.max(1_000, runs(3_000)) },
  );
  // A conflict is one with a hold: what can't be read counts as held.
  expect([...seen].sort()).toEqual([
    "CONFLICT",
    "ERROR",
    "FAILED",
    "IN_PROGRESS",
    "PARTIAL",
    "SUCCEEDED",
    "UNKNOWN",
  ]);
});

function expectEachOnce({ instances }: RolloutReport, [first = []]: string[][]) {
  const ids = instances.map(({ instanceId }) => instanceId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining(first));
}

function expectTrueClasses({ instances, commandIds }: RolloutReport, simulation: Simulation) {
  for (const { instanceId, class: known } of instances) {
    const runs = invocationsOn(simulation, instanceId, commandIds);
    if (known === "updated") expect(runs.some(wasUpdated)).toBe(true);
    if (known === "not updated" || known === "misconfigured")
      expect(runs.filter(mayHaveRun)).toEqual([]);
    if (known === "expected") expect(commandIds).toEqual([]);
  }
}

function expectTrueOutcome(report: RolloutReport, simulation: Simulation, listed: string[][]) {
  const { outcome, commandIds, nextSteps } = report;
  if (outcome === "SUCCEEDED") {
    for (const instanceId of listed.at(-1) ?? []) {
      const runs = invocationsOn(simulation, instanceId, commandIds);
      expect(runs.some(wasUpdated)).toBe(true);
      expect(runs.filter(mayHaveRun).filter((each) => !wasUpdated(each))).toEqual([]);
    }
  }
  if (outcome === "ERROR") expect(simulation.world.commands).toEqual([]);
  const goesOn = outcome === "UNKNOWN" || outcome === "IN_PROGRESS";
  expect(nextSteps.length > 0).toBe(goesOn);
  if (outcome !== "UNKNOWN" && outcome !== "IN_PROGRESS")
    expect(simulation.world.executing()).toEqual([]);
}
