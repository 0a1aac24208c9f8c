import { expect, it } from "vitest";
import { terminalReport as terminalOf } from "../../../../../src/operations/report/terminal";
import type { RolloutReport } from "../../../../../src/operations/rollout/report";
import { shown } from "../../../../../src/operations/rollout/shown";
import { allClasses, anInstance, aRollout, hostile, talkative } from "./sample-report";

const terminalReport = (report: RolloutReport, options: { colour: boolean; verbose?: boolean }) =>
  terminalOf(shown(report), { verbose: false, ...options });

it("says the outcome first, and then every instance, those in trouble first", () => {
  const text = terminalReport(aRollout({ outcome: "PARTIAL", instances: [...allClasses] }), {
    colour: false,
  });
  const [first, ...lines] = text.split("\n");
  expect(first).toBe(
    "PARTIAL uat-us-east-1: some instances were updated, and others were not or may not have been",
  );
  const instances = lines.flatMap(
    (line) => /^ {4}([a-z ]+?) {2,}(i-\d)/.exec(line)?.slice(1) ?? [],
  );
  expect(instances).toEqual(
    ["failed", "i-2", "misconfigured", "i-5", "not updated", "i-4", "unknown", "i-3"].concat([
      "still going",
      "i-6",
      "updated",
      "i-1",
      "gone",
      "i-7",
      "expected",
      "i-8",
    ]),
  );
  expect(text).toContain("Failed, exit code 3, 12.5 s");
  expect(text).toContain("      | last");
});

it("lets nothing act on the terminal, and shows colours only where it may", () => {
  const report = aRollout({
    reason: hostile,
    notes: [hostile],
    instances: [anInstance({ class: "failed", statusDetails: hostile, outputTail: hostile })],
  });
  expect(terminalReport(report, { colour: false })).not.toMatch(/[^\n\P{C}]|\u202e/u);
  expect(terminalReport(report, { colour: true })).toContain("\u001b[31m");
});

it("says how to go on", () => {
  const nextSteps = ["resume it: bin/testapp rollout uat-us-east-1 --resume ID"];
  const text = terminalReport(aRollout({ outcome: "IN_PROGRESS", nextSteps }), { colour: false });
  expect(text).toContain(`  ${nextSteps[0]}`);
});

it("cuts a long list, and counts what is cut", () => {
  const instances = Array.from({ length: 150 }, (_, index) =>
    anInstance({ instanceId: `i-${index}` }),
  );
  expect(terminalReport(aRollout({ instances }), { colour: false })).toContain("… and 50 more");
});

it("shows the end of what a failed instance wrote", () => {
  const text = terminalReport(aRollout({ outcome: "FAILED", instances: [talkative] }), {
    colour: false,
  });
  expect(text.match(/line \d+/g)).toEqual(
    Array.from({ length: 10 }, (_, index) => `line ${index + 21}`),
  );
});
