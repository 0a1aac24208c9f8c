import type { Cause } from "../report/causes";

/** How the command ends; `testapp bootstrap --help` says what each means. */
export const exitCodes = { ready: 0, failed: 1, notAgreed: 2, interrupted: 130 } as const;

/** Why a region isn't ready. Each reason is one line: what, and the remedy. */
export class BootstrapFailure extends Error {
  override readonly name = "BootstrapFailure";

  constructor(
    readonly outcome: Exclude<keyof typeof exitCodes, "ready">,
    readonly reasons: readonly string[],
    readonly knownCause: Cause | null = null,
  ) {
    super(reasons.join("\n"));
  }
}
