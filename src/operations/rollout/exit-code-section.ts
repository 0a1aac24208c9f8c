import type { Section } from "../report/sections";

/** What the document's own exit codes mean: run-updater.sh lists them. */
export const documentExitCodes = [210, 211, 212, 213, 214, 215, 216] as const;
/** Of every other exit code on an instance, which is the updater's own. */
export const updaterSection = "Exit code of the updater";

/** The runbook's section on an exit code of an instance; undefined where it says nothing. */
export function exitCodeSection(code: number | null): Section | undefined {
  // Systems Manager gives -1 for what was ended before it had a code.
  if (code === null || code <= 0) return undefined;
  return documentExitCodes.some((each) => each === code) ? `Exit code ${code}` : updaterSection;
}
