import type { Cause } from "../report/causes";
import type { OutcomeTable } from "../report/outcomes";

/** How the command ends. */
export const outcomes = {
  put: {
    exitCode: 0,
    kind: "good",
    meaning: "the credentials were put; the version's id is printed",
    section: null,
  },
  notPut: {
    exitCode: 1,
    kind: "bad",
    meaning: "an error, and nothing was put",
    section: "Download credentials not put",
  },
  unknown: {
    exitCode: 3,
    kind: "unknown",
    meaning:
      "whether they are in isn't known: AWS wasn't heard to the end, or another value came in between",
    section: "Download credentials not put",
  },
  interrupted: {
    exitCode: 130,
    kind: "bad",
    meaning: "an interrupt (Ctrl-C, Ctrl-D, Ctrl-Z, SIGTERM, SIGHUP) before anything was put",
    section: "Interrupted",
  },
} as const satisfies OutcomeTable;

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
