import type { RolloutProgress } from "../../operations/rollout/progress";
import type { LogFormat } from "../input/log-format";
import { lines, type ProgressView, progressView } from "./progress-view";
import { progressText } from "./rollout-line";
import { rolloutTable } from "./rollout-table";

/** A table of the instances on a terminal, a line per change of an instance's state in a log. */
export function rolloutProgress(
  environment: string,
  format: LogFormat,
): ProgressView<RolloutProgress> {
  const view = progressView<RolloutProgress & { readonly environment: string }>(format, {
    onTerminal: rolloutTable,
    inLog: () => lines(progressText),
  });
  return {
    show: (progress) => view.show({ environment, ...progress }),
    end: () => view.end(),
  };
}
