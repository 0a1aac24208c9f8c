import { z } from "zod";
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

const userChangesSchema = z.strictObject({
  database: z.string(),
  user: z.string(),
  /** Whether the user was not there before. */
  created: z.boolean(),
  /** Whether it was there, but logged in by other means, or without TLS. */
  authenticationChanged: z.boolean(),
  /** Privileges in its own schema that it didn't have. */
  granted: z.array(z.string()),
  /** What it had beyond, such as `SELECT ON *.*`. */
  revoked: z.array(z.string()),
});

/** What was there and what has changed; the user has now exactly the rights that it should. */
export type UserChanges = z.infer<typeof userChangesSchema>;

export const userReportSchema = userChangesSchema.extend({
  /** Of the database that the function has connected to. */
  host: z.string(),
});

/** What the function has done, and where. */
export type UserReport = z.infer<typeof userReportSchema>;
