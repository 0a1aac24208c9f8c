import type { Command } from "commander";
import { environmentIds } from "../../systems/test-app/environments";
import { isEnvironment } from "../input/environment-argument";
import { showOptionsAfterError } from "../input/report-options";

/** Exit codes of the command. */
export const databaseUserExitCodes = {
  made: 0,
  notAsked: 1,
  failed: 1,
  unknown: 3,
  interrupted: 130,
} as const;

const known = `ENV is one of ${environmentIds.join(", ")}.`;

const help = `
${known}

It is run after an environment's first apply, and after the database was restored; running it again at any time
is safe, and changes nothing when all is well. The user logs in with IAM and has no password. Afterwards it has
exactly the rights that it should, whatever somebody has granted or revoked.

It needs an AWS identity that may call rds:DescribeDBInstances, read the secret of the database's master user
(secretsmanager:GetSecretValue, and kms:Decrypt of the environment's key), and call the environment's function
(lambda:InvokeFunction). The master password goes to the function and nowhere else.

Exit codes:
  ${databaseUserExitCodes.made}   the user is what it should be
  ${databaseUserExitCodes.failed}   it couldn't be made so, or wasn't looked at: the first line says which, the reason what to mend
  ${databaseUserExitCodes.unknown}   what the function did couldn't be learnt: run it again in a minute
  64  wrong usage; nothing was done
  78  the configuration has mistakes; nothing was done
  ${databaseUserExitCodes.interrupted} interrupted before the function was called

Credentials come from the AWS SDK's default chain, the region from the environment's configuration.

Example:
  testapp database-user ${environmentIds[0]}`;

/** Adds the command `database-user` to the program. */
export function addDatabaseUser(program: Command): void {
  const command = program
    .command("database-user")
    .summary("make the backoffice's user in an environment's database")
    .description(
      "Makes the user that the backoffice logs in to its database as, or makes it again what it should be.",
    )
    .argument("<ENV>", "the environment")
    .addHelpText("after", help)
    .action(databaseUser);
  showOptionsAfterError(command, known);
}

async function databaseUser(environment: string, _: object, command: Command): Promise<void> {
  if (!isEnvironment(environment))
    return command.error(`error: unknown environment ${JSON.stringify(environment)}`);
  // Loaded only now: the AWS SDK takes its time.
  const { runDatabaseUser } = await import("./run-database-user");
  process.exitCode = await runDatabaseUser(environment);
}
