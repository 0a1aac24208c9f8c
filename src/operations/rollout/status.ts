import type { Command, Invocation } from "./aws";
import type { InstanceClass } from "./report";

/**
 * What the detailed status of an invocation means. Success and failure aren't here: they take a response code.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html
 */
const classes: Readonly<Record<string, InstanceClass>> = {
  executiontimedout: "failed",
  timedout: "failed",
  deliverytimedout: "unknown",
  cancelled: "unknown",
  undeliverable: "not updated",
  terminated: "not updated",
  invalidplatform: "misconfigured",
  accessdenied: "misconfigured",
  pending: "still going",
  inprogress: "still going",
  delayed: "still going",
  cancelling: "still going",
};

/** The step's time limit in the service's words and in the agent's. */
const timeLimits = new Set(["executiontimedout", "timedout"]);

/** The response code of a script that the agent killed. */
const killedCode = 137;

const runningCommands = new Set(["pending", "inprogress", "delayed", "cancelling"]);
const endedCommands = new Set(["success", "cancelled", "failed", "timedout"]);
/** Detailed states of a command that has ended, where its status itself says nothing known. */
const endedInDetail = new Set([
  ...endedCommands,
  "deliverytimedout",
  "executiontimedout",
  "incomplete",
  "rateexceeded",
  "limitexceeded",
  "noinstancesintag",
  "accessdenied",
]);

/** Systems Manager's documents write `Delivery Timed Out` for what its API calls `DeliveryTimedOut`. */
export function normalised(status: string): string {
  return status
    .toLowerCase()
    .replace(/[^a-z]/g, "")
    .replace(/^canceled$/, "cancelled");
}

/** Whether a command has ended; a status that nobody knows has not. */
export function isTerminal({ status, statusDetails }: Command): boolean {
  const known = normalised(status);
  if (endedCommands.has(known)) return true;
  return !runningCommands.has(known) && endedInDetail.has(normalised(statusDetails));
}

/** How a command ends that reaches nobody, and that would end so again. */
const refusals = new Set(["accessdenied", "rateexceeded", "limitexceeded"]);

/** Systems Manager's word for why it refused a command as a whole; undefined where it didn't. */
export function refusal({ statusDetails }: Command): string | undefined {
  return refusals.has(normalised(statusDetails)) ? statusDetails : undefined;
}

/** Whether somebody has cancelled the command. */
export function isCancelled({ status, statusDetails }: Command): boolean {
  const words = [normalised(status), normalised(statusDetails)];
  return words.includes("cancelled") || words.includes("cancelling");
}

/** What an invocation says; `undefined` for a status that isn't known. */
function knownClass(invocation: Invocation): InstanceClass | undefined {
  const { status, responseCode, isSkipped } = invocation;
  const detail = normalised(statusText(invocation));
  if (!hasCode(invocation)) return Object.hasOwn(classes, detail) ? classes[detail] : undefined;
  if (status !== "" && normalised(status) !== detail) return undefined;
  if (isSkipped) return "not updated";
  // The code may be the agent's: of a worker that was killed, a full disk, a script that could not start.
  if (lacksVerdict(invocation)) return "unknown";
  return responseCode === 0 && detail === "success" ? "updated" : "failed";
}

/** Whether Systems Manager says that the document's script came to an end of its own. */
function hasCode(invocation: Invocation): boolean {
  return ["success", "failed"].includes(normalised(statusText(invocation)));
}

/** Whether the script was not seen to name the exit code that it ended with, though it did end. */
export function lacksVerdict(invocation: Invocation): boolean {
  const { isSkipped, responseCode, output } = invocation;
  return hasCode(invocation) && !isSkipped && output.verdict !== responseCode;
}

/**
 * Whether the agent killed the document's script, with SIGKILL to its process group: at the step's time limit, or
 * because the command was cancelled. The updater has a group of its own, and goes on.
 * https://github.com/aws/amazon-ssm-agent/blob/mainline/agent/executers/executers.go
 */
export function wasKilled({
  statusDetails,
  responseCode,
}: Pick<Invocation, "responseCode"> & { readonly statusDetails: string | null }): boolean {
  const detail = normalised(statusDetails ?? "");
  return timeLimits.has(detail) || (detail === "cancelled" && responseCode === killedCode);
}

/** Whether the script came to an end, or was ended: that stays true of an instance that is gone. */
export function hasRunToItsEnd(invocation: Invocation): boolean {
  return (isError(invocation) || hasCode(invocation)) && !invocation.isSkipped;
}

/** Whether a command's errors count it, as `MaxErrors` means them. */
export function isError(invocation: Invocation): boolean {
  const detail = normalised(statusText(invocation));
  return detail === "failed" || timeLimits.has(detail);
}

/**
 * The class of one invocation.
 *
 * @param ended whether its command is terminal: only then is a status that nobody knows a failure
 */
export function invocationClass(invocation: Invocation, ended: boolean): InstanceClass {
  return knownClass(invocation) ?? (ended ? "failed" : "still going");
}

/** Whether a later listing could still say more, though the command has ended. */
export function maySayMore(invocation: Invocation): boolean {
  return knownClass(invocation) === "still going" || lacksVerdict(invocation);
}

/** Systems Manager's own word for it. */
export function statusText({ status, statusDetails }: Invocation): string {
  return statusDetails === "" ? status : statusDetails;
}
