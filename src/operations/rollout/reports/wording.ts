import type { InstanceClass, InstanceReport, Outcome, RolloutReport } from "../report";

/** What each outcome means, for people. */
export const outcomeMeanings: Readonly<Record<Outcome, string>> = {
  SUCCEEDED: "every instance is updated",
  DRY_RUN: "nothing was sent",
  ERROR: "nothing was sent",
  FAILED: "no instance was updated",
  PARTIAL: "some instances were updated, and others were not or may not have been",
  UNKNOWN: "what happened could not be learnt",
  IN_PROGRESS: "the watch has ended, and the command goes on",
  CONFLICT: "another rollout is running",
};

/** Whether a class is as it should be, is bad, or leaves a doubt. */
export const classVerdicts: Readonly<Record<InstanceClass, "good" | "bad" | "doubtful">> = {
  updated: "good",
  gone: "good",
  expected: "good",
  failed: "bad",
  misconfigured: "bad",
  "not updated": "bad",
  unknown: "doubtful",
  "still going": "doubtful",
};

/** What people must see first comes first. */
const order: readonly InstanceClass[] = [
  "failed",
  "misconfigured",
  "not updated",
  "unknown",
  "still going",
  "updated",
  "gone",
  "expected",
];

export function inOrder(instances: readonly InstanceReport[]): InstanceReport[] {
  return [...instances].sort((one, other) => order.indexOf(one.class) - order.indexOf(other.class));
}

/** Such as `2 failed, 1 updated`; undefined without instances. */
export function classCounts({ instances }: RolloutReport): string | undefined {
  const counts = order
    .map((each) => ({ each, count: instances.filter((one) => one.class === each).length }))
    .filter(({ count }) => count > 0)
    .map(({ each, count }) => `${count.toLocaleString("en")} ${each}`);
  return counts.length === 0 ? undefined : counts.join(", ");
}

/** What is known of how it ran, such as `Failed, exit code 3, 12.4 s`; empty where nothing is. */
export function ranText({ statusDetails, responseCode, durationSeconds }: InstanceReport): string {
  return [
    statusDetails ?? [],
    responseCode === null ? [] : `exit code ${responseCode}`,
    durationSeconds === null ? [] : `${durationSeconds.toFixed(1)} s`,
  ]
    .flat()
    .join(", ");
}

/** What was sent, one fact each. */
export function originFacts(report: RolloutReport): string[] {
  const { runId, commandIds, documentVersion, startedAt, endedAt, unaccountedInvocations } = report;
  return [
    runId === null ? [] : `run id ${runId}`,
    commandIds.length === 0 ? [] : `command ${commandIds.join(", ")}`,
    documentVersion === null ? [] : `document version ${documentVersion}`,
    `from ${startedAt} to ${endedAt}`,
    unaccountedInvocations === 0
      ? []
      : `${unaccountedInvocations} invocations that Systems Manager counts and doesn't list`,
  ].flat();
}
