import { afterCommand } from "../../operations/report/runbook";
import { SecretsManager } from "../../operations/secret/aws";
import type { Credentials } from "../../operations/secret/credentials";
import { exitCodes, SecretFailure } from "../../operations/secret/failure";
import { type FoundSecret, findSecret } from "../../operations/secret/find";
import { putCredentials } from "../../operations/secret/put";
import { type SecretTarget, secretTarget } from "../../operations/secret/target";
import { type EnvironmentId, loadEnvironments } from "../../systems/test-app/environments";
import { pipedCredentials } from "../input/piped-credentials";
import { hearSignals } from "../output/signals";
import { writeProgress } from "../output/streams";

export interface SecretOptions {
  readonly replace?: true;
}

const headlines = {
  notPut: "ERROR {}: nothing was put",
  unknown: "UNKNOWN {}: whether the credentials are in isn't known",
  interrupted: "INTERRUPTED {}: nothing was put",
} as const;

/**
 * Takes the credentials, from whoever sits at the terminal or from standard input, and puts them into the
 * environment's secret. What AWS can say beforehand is asked first, so that nobody writes a password in vain.
 *
 * @returns the exit code
 * @throws ConfigurationError
 */
export async function runSecret(
  environment: EnvironmentId,
  options: SecretOptions,
): Promise<number> {
  const target = secretTarget(loadEnvironments()[environment]);
  const stop = new AbortController();
  const forget = hearSignals((name) => stop.abort(name));
  const secretsManager = new SecretsManager(target.region);
  try {
    const secret = await findSecret(secretsManager, target, stop.signal);
    const credentials = await takeCredentials(target, secret, options, stop.signal);
    const version = await putCredentials(secretsManager, secret, credentials, stop.signal);
    process.stdout.write(resultOf(target, version));
    return exitCodes.put;
  } catch (error) {
    const { outcome, message, knownCause } = failureOf(error);
    const readOn = afterCommand(outcome === "interrupted" ? outcome : "secret", knownCause);
    const lines = [headlines[outcome].replace("{}", environment), message, readOn];
    writeProgress(lines.join("\n  "));
    return exitCodes[outcome];
  } finally {
    forget();
    secretsManager.destroy();
  }
}

async function takeCredentials(
  { name }: SecretTarget,
  { valueSince }: FoundSecret,
  { replace }: SecretOptions,
  signal: AbortSignal,
): Promise<Credentials> {
  // Loaded before anything is said: whoever answers too early would see a password on the screen.
  const prompts = process.stdin.isTTY ? await import("../input/ask-credentials") : undefined;
  const state = valueSince === undefined ? "has no value yet" : `has a value since ${valueSince}`;
  writeProgress(`${name} ${state}`);
  const mayReplace = valueSince === undefined || replace === true;
  if (prompts !== undefined) {
    if (mayReplace || (await prompts.askToReplace(signal))) return prompts.askCredentials(signal);
    throw new SecretFailure("notPut", "The value that was there stays");
  }
  if (mayReplace) return pipedCredentials(process.stdin, signal);
  throw new SecretFailure("notPut", "Write --replace to put others in the value's place");
}

function resultOf({ environmentId, name }: SecretTarget, version: string): string {
  return [
    `PUT ${environmentId}: the credentials are in ${name}`,
    `  version ${version}`,
    "  Instances read them when they boot, and at every rollout",
    "",
  ].join("\n");
}

function failureOf(error: unknown): SecretFailure {
  if (error instanceof SecretFailure) return error;
  // Its text could quote what was written.
  const name = error instanceof Error ? error.name : typeof error;
  return new SecretFailure("notPut", `An unexpected ${name}, whose text is withheld`);
}
