import type { Cause } from "../report/causes";
import { bad, good, type OutcomeTable, unknown } from "../report/outcomes";

/** How the command ends. */
export const outcomes = {
  put: good("the credentials were put; the version's id is printed"),
  notPut: bad(1, "an error, and nothing was put", "Download credentials not put"),
  unknown: unknown(
    3,
    "whether they are in isn't known: AWS wasn't heard to the end, or another value came in between",
    "Download credentials not put",
  ),
  interrupted: bad(
    130,
    "an interrupt (Ctrl-C, Ctrl-D, Ctrl-Z, SIGTERM, SIGHUP) before anything was put",
    "Interrupted",
  ),
} satisfies OutcomeTable;

/** Why the credentials weren't put, or may not have been; the message doesn't repeat them. */
export class SecretFailure extends Error {
  override readonly name = "SecretFailure";

  constructor(
    readonly outcome: Exclude<keyof typeof outcomes, "put">,
    message: string,
    readonly knownCause: Cause | null = null,
  ) {
    super(message);
  }
}
