import type { Command } from "commander";
import { environmentIds } from "../../estate/deployments";
import { Clients } from "../../operations/aws/clients";
import { readOn } from "../../operations/report/read-on";
import type { Credentials } from "../../operations/secret/credentials";
import { outcomes, SecretFailure } from "../../operations/secret/failure";
import type { FoundSecret, SecretTarget } from "../../operations/secret/put";
import { deploymentWith, isEnvironment, knownEnvironments } from "../input/environment-argument";
import { addHelp } from "../input/report-options";
import { exitCodesHelp, misconfigured } from "../output/exit-codes";
import { endWithTerminal, interruptible } from "../output/signals";
import { writeProgress } from "../output/streams";

interface SecretOptions {
  readonly replace?: true;
}

const help = `
On a terminal it asks for the user name, and twice for the password, which isn't shown. Otherwise standard input
is JSON in UTF-8: {"username": "…", "password": "…"}, with these two keys, each once, and no other. Each value has
1 to 1024 characters, none of them a control character, and the user name has no colon. They are never taken from
an argument or an environment variable, where others could read them, and never printed. When its terminal is
closed, it ends by SIGKILL, whatever came of it.

${exitCodesHelp(outcomes, misconfigured)}

The infrastructure is applied first: it makes the secret, and this puts a version into it.
Credentials for AWS come from the SDK's default chain, the region from the environment's configuration.
AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_SECRETS_MANAGER are honoured. The role needs
secretsmanager:DescribeSecret, ListSecretVersionIds and PutSecretValue, and kms:GenerateDataKey and kms:Decrypt
on the environment's key.

Example:
  bin/testapp secret ${environmentIds[0]}`;

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
    .action(secret);
  addHelp(command, help, knownEnvironments);
}

const headlines = {
  notPut: "ERROR {}: nothing was put",
  unknown: "UNKNOWN {}: whether the credentials are in isn't known",
  interrupted: "INTERRUPTED {}: nothing was put",
} as const;

/**
 * Takes the credentials, from whoever sits at the terminal or from standard input, and puts them into the
 * environment's secret. What AWS can say beforehand is asked first, so that nobody writes a password in vain.
 */
async function secret(id: string, options: SecretOptions, command: Command): Promise<void> {
  if (command.args.length > 1 || !isEnvironment(id))
    return command.error(
      `error: write one of ${environmentIds.join(", ")}, and no other argument. What was written isn't repeated, since a password may be in it: change that one, because others could read it`,
    );
  if (process.stdin.isTTY && !process.stderr.isTTY)
    return command.error("error: the questions go to standard error, which is no terminal");
  const target = deploymentWith("downloadSecret", id, command);

  endWithTerminal();
  // Anything but a result is an error, also an end that nobody foresaw.
  process.exitCode = outcomes.notPut.exitCode;
  process.exitCode = await interruptible(
    (name) => name,
    (stop) => put(target, options, stop),
  );
}

/** @returns the exit code */
async function put(
  target: SecretTarget,
  options: SecretOptions,
  stop: AbortSignal,
): Promise<number> {
  // Loaded only now: the AWS SDK takes its time.
  const { findSecret, putCredentials } = await import("../../operations/secret/put");
  using aws = new Clients(target.region);
  try {
    const found = await findSecret(aws, target, stop);
    const credentials = await takeCredentials(target, found, options, stop);
    const version = await putCredentials(aws, found, credentials, stop);
    process.stdout.write(resultOf(target, version));
    return outcomes.put.exitCode;
  } catch (error) {
    const { outcome, message, knownCause } = failureOf(error);
    const where = readOn(outcomes[outcome], knownCause);
    const lines = [headlines[outcome].replace("{}", target.id), message, where];
    writeProgress(lines.join("\n  "));
    return outcomes[outcome].exitCode;
  }
}

async function takeCredentials(
  { downloadSecret }: SecretTarget,
  { valueSince }: FoundSecret,
  { replace }: SecretOptions,
  signal: AbortSignal,
): Promise<Credentials> {
  // Loaded before anything is said: whoever answers too early would see a password on the screen.
  const prompts = process.stdin.isTTY ? await import("../input/ask") : undefined;
  const state = valueSince === undefined ? "has no value yet" : `has a value since ${valueSince}`;
  writeProgress(`${downloadSecret} ${state}`);
  const mayReplace = valueSince === undefined || replace === true;
  if (prompts !== undefined) {
    if (mayReplace || (await prompts.askToReplace(signal))) return prompts.askCredentials(signal);
    throw new SecretFailure("notPut", "The value that was there stays");
  }
  if (mayReplace) {
    const { pipedCredentials } = await import("../input/piped-credentials");
    return pipedCredentials(process.stdin, signal);
  }
  throw new SecretFailure("notPut", "Write --replace to put others in the value's place");
}

function resultOf({ id, downloadSecret }: SecretTarget, version: string): string {
  return [
    `PUT ${id}: the credentials are in ${downloadSecret}`,
    `  version ${version}`,
    "  Instances read them when they boot, and in a rollout where there is no updater yet",
    "",
  ].join("\n");
}

function failureOf(error: unknown): SecretFailure {
  if (error instanceof SecretFailure) return error;
  // Its text could quote what was written.
  const name = error instanceof Error ? error.name : typeof error;
  return new SecretFailure("notPut", `An unexpected ${name}, whose text is withheld`);
}
