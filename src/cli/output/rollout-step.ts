import { line } from "../../operations/report/visible";
import type { RolloutProgress } from "../../operations/rollout/progress";
import type { Step } from "./progress-view";

/** What goes on while a rollout runs, for people: a row an instance. */
export function rolloutStep(progress: RolloutProgress): Step {
  switch (progress.kind) {
    case "phase":
      return { text: `${progress.phase} …`, row: "phase" };
    case "expected":
      return { text: `${progress.instanceIds.length.toLocaleString("en")} instances in service` };
    case "sent": {
      const pass = progress.pass === 0 ? "" : `, further pass ${progress.pass}`;
      return { text: line(`command ${progress.commandId}${pass}`) };
    }
    case "instance": {
      const { instanceId, class: known, statusDetails, responseCode } = progress;
      const isGoing = known === "still going";
      // While a script runs, its response code is -1.
      const code = responseCode === null || isGoing ? "" : `, exit code ${responseCode}`;
      const text = line(`${instanceId}: ${known} (${statusDetails}${code})`);
      return { text, row: instanceId, hasEnded: !isGoing };
    }
    case "note":
      return { text: line(progress.text) };
  }
}
