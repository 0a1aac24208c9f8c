import {
  type DBInstance,
  ModifyDBInstanceCommand,
  paginateDescribeDBInstanceAutomatedBackups,
  paginateDescribeDBInstances,
  RDSClient,
  RestoreDBInstanceToPointInTimeCommand,
  type RestoreDBInstanceToPointInTimeMessage,
} from "@aws-sdk/client-rds";
import { type Call, CallFailure } from "../aws/call";
import type { Clients } from "../aws/clients";
import type { Address } from "../aws/database/connection";
import {
  callFunction,
  type DatabaseFunction,
  errorName,
  masterCredentials,
} from "../aws/database/database-function";
import { LostAnswer } from "../aws/database/function-answer";
import { sendGraceMs } from "../aws/limited";
import { type Tables, tablesSchema } from "./tables";

/** What a restore needs of AWS, and nothing else. */
export type RestorePort = ReturnType<typeof restorePort>;

export function restorePort(aws: Clients) {
  return {
    /** All of the region. */
    databases: (call: Call): Promise<readonly DBInstance[]> =>
      aws.ask("DescribeDBInstances", RDSClient, call, async (client, options) => {
        const found: DBInstance[] = [];
        for await (const page of paginateDescribeDBInstances({ client }, {}, options))
          found.push(...(page.DBInstances ?? []));
        return found;
      }),

    /** The earliest moment that a database's backups reach back to; undefined where RDS names none. */
    earliestTime: (DbiResourceId: string | undefined, call: Call): Promise<Date | undefined> =>
      aws.ask("DescribeDBInstanceAutomatedBackups", RDSClient, call, async (client, options) => {
        const pages = paginateDescribeDBInstanceAutomatedBackups(
          { client },
          { DbiResourceId },
          options,
        );
        for await (const { DBInstanceAutomatedBackups = [] } of pages)
          for (const { RestoreWindow } of DBInstanceAutomatedBackups)
            if (RestoreWindow?.EarliestTime !== undefined) return RestoreWindow.EarliestTime;
        return undefined;
      }),

    /** The new copy's status; false where its name is taken already, perhaps by an earlier request of ours. */
    restore: (input: RestoreDBInstanceToPointInTimeMessage, call: Call): Promise<string | false> =>
      aws
        .ask(
          "RestoreDBInstanceToPointInTime",
          RDSClient,
          call,
          async (client, options) => {
            const command = new RestoreDBInstanceToPointInTimeCommand(input);
            const { DBInstance } = await client.send(command, options);
            return DBInstance?.DBInstanceStatus ?? "creating";
          },
          sendGraceMs,
        )
        .catch(unless("DBInstanceAlreadyExistsFault", "DBInstanceAlreadyExists")),

    /** Has RDS keep a new master password in a secret; false while the database isn't ready for it. */
    manageMasterPassword: (
      DBInstanceIdentifier: string,
      MasterUserSecretKmsKeyId: string | undefined,
      call: Call,
    ): Promise<boolean> =>
      aws
        .ask("ModifyDBInstance", RDSClient, call, async (client, options) => {
          const input = {
            DBInstanceIdentifier,
            ManageMasterUserPassword: true,
            MasterUserSecretKmsKeyId,
            ApplyImmediately: true,
          };
          await client.send(new ModifyDBInstanceCommand(input), options);
          return true;
        })
        .catch(unless("InvalidDBInstanceStateFault", "InvalidDBInstanceState")),

    /**
     * Reads a database's schema through the function.
     *
     * @throws FunctionFailure where the function has said why not
     */
    tables: async (
      called: DatabaseFunction,
      { secretArn, ...tablesOf }: Address & { readonly secretArn: string },
      call: Call,
    ): Promise<Tables> => {
      const credentials = await masterCredentials(aws, secretArn, call);
      const event = { ...credentials, tablesOf };
      return callFunction(aws, called, event, tablesSchema, call.signal).catch((error: unknown) => {
        // It only reads, so that it may be asked again.
        if (error instanceof LostAnswer)
          throw new CallFailure("unavailable", error.message, error.knownCause);
        throw error;
      });
    },
  };
}

/** False in place of these refusals. */
function unless(...names: readonly string[]): (error: unknown) => false {
  return (error) => {
    if (names.includes(errorName(error))) return false;
    throw error;
  };
}
