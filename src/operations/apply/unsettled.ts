import { WatchEnded } from "../aws/calls";
import type { Cause } from "../report/causes";

/** What settles isn't what the code says, and won't become it by itself. */
export class Unsettled extends Error {
  override readonly name = "Unsettled";

  constructor(
    message: string,
    readonly knownCause: Cause | null = null,
  ) {
    super(message);
  }
}

/** Why a look where nothing was applied has ended early. */
export function whyEnded(error: unknown): "INTERRUPTED" | "IN_PROGRESS" | "UNKNOWN" {
  if (!(error instanceof WatchEnded)) return "UNKNOWN";
  return error.why === "time limit" ? "IN_PROGRESS" : "INTERRUPTED";
}
