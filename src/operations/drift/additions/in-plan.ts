import type { Addition } from "./addition";

/** Additions that a plan shows itself, whether or not the state knows them already. */
export function additionsInPlan(_plan: unknown): readonly Addition[] {
  return [];
}
