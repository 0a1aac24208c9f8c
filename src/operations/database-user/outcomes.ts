import type { OutcomeTable } from "../report/outcomes";

/** How the command ends. It may be repeated after each of them. */
export const outcomes = {
  made: {
    exitCode: 0,
    kind: "good",
    meaning: "the user is what it should be",
    section: null,
  },
  /** The function was not called, or refused. */
  notAsked: {
    exitCode: 1,
    kind: "bad",
    meaning: "nobody has looked at the user, and the reason says what to mend",
    section: "Backoffice user missing",
  },
  failed: {
    exitCode: 1,
    kind: "bad",
    meaning: "it couldn't be made so, and the reason says what to mend",
    section: "Backoffice user missing",
  },
  /** The function may have done its work. */
  unknown: {
    exitCode: 3,
    kind: "unknown",
    meaning: "what the function did couldn't be learnt: run it again in a minute",
    section: "Backoffice user missing",
  },
  interrupted: {
    exitCode: 130,
    kind: "bad",
    meaning: "interrupted before the function was called",
    section: "Interrupted",
  },
} as const satisfies OutcomeTable;
