import { isIP } from "node:net";
import * as z from "zod";
import { type Address, DatabaseConnectionError } from "./connection";
import { type MasterCredentials, masterCredentialsOf } from "./master-credentials";

const addressSchema = z.strictObject({ host: z.string(), port: z.int().min(1).max(65_535) });

/** The event that asks the function to make the user; with `tablesOf`, it only tells the tables of that database. */
export type DatabaseEvent = MasterCredentials & { readonly tablesOf?: Address };

/**
 * What the function is asked. Nothing of the event is repeated.
 *
 * @throws MasterCredentialsError
 */
export function databaseEventOf(event: unknown): DatabaseEvent {
  const { tablesOf, ...credentials } = (event ?? {}) as { readonly tablesOf?: unknown };
  const address = addressSchema.safeParse(tablesOf);
  if (tablesOf === undefined || !address.success) return masterCredentialsOf(event);
  return { ...masterCredentialsOf(credentials), tablesOf: address.data };
}

/**
 * Endpoints of one account in one region differ in their first label alone: the password goes to no other.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Endpoints.html
 *
 * @throws DatabaseConnectionError
 */
export function besides(own: string, asked: Address): Address {
  const domainOf = (host: string) => host.split(".").slice(1).join(".");
  if (isIP(asked.host) === 0 && domainOf(asked.host) === domainOf(own)) return asked;
  throw new DatabaseConnectionError(
    `${JSON.stringify(asked.host)} is no database of the account and region of ${own}. Nothing was asked`,
  );
}
