import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CallFailure } from "../../aws/call";
import { limited } from "../../aws/limited";
import { LostAnswer, reportOf } from "../function-answer";
import { type MasterCredentials, masterCredentialsIn } from "../master-credentials";
import type { UserReport } from "../user-report";

const readTimeoutMs = 30_000;
/** Above the function's own time limit, and a cold start in a VPC. */
const functionTimeoutMs = 90_000;

/** A database, as far as the command needs it. */
export interface Database {
  readonly masterSecretArn: string;
  /** Host name of the endpoint. */
  readonly host: string;
}

/**
 * What the command asks AWS for, with the credentials of the SDK's default chain. The master credentials
 * go from Secrets Manager to Lambda, in the payload of a synchronous invocation, which Lambda neither keeps
 * nor logs.
 */
export class DatabaseUserPort {
  private readonly rds: RDSClient;
  private readonly secrets: SecretsManagerClient;
  private readonly lambda: LambdaClient;

  constructor(region: string) {
    const requestHandler = { connectionTimeout: 10_000, socketTimeout: functionTimeoutMs };
    this.rds = new RDSClient({ region, requestHandler });
    this.secrets = new SecretsManagerClient({ region, requestHandler });
    // Sent once: a second one would meet the first, and be refused by the reserved concurrency.
    this.lambda = new LambdaClient({ region, requestHandler, maxAttempts: 1 });
  }

  /** Closes the connections. */
  destroy(): void {
    for (const client of [this.rds, this.secrets, this.lambda]) client.destroy();
  }

  /**
   * @param account whose the database must be
   * @throws CallFailure also where the database is another account's, or has no such secret
   */
  async database(identifier: string, account: string, signal: AbortSignal): Promise<Database> {
    const call = { signal, timeoutMs: readTimeoutMs };
    const instance = await limited("DescribeDBInstances", call, async (options) => {
      const command = new DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier });
      const { DBInstances = [] } = await this.rds.send(command, options);
      return DBInstances.find(({ DBInstanceIdentifier }) => DBInstanceIdentifier === identifier);
    });
    const accountId = /^arn:[^:]*:rds:[^:]*:(\d{12}):/.exec(instance?.DBInstanceArn ?? "")?.[1];
    if (accountId !== account)
      throw new CallFailure(
        "denied",
        `the database ${identifier} is in ${accountId === undefined ? "an account that AWS doesn't name" : `the account ${accountId}`}, and not in ${account}: use that account's credentials`,
        "wrong-account",
      );
    const masterSecretArn = instance?.MasterUserSecret?.SecretArn;
    if (masterSecretArn === undefined)
      throw new CallFailure(
        "not found",
        `the database ${identifier} has no master secret that RDS manages: apply the environment's infrastructure, which turns it on; where no plan shows it, call aws rds modify-db-instance --db-instance-identifier ${identifier} --manage-master-user-password --apply-immediately`,
      );
    const host = instance?.Endpoint?.Address;
    if (host === undefined)
      throw new CallFailure(
        "not found",
        `the database ${identifier} has no endpoint yet: wait until it is available`,
      );
    return { masterSecretArn, host };
  }

  /** @throws CallFailure, MasterCredentialsError */
  async masterCredentials(secretArn: string, signal: AbortSignal): Promise<MasterCredentials> {
    const call = { signal, timeoutMs: readTimeoutMs };
    const text = await limited("GetSecretValue", call, async (options) => {
      const command = new GetSecretValueCommand({ SecretId: secretArn });
      const { SecretString = "" } = await this.secrets.send(command, options).catch(withoutQuote);
      return SecretString;
    });
    return masterCredentialsIn(text);
  }

  /** @throws CallFailure before the function runs; FunctionFailure, LostAnswer */
  async callFunction(
    functionName: string,
    credentials: MasterCredentials,
    signal: AbortSignal,
  ): Promise<UserReport> {
    const call = { signal, timeoutMs: functionTimeoutMs };
    if (signal.aborted) throw new CallFailure("unavailable", "Invoke was not called");
    const answer = await limited("Invoke", call, (options) => {
      const command = new InvokeCommand({
        FunctionName: functionName,
        InvocationType: "RequestResponse",
        Payload: JSON.stringify(credentials),
      });
      return this.lambda.send(command, options);
    }).catch((error: unknown) => {
      throw notCalled(error);
    });
    return reportOf(answer.Payload?.transformToString() ?? "", answer.FunctionError);
  }
}

/** Lambda's refusals that pass by themselves: the function wasn't started. */
const passing: Readonly<Record<string, string>> = {
  TooManyRequestsException: "Another call of the function is still running, or Lambda is busy",
  ResourceConflictException: "Lambda is still making the function ready",
  ResourceNotReadyException: "Lambda connects the function to the network again, after a long rest",
};

function notCalled(error: unknown): unknown {
  if (!(error instanceof CallFailure)) return error;
  const { name = "" } = (error.cause ?? {}) as { readonly name?: string };
  const why = passing[name];
  if (why !== undefined)
    return new CallFailure("throttled", `${why} (${name}): run this again in a minute`);
  return error.kind === "unavailable" ? new LostAnswer(error.message) : error;
}

/** The words of a parser that fails could quote the secret. */
function withoutQuote(error: Error & { $response?: object }): never {
  if (!(error instanceof SyntaxError)) throw error;
  throw Object.assign(new Error("the answer is no JSON"), {
    name: error.name,
    $response: error.$response,
  });
}
