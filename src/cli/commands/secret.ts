import type { Command } from "commander";
import { exitCodes } from "../../operations/secret/failure";
import { environmentIds } from "../../systems/test-app/environments";
import { isEnvironment } from "../input/environment-argument";
import { showOptionsAfterError } from "../input/report-options";
import { endWithTerminal } from "../output/terminal-end";
import type { SecretOptions } from "./run-secret";

const known = `ENV is one of ${environmentIds.join(", ")}.`;

const help = `
${known}

On a terminal it asks for the user name, and twice for the password, which isn't shown. Otherwise standard input
is JSON in UTF-8: {"username": "…", "password": "…"}, with these two keys, each once, and no other. Each value has
1 to 1024 characters, none of them a control character, and the user name has no colon. They are never taken from
an argument or an environment variable, where others could read them, and never printed.

Exit codes:
  ${exitCodes.put}   the credentials were put; the version's id is printed
  ${exitCodes.notPut}   an error, and nothing was put
  ${exitCodes.unknown}   whether they are in isn't known: AWS wasn't heard to the end, or another value came in between
  64  wrong usage; nothing was done
  78  the configuration has mistakes; nothing was done
  ${exitCodes.interrupted} an interrupt (Ctrl-C, Ctrl-D, Ctrl-Z, SIGTERM, SIGHUP) before anything was put
When its terminal is closed it ends by SIGKILL, whatever came of it.

The infrastructure is applied first: it makes the secret, and this puts a version into it.
Credentials for AWS come from the SDK's default chain, the region from the environment's configuration.
AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_SECRETS_MANAGER are honoured. The role needs
secretsmanager:DescribeSecret, ListSecretVersionIds and PutSecretValue, and kms:GenerateDataKey and kms:Decrypt
on the environment's key.

Example:
  testapp secret ${environmentIds[0]}`;

/** Adds the command `secret` to the program. */
export function addSecret(program: Command): void {
  const command = program
    .command("secret")
    .summary("put the updater's download credentials into an environment")
    .description(
      "Puts the user name and password for downloading the updater into the environment's secret.",
    )
    .argument("<ENV>", "the environment whose secret it is")
    .option("--replace", "replace a value that is there without asking")
    // Commander's own errors would repeat what may be a password.
    .allowUnknownOption()
    .allowExcessArguments()
    .addHelpText("after", help)
    .action(secret);
  showOptionsAfterError(command, known);
}

async function secret(environment: string, options: SecretOptions, command: Command) {
  if (command.args.length > 1 || !isEnvironment(environment))
    return command.error(
      "error: write one known environment and no other argument. What was written isn't repeated, since a password may be in it: change that one, because others could read it",
    );
  if (process.stdin.isTTY && !process.stderr.isTTY)
    return command.error("error: the questions go to standard error, which is no terminal");

  endWithTerminal();
  // Anything but a result is an error, also an end that nobody foresaw.
  process.exitCode = exitCodes.notPut;
  // Loaded only now: the AWS SDK takes its time.
  const { runSecret } = await import("./run-secret");
  process.exitCode = await runSecret(environment, options);
}
