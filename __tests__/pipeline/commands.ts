import { type Action, actions, stepsOf } from "../../src/operations/pipeline/steps";
import { deployments } from "./deployments";

const reviewed = ["markdown", "html", "json"].flatMap((form) => [`--${form}`, `review.${form}`]);

/** Every call of `bin/testapp` that the pipeline may make, of all deployments or a change request, as its arguments. */
export const pipelineCalls = [
  ...actions.flatMap((action: Action) =>
    stepsOf(action, deployments, () => `sha256:${"0".repeat(64)}`).map(({ args }) => args),
  ),
  ["review", "origin/main", ...reviewed],
];

export const pipelineCommands = [...new Set(pipelineCalls.map(([name]) => String(name)))].sort();
