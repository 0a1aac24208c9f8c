import type { Command } from "commander";
import { environmentIds } from "../../estate/deployments";
import { Clients } from "../../operations/aws/clients";
import type { Outcome } from "../../operations/database-user/make-user";
import { outcomes, type UserReport } from "../../operations/database-user/user-report";
import { readOn } from "../../operations/report/read-on";
import { line } from "../../operations/report/visible";
import { deploymentWith, knownEnvironments } from "../input/environment-argument";
import { addHelp } from "../input/report-options";
import { exitCodesHelp, misconfigured } from "../output/exit-codes";
import { interruptible } from "../output/signals";

const help = `
It is run after an environment's first apply, and after the database was restored; running it again at any time
is safe, and changes nothing when all is well. The user logs in with IAM and has no password. Afterwards it has
exactly the rights that it should, whatever somebody has granted or revoked.

It needs an AWS identity that may call rds:DescribeDBInstances, read the secret of the database's master user
(secretsmanager:GetSecretValue, and kms:Decrypt of the environment's key), and call the environment's function
(lambda:InvokeFunction). The master password goes to the function and nowhere else.

${exitCodesHelp(outcomes, misconfigured)}

Credentials come from the AWS SDK's default chain, the region from the environment's configuration.

Example:
  bin/testapp database-user ${environmentIds[0]}`;

/** Adds the command `database-user` to the program. */
export function addDatabaseUser(program: Command): void {
  const command = program
    .command("database-user")
    .summary("make the backoffice's user in an environment's database")
    .description(
      "Makes the user that the backoffice logs in to its database as, or makes it again what it should be.",
    )
    .argument("<ENV>", "the environment")
    .action(databaseUser);
  addHelp(command, help, knownEnvironments);
}

const headlines = {
  notAsked: "ERROR {}: nothing was changed, and nobody has looked at the database's user",
  failed: "ERROR {}: the database's user couldn't be made what it should be",
  unknown: "UNKNOWN {}: whether the database's user is what it should be isn't known",
  interrupted: "INTERRUPTED {}: nothing was changed",
} as const;

/** The longest reason, in UTF-16 units: one may list some privileges. */
const reasonLimit = 2_000;

/** Makes the user, and says what was there and what has changed. */
async function databaseUser(id: string, _: object, command: Command): Promise<void> {
  const { region, account, databaseUser } = deploymentWith("databaseUser", id, command);
  // Loaded only now: the AWS SDK takes its time.
  const { makeUser } = await import("../../operations/database-user/make-user");
  using aws = new Clients(region);
  const outcome = await interruptible(
    (name) => name,
    (stop) => makeUser({ account, ...databaseUser }, aws, stop),
  );
  const write = outcome.kind === "made" ? console.log : console.error;
  write(textOf(id, outcome));
  process.exitCode = outcomes[outcome.kind].exitCode;
}

function textOf(id: string, outcome: Outcome): string {
  if (outcome.kind === "made") return resultOf(id, outcome.report).join("\n  ");
  return [
    headlines[outcome.kind].replace("{}", id),
    line(outcome.reason, reasonLimit),
    ...(outcome.kind === "unknown" ? ["Run it again in a minute: that is safe"] : []),
    readOn(outcomes[outcome.kind], outcome.cause),
  ].join("\n  ");
}

function resultOf(id: string, report: UserReport): string[] {
  const { database, user, created, authenticationChanged, granted, revoked } = report;
  const changes = [
    ...(authenticationChanged ? ["logs in with IAM and over TLS again"] : []),
    ...(granted.length > 0 ? [`granted ${granted.join(", ")} on ${database}`] : []),
    ...revoked.map((each) => `revoked ${line(each)}`),
  ];
  if (created) return [`MADE ${id}: ${user} in ${database}`, ...changes];
  if (changes.length === 0) return [`UNCHANGED ${id}: ${user} in ${database} is what it should be`];
  return [`CHANGED ${id}: ${user} in ${database} is what it should be again`, ...changes];
}
