import type { ApplyProgress } from "../../operations/apply/progress";
import { line } from "../../operations/report/visible";
import type { PlanProgress } from "../../operations/terraform/plan/plan-stacks";
import type { LogFormat } from "../input/log-format";
import { planTexts } from "./check-progress";
import { liveTable } from "./live-table";
import { lines, type ProgressView, progressView } from "./progress-view";

type Progress = ApplyProgress | PlanProgress;

/** A table of what goes on on a terminal, a line per change of state in a log. */
export function applyProgress(environment: string, format: LogFormat): ProgressView<Progress> {
  const view = progressView<Progress>(format, { onTerminal: table, inLog: () => lines(texts()) });
  return {
    show: (progress) => view.show("kind" in progress ? { environment, ...progress } : progress),
    end: () => view.end(),
  };
}

function texts(): (progress: Progress) => string {
  const ofPlan = planTexts();
  return (progress) => ("kind" in progress ? text(progress) : ofPlan(progress));
}

const phases = {
  APPLY: "applying the plan …",
  SETTLE: "waiting until the fleet has settled …",
  CHECK: "checking that the cloud is what the code says …",
} as const;

/** A step as one line for people. Nothing of what a resource holds is in it, not even its id. */
function text(progress: ApplyProgress): string {
  switch (progress.kind) {
    case "phase":
      return phases[progress.phase];
    case "resource": {
      const { address, action, state, seconds } = progress;
      const took = seconds === undefined ? "" : ` (${seconds} s)`;
      return line(`${address}: ${action} ${state}${state === "begun" ? "" : took}`);
    }
    case "refresh": {
      const { refreshId, status, percentageComplete, statusReason } = progress;
      const percent = percentageComplete === null ? "" : `, ${percentageComplete} %`;
      const why = statusReason === null ? "" : `: ${statusReason}`;
      return line(`instance refresh ${refreshId}: ${status}${percent}${why}`);
    }
    case "fleet":
      return `${progress.healthyInService} of ${progress.desiredCapacity} instances in service and healthy`;
    case "note":
      return line(progress.text);
  }
}

/** What has begun and not ended yet, below lines for all that has. */
function table(): ProgressView<Progress> {
  const ofPlan = planTexts();
  const going = new Map<string, string>();
  const start = Date.now();
  let phase = "";
  const { say, end } = liveTable((height) => {
    const seconds = Math.round((Date.now() - start) / 1000);
    return [`${phase}  ${seconds} s`, ...[...going.values()].slice(0, height - 1)];
  });
  return {
    show: (progress) => {
      if (!("kind" in progress)) {
        if ("notice" in progress) say(ofPlan(progress));
        else phase = ofPlan(progress);
        return;
      }
      switch (progress.kind) {
        case "phase":
          phase = phases[progress.phase];
          going.clear();
          return;
        case "resource":
          if (progress.state === "begun") {
            going.set(progress.address, `  ${text(progress)}`);
            return;
          }
          going.delete(progress.address);
          say(text(progress));
          return;
        case "refresh":
        case "fleet":
          going.set(progress.kind, `  ${text(progress)}`);
          return;
        case "note":
          say(text(progress));
      }
    },
    end,
  };
}
