import { applyScenarios } from "./scenarios/apply";
import { interruptedScenarios } from "./scenarios/interrupted";
import type { Scenario } from "./scenarios/kit";
import { otherScenarios } from "./scenarios/other";
import { updateScenarios } from "./scenarios/update";

/** What may happen to a build, and what must follow. */
export const scenarios: readonly Scenario[] = [
  ...updateScenarios,
  ...interruptedScenarios,
  ...otherScenarios,
  ...applyScenarios,
];

/** @throws Error when there is none of that name */
export function scenarioNamed(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`no scenario ${name}`);
  return found;
}
