import { verdicts } from "../../operations/drift/report";
import { line } from "../../operations/report/visible";
import type { PlanProgress } from "../../operations/terraform/plan/plan-stacks";
import type { LogFormat } from "../input/log-format";
import { liveTable } from "./live-table";
import { lines, type ProgressView, progressView } from "./progress-view";

/** A table that changes in place on a terminal, a line per change of state in a log. */
export function checkProgress(format: LogFormat): ProgressView<PlanProgress> {
  return progressView(format, { onTerminal: table, inLog: () => lines(planTexts()) });
}

/** What makes a line for people of each step. */
export function planTexts(): (progress: PlanProgress) => string {
  const since = stopwatch();
  return (progress) => {
    if ("notice" in progress) return line(progress.notice);
    if (!("environment" in progress)) return `${progress.state} …`;
    return `${progress.environment}: ${progress.state}${since(progress)}`;
  };
}

/** What an environment's state took, once it has ended. */
function stopwatch() {
  const starts = new Map<string, number>();
  return ({ environment, state }: { environment: string; state: string }) => {
    if (state === "planning") starts.set(environment, Date.now());
    const start = starts.get(environment);
    return hasEnded(state) && start !== undefined ? ` (${seconds(start)})` : "";
  };
}

function table(): ProgressView<PlanProgress> {
  const rows = new Map<string, { state: string; start: number; took?: string }>();
  const { say, end } = liveTable(() => {
    const width = Math.max(0, ...[...rows.keys()].map((name) => name.length));
    return [...rows].map(([name, { state, start, took }]) =>
      [name.padEnd(width), state, took ?? seconds(start)].join("  "),
    );
  });
  return {
    show: (progress) => {
      if ("notice" in progress) {
        say(line(progress.notice));
        return;
      }
      const name = "environment" in progress ? progress.environment : "all environments";
      const start = rows.get(name)?.start ?? Date.now();
      const { state } = progress;
      rows.set(name, { state, start, ...(hasEnded(state) ? { took: seconds(start) } : {}) });
      if ("environment" in progress) rows.delete("all environments");
    },
    end,
  };
}

function hasEnded(state: string): boolean {
  return state in verdicts;
}

function seconds(start: number): string {
  return `${Math.round((Date.now() - start) / 1000)} s`;
}
