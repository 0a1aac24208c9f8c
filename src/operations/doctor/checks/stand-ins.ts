import type { StandIn } from "../../../estate/checks";
import { type Finding, ok } from "../finding";
import type { Machine } from "../machine";

/** Values that stand in for ones that nobody has given yet. */
export async function standInValues(
  _: Machine,
  standIns: readonly StandIn[],
): Promise<readonly Finding[]> {
  if (standIns.length === 0) return [ok("no value stands in for one of the client's")];
  return standIns.map(({ name, value, severity, because, remedy }) => ({
    status: severity,
    message: `${name} is still ${JSON.stringify(value)}: ${because}`,
    remedy,
  }));
}
