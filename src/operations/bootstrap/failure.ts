import type { Cause } from "../report/causes";
import { bad, good, type OutcomeTable } from "../report/outcomes";
import { reasonsOf } from "../terraform/failure";

/** How the command ends. */
export const outcomes = {
  ready: good("the region is ready; nothing was done where nothing was missing"),
  failed: bad(
    1,
    "an error: the region isn't ready. It says what was done until then",
    "Region not ready",
  ),
  notAgreed: bad(
    2,
    "there is something to apply, and nobody agreed; 1 to 3 are done",
    "Foundation not agreed to",
  ),
  interrupted: bad(
    130,
    "an interrupt (Ctrl-C, SIGTERM, SIGHUP): Terraform has given its lock back, and run again it goes on",
    "Interrupted",
  ),
} satisfies OutcomeTable;

/** Why a region isn't ready. Each reason is one line: what, and the remedy. */
export class BootstrapFailure extends Error {
  override readonly name = "BootstrapFailure";

  constructor(
    readonly outcome: Exclude<keyof typeof outcomes, "ready">,
    readonly reasons: readonly string[],
    readonly knownCause: Cause | null = null,
  ) {
    super(reasons.join("\n"));
  }
}

/** The failure that an error is; one that nobody foresaw is not quoted, because it may quote a secret. */
export function asFailure(error: unknown): BootstrapFailure {
  if (error instanceof BootstrapFailure) return error;
  return new BootstrapFailure("failed", reasonsOf(error, "The command"));
}
