import { line } from "../report/visible";

/** What the parameter says while instances may fetch and run the updater. */
export const enabled = "enabled";

const held = /^held: ./s;

/** Whether somebody holds updates, and says why; another wrong value counts as held, too, and is nobody's. */
export const isHeld = (value: string) => held.test(value);

/**
 * What keeps an environment's instances from fetching and running the updater, as a clause for people; null where
 * nothing does. The scripts of the instances read the parameter in the same way: only one word enables updates.
 *
 * @param value undefined where there is no such parameter
 */
export function holdOf(parameterName: string, value: string | undefined): string | null {
  if (value === undefined)
    return `the parameter ${parameterName} is missing or can't be read, which counts as held`;
  // Bash, too, reads it without the newlines at its end.
  const said = value.replace(/\n+$/, "");
  if (said === enabled) return null;
  return isHeld(said)
    ? `updates are ${line(said)}`
    : `the parameter ${parameterName} doesn't say ${enabled}, which counts as held`;
}
