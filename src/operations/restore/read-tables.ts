import type { Connection, RowDataPacket } from "mysql2/promise";
import { failedStatement } from "../aws/database/connection";
import type { Tables } from "./tables";

/** Well within the function's time. */
const statementTimeoutMs = 20_000;

/**
 * The tables and views of a schema, each with its columns. It changes nothing.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/information-schema-columns-table.html
 *
 * @throws DatabaseUserError, LostConnectionError
 */
export async function readTables(
  connection: Connection,
  host: string,
  schema: string,
): Promise<Tables> {
  const rows = async (sql: string) => {
    const query = { sql, values: [schema], timeout: statementTimeoutMs };
    const [found] = await connection.query<RowDataPacket[]>(query).catch((error: unknown) => {
      throw failedStatement("reading the schema", error);
    });
    return found;
  };
  const schemas = await rows(
    "SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name = ?",
  );
  const columns = await rows(
    "SELECT table_name AS tableName, column_name AS columnName, column_type AS type FROM information_schema.columns WHERE table_schema = ? ORDER BY table_name, ordinal_position",
  );
  const tables = new Map<string, string[]>();
  for (const { tableName, columnName, type } of columns)
    tables.set(tableName, [...(tables.get(tableName) ?? []), `${columnName} ${type}`]);
  return {
    host,
    schema,
    isThere: schemas.length > 0,
    tables: [...tables].map(([name, listed]) => ({ name, columns: listed })),
  };
}
