import { z } from "zod";

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
