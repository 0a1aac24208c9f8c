import { verdicts } from "../../operations/drift/report";
import { line } from "../../operations/report/visible";
import type { PlanProgress } from "../../operations/terraform/plan/plan-stacks";
import type { Step } from "./progress-view";

/** What makes a step for people of what goes on while stacks are planned; a verdict says what it took. */
export function planSteps(): (progress: PlanProgress) => Step {
  const starts = new Map<string, number>();
  return (progress) => {
    if ("notice" in progress) return { text: line(progress.notice) };
    const { state } = progress;
    if (!("environment" in progress)) return { text: `${state} …`, row: "all" };
    const { environment } = progress;
    if (state === "planning") starts.set(environment, Date.now());
    const start = starts.get(environment);
    const hasEnded = state in verdicts;
    const took =
      hasEnded && start !== undefined ? ` (${Math.round((Date.now() - start) / 1000)} s)` : "";
    return { text: `${environment}: ${state}${took}`, row: environment, hasEnded };
  };
}
