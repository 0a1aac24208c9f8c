import { readPlan } from "../drift/judge/plan";
import { CheckFailure } from "../terraform/failure";

/**
 * Whether there is something to apply in a plan.
 *
 * @param json what `terraform show -json` printed, parsed
 * @throws CheckFailure when applying it could not make the region ready
 */
export function isApplyable(json: unknown): boolean {
  const reading = readPlan(json);
  if ("unreadable" in reading)
    throw new CheckFailure(["The plan can't be read, so it isn't applied", ...reading.unreadable]);
  const { applyable, complete, errored } = reading.plan;
  if (errored || !complete)
    throw new CheckFailure(["The plan isn't complete, so it isn't applied"]);
  return applyable;
}
