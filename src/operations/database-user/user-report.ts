import * as z from "zod";
import { bad, good, type OutcomeTable, unknown } from "../report/outcomes";

/** How the command ends. It may be repeated after each of them. */
export const outcomes = {
  made: good("the user is what it should be"),
  /** The function was not called, or refused. */
  notAsked: bad(1, "nobody has looked at the user", "Backoffice user missing"),
  failed: bad(
    1,
    "it couldn't be made what it should be: the first line says which, the reason what to mend",
    "Backoffice user missing",
  ),
  /** The function may have done its work. */
  unknown: unknown(
    3,
    "what the function did couldn't be learnt: run it again in a minute",
    "Backoffice user missing",
  ),
  interrupted: bad(130, "interrupted before the function was called", "Interrupted"),
} satisfies OutcomeTable;

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
