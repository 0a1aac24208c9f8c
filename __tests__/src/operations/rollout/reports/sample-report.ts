import type { InstanceReport, RolloutReport } from "../../../../../src/operations/rollout/report";

/** A report as small as can be. */
export function aRollout(with_: Partial<RolloutReport> = {}): RolloutReport {
  return {
    schemaVersion: "1.0",
    environment: "uat-us-east-1",
    outcome: "SUCCEEDED",
    reason: "Instances: 1 updated",
    cause: null,
    runId: "run-1",
    commandIds: ["00000000-0000-4000-8000-000000000001"],
    documentVersion: "7",
    restorePoint: null,
    startedAt: "2026-03-01T08:00:00.000Z",
    endedAt: "2026-03-01T08:01:00.000Z",
    notes: [],
    nextSteps: [],
    unaccountedInvocations: 0,
    instances: [anInstance()],
    ...with_,
  };
}

export function anInstance(with_: Partial<InstanceReport> = {}): InstanceReport {
  return {
    instanceId: "i-0000000000000000a",
    class: "updated",
    responseCode: 0,
    statusDetails: "Success",
    startedAt: "2026-03-01T08:00:10.000Z",
    endedAt: "2026-03-01T08:00:22.500Z",
    durationSeconds: 12.5,
    outputTail: null,
    ...with_,
  };
}

/** One that failed and wrote more than people are shown: `line 1` to `line 30`. */
export const talkative = anInstance({
  class: "failed",
  outputTail: Array.from({ length: 30 }, (_, index) => `line ${index + 1}\n`).join(""),
});

/** What an instance wrote that would like to act on whoever reads it. */
export const hostile = "\u001b[2J<script>`@everyone`</script> ](javascript:x) \u202e\u0000";

/** One instance of each class. */
export const allClasses: readonly InstanceReport[] = [
  anInstance({ instanceId: "i-1" }),
  anInstance({
    instanceId: "i-2",
    class: "failed",
    responseCode: 3,
    statusDetails: "Failed",
    outputTail: `first\nsecond ${hostile}\nlast`,
  }),
  anInstance({ instanceId: "i-3", class: "unknown", statusDetails: "DeliveryTimedOut" }),
  anInstance({ instanceId: "i-4", class: "not updated", statusDetails: null, responseCode: null }),
  anInstance({ instanceId: "i-5", class: "misconfigured", statusDetails: "AccessDenied" }),
  anInstance({ instanceId: "i-6", class: "still going", statusDetails: "InProgress" }),
  anInstance({ instanceId: "i-7", class: "gone" }),
  anInstance({ instanceId: "i-8", class: "expected" }),
];
