import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { account } from "../../config/account";
import { limited } from "../../rollout/aws/limited";
import { CallFailure } from "../../rollout/port";
import { LostAnswer, reportOf } from "../function-answer";
import { type MasterCredentials, masterCredentialsIn } from "../master-credentials";
import type { UserReport } from "../user-report";

const readTimeoutMs = 30_000;
/** Above the function's own time limit, and a cold start in a VPC. */
const functionTimeoutMs = 90_000;

/**
 * What the command asks AWS for, with the credentials of the SDK's default chain. The master credentials
 * go from Secrets Manager to Lambda, in the payload of a synchronous invocation, which Lambda neither keeps
 * nor logs.
 */
export class DatabaseUserPort {
  private readonly rds: RDSClient;
  private readonly secrets: SecretsManagerClient;
  private readonly lambda: LambdaClient;
  private readonly never = new AbortController().signal;

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

  /** @throws CallFailure also where the database is another account's, or has no such secret */
  async masterSecretArn(identifier: string): Promise<string> {
    const instance = await limited(
      "DescribeDBInstances",
      this.call(readTimeoutMs),
      async (options) => {
        const command = new DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier });
        const { DBInstances = [] } = await this.rds.send(command, options);
        return DBInstances.find(({ DBInstanceIdentifier }) => DBInstanceIdentifier === identifier);
      },
    );
    const accountId = /^arn:[^:]*:rds:[^:]*:(\d{12}):/.exec(instance?.DBInstanceArn ?? "")?.[1];
    if (accountId !== account.id)
      throw new CallFailure(
        "denied",
        `the database ${identifier} is in ${accountId === undefined ? "an account that AWS doesn't name" : `the account ${accountId}`}, and not in ${account.id}: use that account's credentials`,
      );
    const secretArn = instance?.MasterUserSecret?.SecretArn;
    if (secretArn === undefined)
      throw new CallFailure(
        "not found",
        `the database ${identifier} has no master secret that RDS manages: apply the environment's infrastructure, which turns it on; where no plan shows it, call aws rds modify-db-instance --db-instance-identifier ${identifier} --manage-master-user-password --apply-immediately`,
      );
    return secretArn;
  }

  /** @throws CallFailure, MasterCredentialsError */
  async masterCredentials(secretArn: string): Promise<MasterCredentials> {
    const text = await limited("GetSecretValue", this.call(readTimeoutMs), async (options) => {
      const command = new GetSecretValueCommand({ SecretId: secretArn });
      const { SecretString = "" } = await this.secrets.send(command, options);
      return SecretString;
    });
    return masterCredentialsIn(text);
  }

  /** @throws CallFailure before the function runs; FunctionFailure, LostAnswer */
  async callFunction(functionName: string, credentials: MasterCredentials): Promise<UserReport> {
    const answer = await limited("Invoke", this.call(functionTimeoutMs), (options) => {
      const command = new InvokeCommand({
        FunctionName: functionName,
        InvocationType: "RequestResponse",
        Payload: JSON.stringify(credentials),
      });
      return this.lambda.send(command, options);
    }).catch((error: unknown) => {
      const lost = error instanceof CallFailure && error.kind === "unavailable";
      throw lost ? new LostAnswer(error.message) : error;
    });
    return reportOf(answer.Payload?.transformToString() ?? "", answer.FunctionError);
  }

  private call(timeoutMs: number) {
    return { signal: this.never, timeoutMs };
  }
}
