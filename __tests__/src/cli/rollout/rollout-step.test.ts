import { expect, it } from "vitest";
import { rolloutStep } from "../../../../src/cli/output/steps";
import type { RolloutProgress } from "../../../../src/operations/rollout/surroundings";

const text = "c0ffee\u001b[2J\u009b1A\nnext";

it.each<RolloutProgress>([
  { kind: "sent", commandId: text, runId: "run-1", pass: 0 },
  { kind: "note", text },
])("a line of kind $kind does nothing to a terminal", (progress) => {
  expect(rolloutStep(progress).text).toContain(String.raw`c0ffee\u001b[2J\u009b1A\nnext`);
});
