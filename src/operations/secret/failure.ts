import type { Cause } from "../report/causes";

/** How a command ends; `testapp secret --help` says what each means. */
export const exitCodes = { put: 0, notPut: 1, unknown: 3, interrupted: 130 } as const;

/** Why the credentials weren't put, or may not have been; the message doesn't repeat them. */
export class SecretFailure extends Error {
  override readonly name = "SecretFailure";

  constructor(
    readonly outcome: Exclude<keyof typeof exitCodes, "put">,
    message: string,
    readonly knownCause: Cause | null = null,
  ) {
    super(message);
  }
}
