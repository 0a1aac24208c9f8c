import { line } from "../../operations/report/visible";
import type { RolloutProgress } from "../../operations/rollout/progress";

/** A step of a rollout as one line for people. */
export function progressText(progress: RolloutProgress): string {
  switch (progress.kind) {
    case "phase":
      return `${progress.phase} …`;
    case "expected":
      return `${progress.instanceIds.length.toLocaleString("en")} instances in service`;
    case "sent":
      return line(
        `command ${progress.commandId}${progress.pass === 0 ? "" : `, further pass ${progress.pass}`}`,
      );
    case "instance":
      return line(`${progress.instanceId}: ${stateText(progress)}`);
    case "note":
      return line(progress.text);
  }
}

/** Such as `failed (Failed, exit code 3)`. */
function stateText(progress: RolloutProgress & { kind: "instance" }): string {
  const { class: known, statusDetails, responseCode } = progress;
  // While a script runs, its response code is -1.
  const hasCode = responseCode !== null && known !== "still going";
  return `${known} (${statusDetails}${hasCode ? `, exit code ${responseCode}` : ""})`;
}
