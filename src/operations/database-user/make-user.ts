import type { DatabaseUser, Deployment } from "../../estate/deployment";
import { CallFailure } from "../aws/call";
import { quietCalls, WatchEnded } from "../aws/calls";
import type { Clients } from "../aws/clients";
import { callFunction, masterCredentials } from "../aws/database/database-function";
import { FunctionFailure, LostAnswer } from "../aws/database/function-answer";
import { MasterCredentialsError } from "../aws/database/master-credentials";
import { type Cause, causeOf } from "../report/causes";
import { databaseOf } from "./aws";
import { type outcomes, type UserReport, userReportSchema } from "./user-report";

/** What came of it. It may be repeated after each of them. */
export type Outcome = { readonly kind: "made"; readonly report: UserReport } | NotMade;

interface NotMade {
  readonly kind: Exclude<keyof typeof outcomes, "made">;
  readonly reason: string;
  readonly cause: Cause | null;
}

/**
 * Reads the master secret, which RDS changes every week, and has the function make the user with it.
 *
 * @param signal ends whatever is waited for; a function that was called goes on
 */
export async function makeUser(
  { account, ...wanted }: DatabaseUser & Pick<Deployment, "account">,
  aws: Clients,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const { databaseIdentifier, functionName } = wanted;
    const calls = quietCalls(signal);
    const { host, masterSecretArn } = await calls.read((call) =>
      databaseOf(aws, databaseIdentifier, account, call),
    );
    const credentials = await calls.read((call) => masterCredentials(aws, masterSecretArn, call));
    const called = { functionName, accountId: account };
    const report = await callFunction(aws, called, credentials, userReportSchema, signal);
    return checked(report, { ...wanted, host });
  } catch (error) {
    const notMade = (kind: NotMade["kind"], { message }: Error): NotMade => {
      return { kind, reason: message, cause: causeOf(error) };
    };
    if (error instanceof WatchEnded)
      return { kind: "interrupted", reason: `${signal.reason}`, cause: null };
    if (error instanceof LostAnswer) return notMade("unknown", error);
    if (error instanceof FunctionFailure) return notMade("failed", error);
    if (error instanceof CallFailure || error instanceof MasterCredentialsError)
      return notMade(signal.aborted ? "interrupted" : "notAsked", error);
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
    cause: null,
  };
}
