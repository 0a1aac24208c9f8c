import { readFileSync } from "node:fs";
import * as z from "zod";
import { port } from "../../support/settings";

const loopback = ["127.0.0.1", "localhost", "::1"];

/**
 * Variables that say where the database is. Without DATABASE_AUTHORITIES the connection is in the clear and without a
 * token, which only a server on the same machine may be reached by.
 */
export const databaseVariables = z
  .object({
    DATABASE_HOST: z.string().min(1),
    DATABASE_PORT: port,
    DATABASE_NAME: z.string().min(1),
    /** Path of a PEM file with the authorities that sign the database's certificate. */
    DATABASE_AUTHORITIES: z.string().optional(),
  })
  .refine((all) => all.DATABASE_AUTHORITIES !== undefined || loopback.includes(all.DATABASE_HOST), {
    path: ["DATABASE_AUTHORITIES"],
    error: "only a database on this machine is reached without TLS",
  });

export type DatabaseVariables = z.output<typeof databaseVariables>;

/** Those of a service. */
export const serviceVariables = databaseVariables.and(
  z.object({
    AWS_REGION: z.string().min(1),
    DATABASE_USER: z.string().min(1),
    HOST: z.string().default("0.0.0.0"),
    PORT: port,
  }),
);

export type ServiceVariables = z.output<typeof serviceVariables>;

/** As the driver takes it: where the database is, verified, and how long anything may take. */
export function placeOf(variables: DatabaseVariables) {
  const authorities = variables.DATABASE_AUTHORITIES;
  return {
    host: variables.DATABASE_HOST,
    port: variables.DATABASE_PORT,
    database: variables.DATABASE_NAME,
    ssl: authorities !== undefined && { ca: readFileSync(authorities, "utf8") },
    connectionTimeoutMillis: 5_000,
  };
}
