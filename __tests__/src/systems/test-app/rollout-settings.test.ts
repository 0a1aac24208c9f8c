import { describe, expect, it } from "vitest";
import { loadDeployment } from "../../../../src/estate/deployments";
import { loadEnvironments } from "../../../../src/systems/test-app/environments";
import {
  releasable,
  rolloutSettings,
  rolloutVariables,
} from "../../../../src/systems/test-app/functions/rollout-settings";
import { namesOf } from "../../../../src/systems/test-app/names";
import { environment } from "../../../support/environment";

/** What the function finds, with the variables of Lambda itself. */
function variables(changes: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { settings, names } = environment();
  return {
    ...rolloutVariables(settings),
    AWS_REGION: settings.region,
    AWS_LAMBDA_FUNCTION_NAME: names.autoupdaterFunction,
    ...changes,
  };
}

describe("a function's variables", () => {
  it.each(Object.values(loadEnvironments()))("tell $id's rollout all that it reads", (each) => {
    const { autoupdaterFunction } = namesOf(each);
    const settings = rolloutSettings({
      ...rolloutVariables(each),
      AWS_REGION: each.region,
      AWS_LAMBDA_FUNCTION_NAME: autoupdaterFunction,
    });
    const { id, region, account, configuredIn, release } = loadDeployment(each.id);
    expect(releasable(settings)).toEqual({ id, region, account, configuredIn, release });
  });

  it.each([
    [{ ENVIRONMENT_ID: undefined }, "ENVIRONMENT_ID is missing"],
    [{ ENVIRONMENT_ID: "uat-us-east-1" }, 'ENVIRONMENT_ID is "uat-us-east-1": it must be the env'],
    [{ AWS_REGION: "eu-north-1" }, 'AWS_REGION is "eu-north-1"'],
    [{ ROLLOUT_MAX_ERRORS: "" }, 'ROLLOUT_MAX_ERRORS is "": it must be a whole number'],
    [{ ROLLOUT_MAX_ERRORS: "1e2" }, "ROLLOUT_MAX_ERRORS"],
    [{ ROLLOUT_MAX_CONCURRENCY: "all" }, 'ROLLOUT_MAX_CONCURRENCY is "all"'],
  ])("%o is refused with its name, its value and the remedy", (changes, said) => {
    const read = () => rolloutSettings(variables(changes));
    expect(read).toThrow(said);
    expect(read).toThrow("Nothing was sent. Apply the environment's infrastructure");
  });
});
