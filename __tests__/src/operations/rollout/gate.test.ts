import { describe, expect, it } from "vitest";
import { judgeGate, ungated } from "../../../../src/operations/rollout/gate";
import { anEnvironment, aReport } from "../drift/reports/sample-reports";

const commit = "0123456789abcdef0123456789abcdef01234567";
const now = Date.parse("2026-03-01T08:00:00Z");
const question = { environment: "uat-us-east-1", commit, now, maxAgeMinutes: 30 };
const good = anEnvironment({ commit, plannedAt: "2026-03-01T07:30:00Z" });
const other = anEnvironment({ environment: "production-us-east-1", verdict: "DRIFTED" });

describe("a drift report", () => {
  it("opens the gate when it is in sync, of this environment and commit, and young enough", () => {
    expect(judgeGate(good, question)).toMatchObject({ open: true });
    expect(judgeGate(aReport(other, good), question)).toMatchObject({ open: true });
  });

  it.each<[string, unknown, string]>([
    ["drifted", { ...good, verdict: "DRIFTED" }, "says DRIFTED"],
    ["pending", { ...good, verdict: "PENDING" }, "says PENDING"],
    ["inconclusive", { ...good, verdict: "INCONCLUSIVE" }, "says INCONCLUSIVE"],
    [
      "of several, where this one is not in sync",
      aReport(good, { ...good, verdict: "ERROR" }),
      "more than once",
    ],
    ["of another environment", other, "not at all"],
    ["of nobody's environment", { ...good, environment: null }, "not at all"],
    ["of no environment", aReport(), "not at all"],
    ["of another commit", { ...good, commit: "f".repeat(40) }, "check this commit"],
    ["of an unknown commit", { ...good, commit: null }, "an unknown commit"],
    ["of a clean tree, while this one is dirty", { ...good, commit: `${commit}-dirty` }, "-dirty"],
    ["a second too old", { ...good, plannedAt: "2026-03-01T07:29:59Z" }, "31 minutes old"],
    ["of the future", { ...good, plannedAt: "2026-03-01T08:02:00Z" }, "in the future"],
    ["without a time", { ...good, plannedAt: null }, "when its plan was made"],
    ["with a time that is none", { ...good, plannedAt: "yesterday" }, "when its plan was made"],
    [
      "that didn't look for additions",
      { ...good, additions: { called: false, because: "--no-additions", notLookedFor: [] } },
      "hasn't looked for what was added by hand (--no-additions)",
    ],
    ["missing", undefined, "can't be read"],
    ["null", null, "can't be read"],
    ["text", "IN_SYNC", "can't be read"],
    ["of another version", { ...good, schemaVersion: "2.0" }, "can't be read"],
    ["with something that nobody knows", { ...good, verified: true }, "can't be read"],
    ["cut off", { verdict: "IN_SYNC" }, "can't be read"],
  ])("%s closes it, with the reason", (_, report, reason) => {
    const gate = judgeGate(report, question);
    expect(gate).toMatchObject({ open: false, cause: "drift-report-refused" });
    expect("reasons" in gate ? gate.reasons.join() : "").toContain(reason);
  });

  it("gives every reason at once", () => {
    const gate = judgeGate(
      { ...good, verdict: "DRIFTED", commit: null, plannedAt: null },
      question,
    );
    expect("reasons" in gate ? gate.reasons : []).toHaveLength(3);
  });
});

it("lets a rollout without a drift report pass, and says so", () => {
  expect(ungated).toMatchObject({ open: true, note: expect.stringContaining("No drift check") });
});
