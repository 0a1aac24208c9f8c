import { type EnvironmentId, loadEnvironments } from "../config/environments";
import { databaseNames, namesOf } from "../config/names";
import { DatabaseUserPort } from "../database/aws/port";
import { makeUser, type Outcome } from "../database/make-user";
import type { UserReport } from "../database/user-report";
import { databaseUserExitCodes } from "./database-user";

/**
 * Makes the user, and says what was there and what has changed.
 *
 * @returns the exit code
 * @throws ConfigurationError
 */
export async function runDatabaseUser(environmentId: EnvironmentId): Promise<number> {
  const environment = loadEnvironments()[environmentId];
  const names = namesOf(environment);
  // It speaks of versions to come, and the installed one is pinned.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const port = new DatabaseUserPort(environment.region);
  try {
    const outcome = await makeUser(
      {
        databaseIdentifier: databaseNames(names, environment.databaseIdentifierSuffix).identifier,
        functionName: names.database.userFunction,
      },
      port,
    );
    const write = outcome.kind === "made" ? console.log : console.error;
    write(textOf(environmentId, outcome));
    return databaseUserExitCodes[outcome.kind];
  } finally {
    port.destroy();
  }
}

function textOf(environmentId: EnvironmentId, outcome: Outcome): string {
  if (outcome.kind === "made") return resultOf(environmentId, outcome.report).join("\n  ");
  const { reason } = outcome;
  if (outcome.kind === "failed")
    return `ERROR ${environmentId}: the database's user isn't what it should be\n  ${reason}`;
  return `UNKNOWN ${environmentId}: whether the database's user is what it should be isn't known\n  ${reason}\n  Run it again: that is safe`;
}

function resultOf(environmentId: EnvironmentId, report: UserReport): string[] {
  const { database, user, created, authenticationChanged, granted, revoked } = report;
  const changes = [
    ...(authenticationChanged ? ["logs in with IAM and over TLS again"] : []),
    ...(granted.length > 0 ? [`granted ${granted.join(", ")} on ${database}`] : []),
    ...revoked.map((each) => `revoked ${each}`),
  ];
  if (created) return [`MADE ${environmentId}: ${user} in ${database}`, ...changes];
  if (changes.length === 0)
    return [`UNCHANGED ${environmentId}: ${user} in ${database} is what it should be`];
  return [
    `CHANGED ${environmentId}: ${user} in ${database} is what it should be again`,
    ...changes,
  ];
}
