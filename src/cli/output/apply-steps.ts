import type { ApplyProgress } from "../../operations/apply/progress";
import { line } from "../../operations/report/visible";
import type { PlanProgress } from "../../operations/terraform/plan/plan-stacks";
import { planSteps } from "./plan-steps";
import type { Step } from "./progress-view";

const phases = {
  APPLY: "applying the plan …",
  SETTLE: "waiting until the fleet has settled …",
  CHECK: "checking that the cloud is what the code says …",
} as const;

/** What makes a step for people of what goes on while something is planned and applied. */
export function applySteps(): (progress: ApplyProgress | PlanProgress) => Step {
  const ofPlan = planSteps();
  return (progress) => ("kind" in progress ? applyStep(progress) : ofPlan(progress));
}

/** Nothing of what a resource holds is in it, not even its id. */
function applyStep(progress: ApplyProgress): Step {
  switch (progress.kind) {
    case "phase":
      return { text: phases[progress.phase], row: "all" };
    case "resource": {
      const { address, action, state, seconds } = progress;
      const hasEnded = state !== "begun";
      const took = hasEnded && seconds !== undefined ? ` (${seconds} s)` : "";
      return { text: line(`${address}: ${action} ${state}${took}`), row: address, hasEnded };
    }
    case "refresh": {
      const { refreshId, status, percentageComplete, statusReason } = progress;
      const percent = percentageComplete === null ? "" : `, ${percentageComplete} %`;
      const why = statusReason === null ? "" : `: ${statusReason}`;
      return {
        text: line(`instance refresh ${refreshId}: ${status}${percent}${why}`),
        row: "refresh",
      };
    }
    case "fleet": {
      const { healthyInService, desiredCapacity } = progress;
      const text = `${healthyInService} of ${desiredCapacity} instances in service and healthy`;
      return { text, row: "fleet" };
    }
    case "note":
      return { text: line(progress.text) };
  }
}
