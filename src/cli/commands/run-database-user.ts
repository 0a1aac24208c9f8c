import { DatabaseUserPort } from "../../operations/database-user/aws/port";
import { makeUser, type Outcome } from "../../operations/database-user/make-user";
import type { UserReport } from "../../operations/database-user/user-report";
import { afterCommand } from "../../operations/report/runbook";
import { line } from "../../operations/report/visible";
import { type EnvironmentId, loadEnvironments } from "../../systems/test-app/environments";
import { databaseNames, namesOf } from "../../systems/test-app/names";
import { hearSignals } from "../output/signals";
import { databaseUserExitCodes } from "./database-user";

const headlines = {
  notAsked: "ERROR {}: nothing was changed, and nobody has looked at the database's user",
  failed: "ERROR {}: the database's user couldn't be made what it should be",
  unknown: "UNKNOWN {}: whether the database's user is what it should be isn't known",
  interrupted: "INTERRUPTED {}: nothing was changed",
} as const;

/** The longest reason, in UTF-16 units: one may list some privileges. */
const reasonLimit = 2_000;

/**
 * Makes the user, and says what was there and what has changed.
 *
 * @returns the exit code
 * @throws ConfigurationError
 */
export async function runDatabaseUser(environmentId: EnvironmentId): Promise<number> {
  const environment = loadEnvironments()[environmentId];
  const { database } = namesOf(environment);
  const { identifier } = databaseNames(namesOf(environment), environment.databaseIdentifierSuffix);
  const stop = new AbortController();
  const forget = hearSignals((name) => stop.abort(name));
  const port = new DatabaseUserPort(environment.region);
  const target = {
    databaseIdentifier: identifier,
    functionName: database.userFunction,
    database: database.schema,
    user: database.user,
  };
  try {
    const outcome = await makeUser(target, port, stop.signal);
    const write = outcome.kind === "made" ? console.log : console.error;
    write(textOf(environmentId, outcome));
    return databaseUserExitCodes[outcome.kind];
  } finally {
    forget();
    port.destroy();
  }
}

function textOf(environmentId: EnvironmentId, outcome: Outcome): string {
  if (outcome.kind === "made") return resultOf(environmentId, outcome.report).join("\n  ");
  return [
    headlines[outcome.kind].replace("{}", environmentId),
    line(outcome.reason, reasonLimit),
    ...(outcome.kind === "unknown" ? ["Run it again in a minute: that is safe"] : []),
    afterCommand(outcome.kind === "interrupted" ? outcome.kind : "databaseUser", outcome.cause),
  ].join("\n  ");
}

function resultOf(environmentId: EnvironmentId, report: UserReport): string[] {
  const { database, user, created, authenticationChanged, granted, revoked } = report;
  const changes = [
    ...(authenticationChanged ? ["logs in with IAM and over TLS again"] : []),
    ...(granted.length > 0 ? [`granted ${granted.join(", ")} on ${database}`] : []),
    ...revoked.map((each) => `revoked ${line(each)}`),
  ];
  if (created) return [`MADE ${environmentId}: ${user} in ${database}`, ...changes];
  if (changes.length === 0)
    return [`UNCHANGED ${environmentId}: ${user} in ${database} is what it should be`];
  return [
    `CHANGED ${environmentId}: ${user} in ${database} is what it should be again`,
    ...changes,
  ];
}
