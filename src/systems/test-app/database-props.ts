import type { DatabaseProps } from "../../constructs/database/database";
import { account } from "../configuration/account";
import { databaseEngine } from "./application";
import type { Environment } from "./environment";
import { databaseNames, type Names } from "./names";

/** The backoffice's database in RDS's terms, but for where it is. */
export function databaseProps(
  { region, database, retention }: Environment,
  names: Names,
): Omit<DatabaseProps, "encryptionKeyArn" | "subnetIds" | "securityGroupId"> {
  return {
    ...database,
    ...databaseNames(names, database.identifierSuffix),
    owner: names.base,
    account: account.id,
    region,
    engine: databaseEngine,
    names: names.database,
    schema: names.database.schema,
    administrator: names.database.administrator,
    multiAz: database.multiAz === "on",
    backupRetentionDays: database.backups.retentionDays,
    deletionProtection: database.deletionProtection === "on",
    preventDestroy: retention.destructionProtection === "on",
    logRetentionDays: retention.logs.days,
  };
}
