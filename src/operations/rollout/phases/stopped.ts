import type { Run } from "../run";
import { invocationClass, isCancelled, normalised, statusText } from "../status";

/**
 * Why nothing more may be sent; undefined when it may. A bad release must not reach more instances through
 * a further pass than the error threshold of the commands before has let through.
 */
export function whyStopped({ commands, gaveWayTo, target }: Run): string | undefined {
  if (gaveWayTo !== undefined) return `the command ${gaveWayTo} of another rollout goes first`;
  let failures = 0;
  for (const { seen, invocations } of commands.values()) {
    if (seen !== undefined && isCancelled(seen)) return "a command was cancelled";
    let listed = 0;
    for (const invocation of invocations.values()) {
      if (normalised(statusText(invocation)) === "terminated")
        return "Systems Manager stopped a command at its error threshold";
      if (invocationClass(invocation, true) === "failed") listed += 1;
    }
    // Systems Manager may have counted more than it lists.
    failures += Math.max(listed, seen?.errorCount ?? 0);
  }
  return failures > target.maxErrors
    ? `${failures} failed, and ${target.maxErrors} may`
    : undefined;
}
