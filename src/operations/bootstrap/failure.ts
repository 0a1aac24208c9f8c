import type { Cause } from "../report/causes";
import type { OutcomeTable } from "../report/outcomes";

/** How the command ends. */
export const outcomes = {
  ready: {
    exitCode: 0,
    kind: "good",
    meaning: "the region is ready; nothing was done where nothing was missing",
    section: null,
  },
  failed: {
    exitCode: 1,
    kind: "bad",
    meaning: "an error: the region isn't ready. It says what was done until then",
    section: "Region not ready",
  },
  notAgreed: {
    exitCode: 2,
    kind: "bad",
    meaning: "there is something to apply, and nobody agreed; 1 to 3 are done",
    section: "Foundation not agreed to",
  },
  interrupted: {
    exitCode: 130,
    kind: "bad",
    meaning:
      "an interrupt (Ctrl-C, SIGTERM, SIGHUP): Terraform has given its lock back, and run again it goes on",
    section: "Interrupted",
  },
} as const satisfies OutcomeTable;

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
