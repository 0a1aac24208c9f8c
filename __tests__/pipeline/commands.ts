import { type Action, actions, stepsOf } from "../../src/operations/pipeline/steps";
import { environmentIds } from "../../src/systems/test-app/environments";

/** Every call of `bin/testapp` that the pipeline may make of all environments, as its arguments. */
export const pipelineCalls = actions.flatMap((action: Action) =>
  stepsOf(action, environmentIds, () => `sha256:${"0".repeat(64)}`).map(({ args }) => args),
);

export const pipelineCommands = [...new Set(pipelineCalls.map(([name]) => String(name)))].sort();
