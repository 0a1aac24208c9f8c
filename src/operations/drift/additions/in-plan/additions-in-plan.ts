import type { Addition } from "../addition";
import type { CloudObjects } from "./cloud-objects";
import { replacedCode } from "./function-code";
import { strangeRules } from "./security-group-rules";
import { unsetAttributes } from "./unset-attributes";

/**
 * Additions that a plan shows itself. Whether the state knows them already makes no difference: what the refresh
 * found is compared with what the plan's own resources account for.
 *
 * @param environment that the plan is of; null where nobody knows
 */
export function additionsInPlan(
  objects: CloudObjects,
  environment: string | null,
): readonly Addition[] {
  return [
    ...strangeRules(objects),
    ...replacedCode(objects, environment),
    ...unsetAttributes(objects),
  ];
}
