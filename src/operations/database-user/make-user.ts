import { CallFailure } from "../aws/call";
import type { DatabaseUserPort } from "./aws/port";
import { FunctionFailure, LostAnswer } from "./function-answer";
import { MasterCredentialsError } from "./master-credentials";
import type { UserReport } from "./user-report";
import type { DatabaseUser } from "./user-statements";

/** The database, the user that it shall have, and the function that makes it. */
export interface DatabaseTarget extends DatabaseUser {
  readonly databaseIdentifier: string;
  readonly functionName: string;
}

/** What came of it. It may be repeated after each of them. */
export type Outcome =
  | { readonly kind: "made"; readonly report: UserReport }
  /** The function was not called, or refused: nobody has looked at the user. */
  | { readonly kind: "notAsked"; readonly reason: string }
  /** The user isn't what it should be, or another one is, and the reason says what to mend. */
  | { readonly kind: "failed"; readonly reason: string }
  /** The function may have done its work. */
  | { readonly kind: "unknown"; readonly reason: string }
  /** A signal came before the function was called. */
  | { readonly kind: "interrupted"; readonly reason: string };

/**
 * Reads the master secret, which RDS changes every week, and has the function make the user with it.
 *
 * @param signal ends whatever is waited for; a function that was called goes on
 */
export async function makeUser(
  target: DatabaseTarget,
  port: DatabaseUserPort,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const database = await port.database(target.databaseIdentifier, signal);
    const credentials = await port.masterCredentials(database.masterSecretArn, signal);
    const report = await port.callFunction(target.functionName, credentials, signal);
    return checked(report, { ...target, host: database.host });
  } catch (error) {
    if (error instanceof LostAnswer) return { kind: "unknown", reason: error.message };
    if (error instanceof FunctionFailure) return { kind: "failed", reason: error.message };
    if (error instanceof CallFailure || error instanceof MasterCredentialsError) {
      const { message } = error;
      return { kind: signal.aborted ? "interrupted" : "notAsked", reason: message };
    }
    throw error;
  }
}

/** The function's variables say which user it makes, and where; they may be older than the configuration. */
function checked(
  report: UserReport,
  wanted: Pick<UserReport, "host" | "database" | "user">,
): Outcome {
  const text = ({ host, database, user }: typeof wanted) => `${user} in ${database} of ${host}`;
  if (text(report) === text(wanted)) return { kind: "made", report };
  return {
    kind: "failed",
    reason: `The function has made ${text(report)}, and not ${text(wanted)}: apply the environment's infrastructure, and run this again`,
  };
}
