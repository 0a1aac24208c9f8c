import { z } from "zod";

export const userReportSchema = z.strictObject({
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
export type UserReport = z.infer<typeof userReportSchema>;
