import type { ServiceName } from "./images";
import { databaseEngine, type Names } from "./names";

/** Where services listen. */
export const servicePort = 8080;

/** A service's user of the database, which logs in with IAM; or all of theirs. */
export const databaseUser = (service: ServiceName | "*") => `tally_${service}`;

/** All variables of a service; the image of a container holds the authorities, and a machine's archive, too. */
export function serviceVariables(
  service: ServiceName,
  region: string,
  names: Names,
  folder = "/srv",
): Record<string, string> {
  return {
    ...place(names, folder),
    AWS_REGION: region,
    DATABASE_USER: databaseUser(service),
    PORT: String(servicePort),
  };
}

/** Those of `migrate.js`, without the master user's password. */
export function migrateVariables(names: Names): Record<string, string> {
  return { ...place(names, "/srv"), DATABASE_MASTER_USER: names.database.administrator };
}

/** Without the host, which only Terraform knows. */
function place({ database }: Names, folder: string): Record<string, string> {
  return {
    DATABASE_PORT: String(databaseEngine.port),
    DATABASE_NAME: database.schema,
    DATABASE_AUTHORITIES: `${folder}/database-authorities.pem`,
  };
}
