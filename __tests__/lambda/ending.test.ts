import { expect, it } from "vitest";
import { isGreen, withConsoleStep } from "../../lambda/ending";
import { wordsOf } from "../../src/operations/report/outcomes";
import { outcomes, type RolloutReport } from "../../src/operations/rollout/report";

const report: RolloutReport = {
  schemaVersion: "1.0",
  environment: "e",
  outcome: "SUCCEEDED",
  reason: "r",
  cause: null,
  runId: "run",
  commandIds: ["c-1", "c-2"],
  documentVersion: "7",
  restorePoint: null,
  startedAt: "2026-03-01T08:00:00Z",
  endedAt: "2026-03-01T08:00:00Z",
  notes: [],
  nextSteps: [],
  unaccountedInvocations: 0,
  instances: [],
};

it("is green where the console shall not alarm, and red for all else", () => {
  const shown = wordsOf(outcomes).filter((outcome) => isGreen({ ...report, outcome }));
  expect(shown).toEqual(["SUCCEEDED", "DRY_RUN", "IN_PROGRESS"]);
});

it("says first what to do in the console, where there is something to do", () => {
  expect(withConsoleStep(report).nextSteps).toEqual([]);
  const steps = withConsoleStep({ ...report, nextSteps: ["in a terminal"] }).nextSteps;
  expect(steps).toEqual([expect.stringContaining('{"commandId": "c-1"}'), "in a terminal"]);
  const perhapsSent = { ...report, commandIds: [], nextSteps: ["find it"] };
  expect(withConsoleStep(perhapsSent).nextSteps).toEqual(["find it"]);
});
