import { fleetCountsText } from "../../operations/apply/fleet/counts";
import type { ApplyProgress } from "../../operations/apply/options";
import { verdicts } from "../../operations/drift/report";
import { line } from "../../operations/report/visible";
import type { RolloutProgress } from "../../operations/rollout/surroundings";
import type { PlanProgress } from "../../operations/terraform/plan/plan-stacks";
import type { Step } from "./progress-view";

/** The row of what goes on with all stacks. */
const stacks = "all stacks";

/** What makes a step for people of what goes on while stacks are planned; a verdict says what it took. */
export function planSteps(): (progress: PlanProgress) => Step {
  const starts = new Map<string, number>();
  return (progress) => {
    if ("notice" in progress) return { text: line(progress.notice) };
    const { state } = progress;
    if (!("environment" in progress)) return { text: `${state} …`, row: stacks };
    const { environment } = progress;
    if (state === "planning") starts.set(environment, Date.now());
    const start = starts.get(environment);
    const hasEnded = state in verdicts;
    const took =
      hasEnded && start !== undefined ? ` (${Math.round((Date.now() - start) / 1000)} s)` : "";
    return { text: `${environment}: ${state}${took}`, row: environment, hasEnded, ends: [stacks] };
  };
}

const phases = {
  APPLY: "applying the plan …",
  SETTLE: "waiting until all has settled …",
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
      return { text: phases[progress.phase], row: "phase", ends: "all" };
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
    case "fleet":
      return { text: fleetCountsText(progress), row: "fleet" };
    case "service":
      return { text: line(progress.text), row: progress.service };
    case "note":
      return { text: line(progress.text) };
  }
}

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
