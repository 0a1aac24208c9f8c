import type { LambdaFunctionProps } from "../../../constructs/compute/lambda-function";
import { account } from "../../configuration/account";
import { databaseEngine } from "../application";
import type { Environment } from "../environment";
import type { Names } from "../names";
import { type RolloutResources, rolloutPolicy } from "../policies/rollout";
import { databaseUserVariables } from "./database-user-settings";
import { rolloutVariables } from "./rollout-settings";

/** Without what the stack adds: attributes of other resources, and the code, which takes a while to bundle. */
type Own = Omit<LambdaFunctionProps, "code" | "encryptionKeyArn" | "network">;

/**
 * The Lambda function that an operator starts in the AWS console to roll the application out, for 15 minutes
 * at the most. It sends the updater document, as Jenkins does, and may do nothing else.
 */
export function updaterFunction(
  environment: Environment,
  names: Names,
  resources: RolloutResources,
): Own {
  return {
    name: names.autoupdaterFunction,
    description: `Rolls the application out to ${environment.id}. Test it with {} to begin, {"dryRun": true} to see what it would send, {"commandId": "..."} to resume, {"rollback": "why"} to go back. Red: it did not succeed.`,
    account: account.id,
    region: environment.region,
    variables: rolloutVariables(environment),
    timeoutSeconds: 900,
    logGroupName: names.autoupdaterFunctionLogGroup,
    logRetention: environment.retention.logs,
    policy: { name: "rollout", statements: rolloutPolicy(environment, resources) },
  };
}

/**
 * The Lambda function that makes the backoffice's user in the database. It runs within the VPC and reaches
 * nothing but the database; `bin/testapp database-user` calls it and hands the master credentials over, because
 * from there it could not ask Secrets Manager, and so that no role but the caller's may read them.
 */
export function databaseUserFunction(environment: Environment, names: Names, host: string): Own {
  const { schema, user, userFunction, userFunctionLogGroup } = names.database;
  return {
    name: userFunction,
    description: `Makes the user ${user} in the database of ${environment.id}. Call it with bin/testapp database-user ${environment.id}; never write its event by hand, because it holds the master password.`,
    account: account.id,
    region: environment.region,
    variables: databaseUserVariables({
      host,
      port: String(databaseEngine.port),
      database: schema,
      user,
    }),
    timeoutSeconds: 60,
    logGroupName: userFunctionLogGroup,
    logRetention: environment.retention.logs,
    policy: { name: "database-user", statements: [] },
  };
}
