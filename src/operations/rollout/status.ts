import type { Command, Invocation } from "./aws";
import type { InstanceClass } from "./report";

/**
 * What the detailed status of an invocation means. Success isn't here: it takes a response code.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html
 */
const classes: Readonly<Record<string, InstanceClass>> = {
  failed: "failed",
  executiontimedout: "failed",
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

/** Whether somebody has cancelled the command. */
export function isCancelled({ status, statusDetails }: Command): boolean {
  const words = [normalised(status), normalised(statusDetails)];
  return words.includes("cancelled") || words.includes("cancelling");
}

/** What an invocation says; `undefined` for a status that isn't known, or a success without a response code. */
function knownClass(invocation: Invocation): InstanceClass | undefined {
  const { status, statusDetails, responseCode } = invocation;
  const detail = normalised(statusDetails === "" ? status : statusDetails);
  if (detail !== "success") return Object.hasOwn(classes, detail) ? classes[detail] : undefined;
  if (status !== "" && normalised(status) !== "success") return undefined;
  if (responseCode === null) return undefined;
  return responseCode === 0 ? "updated" : "failed";
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
  const known = knownClass(invocation);
  const lacksCode = known === undefined && normalised(invocation.statusDetails) === "success";
  return known === "still going" || lacksCode;
}

/** Systems Manager's own word for it. */
export function statusText({ status, statusDetails }: Invocation): string {
  return statusDetails === "" ? status : statusDetails;
}
