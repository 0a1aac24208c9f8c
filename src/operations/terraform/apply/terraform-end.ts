import { constants } from "node:os";
import { errorsIn } from "../diagnosis/diagnostics";

/**
 * How Terraform ended: its exit code, or the signal that ended it. `not begun`: it wasn't started, because
 * of an interrupt or of the system. `not seen`: whoever waited for it was killed, so nobody knows.
 */
export type TerraformEnd = number | NodeJS.Signals | "not begun" | "not seen";

/** @param code as in a shell: 128 and more for a signal */
export function terraformEnd(code: number | undefined, hasBegun: boolean): TerraformEnd {
  if (code === undefined) return "not seen";
  if (!hasBegun) return "not begun";
  const signals = Object.entries(constants.signals) as [NodeJS.Signals, number][];
  return signals.find(([, number]) => number === code - 128)?.[0] ?? code;
}

/**
 * Whether Terraform has ended as it should, well or not: what it says of resources and of the state is then
 * true. Only 0 and 1 are its own exit codes; a shell's 126 and 127 mean that it can't be run. A crash has others.
 */
export function isOrderly(end: TerraformEnd, log: string): boolean {
  const hasCrashed = /^panic: |TERRAFORM CRASH/m.test(log);
  return end === "not begun" || ([0, 1, 126, 127].includes(Number(end)) && !hasCrashed);
}

export function endText(end: TerraformEnd): string {
  if (typeof end === "number") return `exit code ${end}`;
  if (end === "not begun") return "it was not begun";
  return end === "not seen" ? "by something that nobody saw" : `by ${end}`;
}

const lossOfPlugin = ["Plugin did not respond", "Request cancelled", "Plugin error"];

/**
 * Whether a resource that Terraform calls failed may be done all the same: its provider has died or was cut off
 * after it was asked. Terraform doesn't say which resource that was, so it's each without an error of its own.
 */
export function isLost(address: string, log: string): boolean {
  const errors = errorsIn(log);
  const hasOwn = errors.some((error) => error.address === address && !isLoss(error));
  return !hasOwn && errors.some(isLoss);
}

function isLoss({ summary }: { readonly summary: string }): boolean {
  return lossOfPlugin.includes(summary);
}
