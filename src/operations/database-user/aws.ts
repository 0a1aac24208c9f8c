import { paginateDescribeDBInstances, RDSClient } from "@aws-sdk/client-rds";
import { accountIn, wrongAccount } from "../aws/account";
import { type Call, CallFailure } from "../aws/call";
import type { Clients } from "../aws/clients";
import { errorName, notApplied } from "../aws/database/database-function";

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
