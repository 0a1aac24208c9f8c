import { CallFailure } from "../rollout/port";
import type { DatabaseUserPort } from "./aws/port";
import { FunctionFailure, LostAnswer } from "./function-answer";
import { MasterCredentialsError } from "./master-credentials";
import type { UserReport } from "./user-report";

/** The database, and the function that makes the user in it. */
export interface DatabaseTarget {
  readonly databaseIdentifier: string;
  readonly functionName: string;
}

/** What came of it. It may be repeated after each of them. */
export type Outcome =
  | { readonly kind: "made"; readonly report: UserReport }
  /** The user isn't what it should be, and the reason says what to mend. */
  | { readonly kind: "failed"; readonly reason: string }
  /** The function may have done its work. */
  | { readonly kind: "unknown"; readonly reason: string };

/** Reads the master secret, which RDS changes every week, and has the function make the user with it. */
export async function makeUser(target: DatabaseTarget, port: DatabaseUserPort): Promise<Outcome> {
  try {
    const secretArn = await port.masterSecretArn(target.databaseIdentifier);
    const credentials = await port.masterCredentials(secretArn);
    return { kind: "made", report: await port.callFunction(target.functionName, credentials) };
  } catch (error) {
    if (error instanceof LostAnswer) return { kind: "unknown", reason: error.message };
    if (
      error instanceof CallFailure ||
      error instanceof FunctionFailure ||
      error instanceof MasterCredentialsError
    )
      return { kind: "failed", reason: error.message };
    throw error;
  }
}
