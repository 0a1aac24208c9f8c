import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type * as z from "zod";
import { type Call, CallFailure } from "../call";
import type { Clients } from "../clients";
import { answerOf, LostAnswer } from "./function-answer";
import type { DatabaseEvent } from "./function-event";
import { type MasterCredentials, masterCredentialsIn } from "./master-credentials";

/** Above the function's own time limit, and a cold start in a VPC. */
const functionTimeoutMs = 90_000;

/** The Lambda function that reaches an environment's database. */
export interface DatabaseFunction {
  readonly functionName: string;
  readonly accountId: string;
}

/** @throws CallFailure, MasterCredentialsError */
export async function masterCredentials(
  aws: Clients,
  secretArn: string,
  call: Call,
): Promise<MasterCredentials> {
  const text = await aws.ask(
    "GetSecretValue",
    SecretsManagerClient,
    call,
    async (client, options) => {
      const command = new GetSecretValueCommand({ SecretId: secretArn });
      const { SecretString = "" } = await client.send(command, options).catch(withoutQuote);
      return SecretString;
    },
  );
  return masterCredentialsIn(text);
}

/**
 * Has the function work on a database. The master credentials go to Lambda in the payload of a synchronous
 * invocation, which Lambda neither keeps nor logs. Sent once: a second one would meet the first, and be refused by
 * the reserved concurrency.
 *
 * @param answers of what it returns
 * @throws CallFailure before the function runs; FunctionFailure, LostAnswer
 */
export async function callFunction<Answer>(
  aws: Clients,
  { functionName, accountId }: DatabaseFunction,
  event: DatabaseEvent,
  answers: z.ZodType<Answer>,
  signal: AbortSignal,
): Promise<Answer> {
  const call = { signal, timeoutMs: functionTimeoutMs };
  if (signal.aborted) throw new CallFailure("unavailable", "Invoke was not called");
  const { Payload, FunctionError } = await aws
    .ask("Invoke", LambdaClient, call, (lambda, options) => {
      const command = new InvokeCommand({
        FunctionName: functionName,
        InvocationType: "RequestResponse",
        Payload: JSON.stringify(event),
      });
      return lambda.send(command, options);
    })
    .catch((error: unknown) => {
      if (errorName(error) === "ResourceNotFoundException")
        throw notApplied(`the function ${functionName}`, accountId);
      throw notCalled(error);
    });
  return answerOf(answers, Payload?.transformToString() ?? "", FunctionError);
}

/** Lambda's refusals that pass by themselves: the function wasn't started. */
const passing: Readonly<Record<string, string>> = {
  TooManyRequestsException: "Another call of the function is still running, or Lambda is busy",
  ResourceConflictException: "Lambda is still making the function ready",
  ResourceNotReadyException: "Lambda connects the function to the network again, after a long rest",
};

/** Of an account that the credentials aren't of nothing is seen, either. */
export function notApplied(what: string, accountId: string): CallFailure {
  return new CallFailure(
    "not found",
    `${what} isn't there: apply the environment's infrastructure first, which makes it, and use a role of the account ${accountId}`,
    "not-applied",
  );
}

/** The SDK's name for what AWS answered; empty where it didn't. */
export function errorName(error: unknown): string {
  const { cause } = (error ?? {}) as { readonly cause?: { readonly name?: string } };
  return cause?.name ?? "";
}

function notCalled(error: unknown): unknown {
  if (!(error instanceof CallFailure)) return error;
  const name = errorName(error);
  const why = passing[name];
  if (why !== undefined)
    return new CallFailure("throttled", `${why} (${name}): run this again in a minute`);
  return error.kind === "unavailable" ? new LostAnswer(error.message, error.knownCause) : error;
}

/** The words of a parser that fails could quote the secret. */
function withoutQuote(error: Error & { $response?: object }): never {
  if (!(error instanceof SyntaxError)) throw error;
  throw Object.assign(new Error("the answer is no JSON"), {
    name: error.name,
    $response: error.$response,
  });
}
