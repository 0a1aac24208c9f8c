import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { systemChance } from "../../../../src/operations/aws/clock";
import { commentOf, runMarkOf } from "../../../../src/operations/rollout/comment";

it.each([0, 1, 2])("carries the run id and the pass %i, in at most 100 characters", (pass) => {
  const mark = { runId: randomUUID(), pass };
  expect(commentOf(mark).length).toBeLessThanOrEqual(100);
  expect(runMarkOf(commentOf(mark))).toEqual(mark);
});

it("takes a bare run id, and no sentence", () => {
  expect(runMarkOf("run-17")).toEqual({ runId: "run-17", pass: 0 });
  for (const comment of ["", "by hand, sorry", "testapp rollout", "testapp rollout a pass x"])
    expect(runMarkOf(comment)).toBeUndefined();
});

it("has a new run id for every rollout", () => {
  expect(runMarkOf(commentOf({ runId: systemChance.newRunId(), pass: 0 }))).toBeDefined();
  expect(systemChance.newRunId()).not.toBe(systemChance.newRunId());
});
