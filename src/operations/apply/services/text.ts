import type { ServiceReport } from "../report";

/** Such as `display: COMPLETED, 2 of 2 tasks, runs tally-display:5 as planned`. */
export function serviceText(report: ServiceReport): string {
  const { service, planned, taskDefinition, rolloutState, rolloutStateReason } = report;
  const tasks = `${report.runningTasks} of ${report.desiredTasks} tasks`;
  const runs = taskDefinition === null ? "nothing" : revisionOf(taskDefinition);
  const version =
    taskDefinition === planned
      ? `runs ${runs} as planned`
      : `is to run ${runs}, and ${revisionOf(planned)} was planned`;
  const why = rolloutStateReason === null ? "" : ` (${rolloutStateReason})`;
  return `${service}: ${rolloutState ?? "no deployment"}${why}, ${tasks}, ${version}`;
}

/** The part of an ARN that tells one version from another, such as `tally-display:5`. */
function revisionOf(arn: string): string {
  return arn.split("/").at(-1) ?? arn;
}
