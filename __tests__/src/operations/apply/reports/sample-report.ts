import type { ApplyReport } from "../../../../../src/operations/apply/report";
import { aFinding, anEnvironment } from "../../drift/reports/sample-reports";

const fingerprint = `sha256:${"0123456789abcdef".repeat(4)}`;

/** A report of an apply that went well. */
export function anApply(with_: Partial<ApplyReport> = {}): ApplyReport {
  const plan = anEnvironment({
    verdict: "PENDING",
    planFingerprint: fingerprint,
    findings: [aFinding({ cause: "pending" })],
  });
  return {
    schemaVersion: "1.0",
    environment: "uat-us-east-1",
    outcome: "APPLIED",
    reason: "The plan was applied, and the fleet has settled; the check after it says IN_SYNC",
    cause: null,
    details: [],
    nextSteps: [],
    commit: "c0ffee",
    verdict: plan.verdict,
    fingerprint,
    approved: fingerprint,
    startedAt: "2026-03-01T08:00:00.000Z",
    endedAt: "2026-03-01T08:20:00.000Z",
    plan,
    applied: {
      startedAt: "2026-03-01T08:01:00.000Z",
      endedAt: "2026-03-01T08:02:00.000Z",
      resources: [{ address: "aws_lb.this", action: "update", result: "done" }],
      stateSaved: true,
      keptState: null,
    },
    services: null,
    fleet: {
      groupName: "test-app-uat-us-east-1",
      refreshId: "08b91cf7",
      status: "Successful",
      statusReason: null,
      percentageComplete: 100,
      desiredCapacity: 3,
      outdatedInService: 0,
      healthyInService: 3,
      settled: true,
    },
    checkAfter: anEnvironment(),
    ...with_,
  };
}

/** One that has failed in the middle, with words that would like to act on whoever reads them. */
export function aFailedApply(words: string): ApplyReport {
  return anApply({
    outcome: "FAILED",
    reason: "Terraform has failed in the middle: 1 of 4 done, 1 failed, 1 not begun",
    details: [`Terraform says: ${words}`],
    nextSteps: ["Mend the cause, then plan again"],
    approved: `sha256:${"f".repeat(64)}`,
    applied: {
      startedAt: "2026-03-01T08:01:00.000Z",
      endedAt: "2026-03-01T08:02:00.000Z",
      resources: [
        { address: "aws_x.done", action: "create", result: "done" },
        { address: "aws_x.later", action: "create", result: "not begun" },
        { address: "aws_x.lost", action: "replace", result: "unknown" },
        { address: `aws_x.failed["${words}"]`, action: "update", result: "failed" },
      ],
      stateSaved: false,
      keptState: "/tmp/testapp-state-uat-us-east-1-a1b2c3/errored.tfstate",
    },
    fleet: null,
    checkAfter: null,
  });
}
