import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { paginateDescribeDBInstances, RDSClient } from "@aws-sdk/client-rds";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { accountIn, wrongAccount } from "../aws/account";
import { type Call, CallFailure } from "../aws/call";
import type { Clients } from "../aws/clients";
import { LostAnswer, reportOf } from "./function-answer";
import { type MasterCredentials, masterCredentialsIn } from "./master-credentials";
import type { UserReport } from "./user-report";

/** Above the function's own time limit, and a cold start in a VPC. */
const functionTimeoutMs = 90_000;

/** A database, as far as the command needs it. */
export interface Database {
  readonly masterSecretArn: string;
  /** Host name of the endpoint. */
  readonly host: string;
}

/** @throws CallFailure also where the database is another account's, or has no such secret */
export async function databaseOf(
  aws: Clients,
  identifier: string,
  accountId: string,
  call: Call,
): Promise<Database> {
  const instance = await aws
    .ask("DescribeDBInstances", RDSClient, call, async (rds, options) => {
      const input = { DBInstanceIdentifier: identifier };
      for await (const page of paginateDescribeDBInstances({ client: rds }, input, options)) {
        const found = page.DBInstances?.find((each) => each.DBInstanceIdentifier === identifier);
        if (found !== undefined) return found;
      }
      return undefined;
    })
    .catch((error: unknown) => {
      if (errorName(error) === "DBInstanceNotFoundFault") return undefined;
      throw error;
    });
  if (instance === undefined) throw notApplied(`the database ${identifier}`, accountId);
  const found = accountIn(instance.DBInstanceArn);
  if (found !== accountId)
    throw new CallFailure("denied", wrongAccount(found, accountId), "wrong-account");
  const masterSecretArn = instance.MasterUserSecret?.SecretArn;
  if (masterSecretArn === undefined)
    throw new CallFailure(
      "not found",
      `the database ${identifier} has no master secret that RDS manages: apply the environment's infrastructure, which turns it on; where no plan shows it, call aws rds modify-db-instance --db-instance-identifier ${identifier} --manage-master-user-password --apply-immediately`,
    );
  const host = instance.Endpoint?.Address;
  if (host === undefined)
    throw new CallFailure(
      "not found",
      `the database ${identifier} has no endpoint yet: wait until it is available`,
    );
  return { masterSecretArn, host };
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
 * Has the function make the user. The master credentials go to Lambda in the payload of a synchronous invocation,
 * which Lambda neither keeps nor logs. Sent once: a second one would meet the first, and be refused by the
 * reserved concurrency.
 *
 * @throws CallFailure before the function runs; FunctionFailure, LostAnswer
 */
export async function callFunction(
  aws: Clients,
  functionName: string,
  accountId: string,
  credentials: MasterCredentials,
  signal: AbortSignal,
): Promise<UserReport> {
  const call = { signal, timeoutMs: functionTimeoutMs };
  if (signal.aborted) throw new CallFailure("unavailable", "Invoke was not called");
  const { Payload, FunctionError } = await aws
    .ask("Invoke", LambdaClient, call, (lambda, options) => {
      const command = new InvokeCommand({
        FunctionName: functionName,
        InvocationType: "RequestResponse",
        Payload: JSON.stringify(credentials),
      });
      return lambda.send(command, options);
    })
    .catch((error: unknown) => {
      if (errorName(error) === "ResourceNotFoundException")
        throw notApplied(`the function ${functionName}`, accountId);
      throw notCalled(error);
    });
  return reportOf(Payload?.transformToString() ?? "", FunctionError);
}

/** Lambda's refusals that pass by themselves: the function wasn't started. */
const passing: Readonly<Record<string, string>> = {
  TooManyRequestsException: "Another call of the function is still running, or Lambda is busy",
  ResourceConflictException: "Lambda is still making the function ready",
  ResourceNotReadyException: "Lambda connects the function to the network again, after a long rest",
};

/** Of an account that the credentials aren't of nothing is seen, either. */
function notApplied(what: string, accountId: string): CallFailure {
  return new CallFailure(
    "not found",
    `${what} isn't there: apply the environment's infrastructure first, which makes it, and use a role of the account ${accountId}`,
    "not-applied",
  );
}

/** The SDK's name for what AWS answered; empty where it didn't. */
function errorName(error: unknown): string {
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
