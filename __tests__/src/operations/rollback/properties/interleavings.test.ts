import fc from "fast-check";
import { expect, test } from "vitest";
import { runs } from "../../../../support/runs";
import { leastInService, minimumInstances, Operators, scenario } from "./operators";

test("however rollouts, rollbacks, scaling and interrupts meet, enough instances serve, and a success is one", async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(scenario, async (all) => {
      const operators = new Operators(all);
      const { world, code, rollbacks, outcomes } = operators;
      await operators.all();
      for (const each of outcomes) seen.add(each);
      // What is out for an update is another's: a refresh itself launches before it terminates.
      for (const { by, left, updating } of world.takenOut)
        if (by === "update") expect(left).toBeGreaterThanOrEqual(leastInService);
        else expect(left + updating).toBeGreaterThanOrEqual(minimumInstances);
      for (const { report, ran } of rollbacks) {
        if (report.outcome !== "SUCCEEDED") continue;
        const back = code.inImage(report.restorePoint?.imageId ?? "");
        expect(ran.filter((each) => each !== back)).toEqual([]);
      }
    }),
    { numRuns: Math.max(200, runs(1_000)) },
  );
  const common = ["rollout SUCCEEDED", "rollout CONFLICT", "rollout FAILED", "release RELEASED"];
  const ofRollbacks = ["SUCCEEDED", "FAILED", "CONFLICT", "IN_PROGRESS"];
  expect([...seen]).toEqual(
    expect.arrayContaining([...common, ...ofRollbacks.map((each) => `rollback ${each}`)]),
  );
});
