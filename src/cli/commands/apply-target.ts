import type { ApplyTarget } from "../../operations/apply/surroundings";
import { loadFoundations } from "../../systems/foundation/foundations";
import { loadEnvironments } from "../../systems/test-app/environments";
import { namesOf } from "../../systems/test-app/names";

/** @throws ConfigurationError */
export function applyTarget(id: string): ApplyTarget {
  const environment = Object.values(loadEnvironments()).find((each) => each.id === id);
  const foundation = Object.values(loadFoundations()).find((each) => each.id === id);
  if (environment !== undefined) {
    const { base: groupName } = namesOf(environment);
    return { id, region: environment.region, settles: { by: "instance refresh", groupName } };
  }
  if (foundation === undefined) throw new Error(`There is no deployment ${id}`);
  return { id, region: foundation.region, settles: { by: "nothing" } };
}
