import { leaveSignals } from "../e2e/drift/program";
import { findTool, missing, type Tool } from "../support/tools";

/** Of sysexits.h. */
const unavailable = 69;

/**
 * Runs something for a person to look at. Ends with 69 where a tool is missing.
 *
 * @param run gets what comes with Ctrl-C; it then leaves nothing behind
 */
export async function untilCtrlC(
  needed: readonly Tool[],
  run: (told: Promise<void>) => Promise<void>,
): Promise<void> {
  const lacking = needed.filter((tool) => findTool(tool) === undefined);
  if (lacking.length > 0) {
    console.error(missing(lacking));
    process.exitCode = unavailable;
    return;
  }
  leaveSignals();
  const told = new Promise<void>((resolve) => {
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.once(name, () => resolve());
  });
  await run(told);
}
