import { holdOf } from "../aws/hold";
import { own } from "../terraform/diagnosis/json-values";
import type { Plan } from "./judge/plan";

const parameter = /(^|\.)aws_ssm_parameter\.[^.]+$/;

/**
 * What keeps instances from fetching and running the updater. The parameter's value is the operators', so that it is no
 * difference, and the plan knows it as it has just been read.
 *
 * @param parameterName of the SSM parameter; undefined where there is none
 * @returns null where nothing does, and where the plan doesn't know the parameter: that it is missing is a finding then
 */
export function heldIn(plan: Plan, parameterName: string | undefined): string | null {
  if (parameterName === undefined) return null;
  const before = (plan.resource_changes ?? [])
    .filter(({ address }) => parameter.test(address))
    .map(({ change }) => change.before)
    .find((values) => own(values, "name") === parameterName);
  if (before === undefined) return null;
  const value = own(before, "insecure_value");
  return holdOf(parameterName, typeof value === "string" ? value : undefined);
}
