import type { TaskDefinitionProps } from "../../constructs/containers/task-definition";
import { account } from "../configuration/account";
import type { Environment } from "./environment";
import { type Names, sharedNamesOf } from "./names";
import { databaseLogin, readMasterSecret } from "./policies";
import { migrateVariables, servicePort, serviceVariables } from "./variables";

/** What only Terraform knows. */
interface Known {
  readonly database: {
    readonly address: string;
    readonly resourceId: string;
    readonly masterSecretArn: string;
  };
  readonly encryptionKeyArn: string;
}

/** A task of a service: `migrate` brings the schema to this version, and then the service starts. */
export function taskOf(
  service: "display" | "reset",
  region: Environment["region"],
  names: Names,
  digest: string,
  { database, encryptionKeyArn }: Known,
): Omit<TaskDefinitionProps, "account" | "region"> {
  const repository = sharedNamesOf(region).imageRepositories[service];
  const image = {
    repository: `${account.id}.dkr.ecr.${region}.amazonaws.com/${repository}`,
    digest,
  };
  const host = { DATABASE_HOST: database.address };
  const { masterSecretArn: secretArn } = database;
  return {
    family: `${names.base}-${service}`,
    cpu: 256,
    memoryMebibytes: 512,
    architecture: "X86_64",
    containers: {
      migrate: {
        image,
        command: ["node", "migrate.js"],
        variables: { ...migrateVariables(names), ...host },
        secrets: { DATABASE_MASTER_PASSWORD: `${secretArn}:password::` },
        // One that hangs fails its deployment, rather than keep it waiting. The lock is waited for a minute.
        startTimeoutSeconds: 120,
      },
      [service]: {
        image,
        variables: { ...serviceVariables(service, region, names), ...host },
        port: servicePort,
        after: ["migrate"],
      },
    },
    stopTimeoutSeconds: 60,
    logGroupName: names.logGroups[service],
    imageRepositoryArns: [`arn:aws:ecr:${region}:${account.id}:repository/${repository}`],
    policies: { database: [databaseLogin(service, region, database.resourceId)] },
    startPolicy: readMasterSecret(region, { secretArn, keyArn: encryptionKeyArn }),
  };
}
