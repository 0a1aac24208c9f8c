import type { ParametersProps } from "../../constructs/management/parameters";
import { databaseEngine } from "./application";
import type { Names } from "./names";

/**
 * Where the backoffice on the instances finds its database, and as whom it logs in. There is no password:
 * the backoffice logs in with a token of its instance's role, over TLS.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
 */
export function databaseParameters(
  { base, database }: Names,
  address: string,
): ParametersProps["parameters"] {
  const parameter = (what: keyof typeof database.parameters, value: string) => ({
    name: database.parameters[what],
    description: `The database's ${what}, for the backoffice of ${base}`,
    value,
  });
  return {
    endpoint: parameter("endpoint", address),
    port: parameter("port", String(databaseEngine.port)),
    name: parameter("name", database.schema),
    user: parameter("user", database.user),
  };
}
