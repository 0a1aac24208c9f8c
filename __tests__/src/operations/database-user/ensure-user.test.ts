import { type Connection, createConnection } from "mysql2/promise";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ensureUser } from "../../../../src/operations/database-user/ensure-user";
import { privileges } from "../../../../src/operations/database-user/user-statements";
import { describeWithTools } from "../../../support/external-tools";
import { MariaDb, newPassword } from "../../../support/mariadb";

const wanted = { database: "backoffice", user: "backoffice" };
const unchanged = {
  ...wanted,
  created: false,
  authenticationChanged: false,
  granted: [],
  revoked: [],
};
const account = "`backoffice`@`%`";

// MariaDB doesn't know AWS's plugin: here the user has a password, and all else is as on RDS.
const own = { username: wanted.user, password: newPassword() };
const identity = `IDENTIFIED BY '${own.password}'`;

describeWithTools("the database user", ["mariadbd", "mariadb-install-db", "openssl"], () => {
  let server: MariaDb;
  let master: Connection;
  beforeAll(async () => {
    server = await MariaDb.start();
    master = await server.connection();
  });
  afterAll(async () => {
    master?.destroy();
    await server?.[Symbol.asyncDispose]();
  });
  const ensure = () => ensureUser(master, wanted, identity);

  /** Runs statements as the user; a refusal is the server's code. */
  async function asUser(...statements: string[]): Promise<unknown[]> {
    const connection = await server.connection(own);
    try {
      const outcomes = [];
      for (const sql of statements)
        outcomes.push(await connection.query(sql).then(() => "allowed", refusal));
      return outcomes;
    } finally {
      connection.destroy();
    }
  }
  const refusal = ({ code, message }: { code?: string; message: string }) => code ?? message;

  it("is made, and left alone when it is as it should be", async () => {
    expect(await ensure()).toEqual({ ...unchanged, created: true, granted: [...privileges] });
    expect(await ensure()).toEqual(unchanged);
  });

  it("uses and changes its own schema", async () => {
    await ensure();
    const statements = [
      "CREATE TABLE backoffice.metrics (id INT PRIMARY KEY, value INT)",
      "ALTER TABLE backoffice.metrics ADD INDEX by_value (value)",
      "INSERT INTO backoffice.metrics VALUES (1, 2)",
      "UPDATE backoffice.metrics SET value = 3",
      "SELECT * FROM backoffice.metrics",
      "CREATE VIEW backoffice.latest AS SELECT * FROM backoffice.metrics",
      "DELETE FROM backoffice.metrics",
      "DROP TABLE backoffice.metrics",
    ];
    expect(await asUser(...statements)).toEqual(statements.map(() => "allowed"));
  });

  it.each([
    ["another schema", "SELECT * FROM other.things"],
    ["a new schema", "CREATE DATABASE more"],
    ["the accounts", "SELECT * FROM mysql.user"],
    ["making a user", "CREATE USER friend"],
    ["handing its rights on", "GRANT SELECT ON backoffice.* TO master"],
    ["a file of the server", "SELECT LOAD_FILE('/etc/hostname') INTO OUTFILE '/tmp/test-app-x'"],
    ["the server's settings", "SET GLOBAL max_connections = 1"],
    ["a stored routine", "CREATE PROCEDURE backoffice.p() SELECT 1"],
  ])("is refused %s", async (_, sql) => {
    await ensure();
    expect(await asUser(sql)).toEqual([expect.stringMatching(/ACCESS_?DENIED/)]);
  });

  it("is refused without TLS", async () => {
    await ensure();
    const { host, port } = server;
    const plain = { host, port, user: own.username, password: own.password };
    await expect(createConnection(plain)).rejects.toMatchObject({ code: "ER_ACCESS_DENIED_ERROR" });
  });

  it("loses whatever somebody has given it beyond, and nothing else", async () => {
    await ensure();
    for (const sql of [
      `GRANT SELECT, FILE, SUPER ON *.* TO ${account} WITH GRANT OPTION`,
      `GRANT EXECUTE, TRIGGER ON backoffice.* TO ${account} WITH GRANT OPTION`,
      `GRANT ALL PRIVILEGES ON other.* TO ${account}`,
      `GRANT SELECT (id), INSERT (id) ON other.things TO ${account}`,
      "CREATE ROLE reader",
      `GRANT reader TO ${account}`,
      `GRANT PROXY ON master TO ${account} WITH GRANT OPTION`,
    ])
      await master.query(sql);
    const { revoked, ...rest } = await ensure();
    expect({ ...rest, revoked: [] }).toEqual(unchanged);
    expect(revoked).toEqual(
      expect.arrayContaining([
        "SELECT, FILE, SUPER ON *.*",
        "GRANT OPTION ON *.*",
        "EXECUTE, TRIGGER ON `backoffice`.*",
        "GRANT OPTION ON `backoffice`.*",
        "ALL PRIVILEGES ON `other`.*",
        "`reader`",
        "PROXY ON `master`@`%`",
      ]),
    );
    expect(await asUser("SELECT * FROM other.things", "SET ROLE reader")).toEqual([
      "ER_TABLEACCESS_DENIED_ERROR",
      expect.stringContaining("Invalid role"),
    ]);
    expect(await ensure()).toEqual(unchanged);
  });

  it("gets back what was taken away, and what it logs in by", async () => {
    await ensure();
    await master.query(`REVOKE INSERT, DROP ON backoffice.* FROM ${account}`);
    await master.query(`ALTER USER ${account} IDENTIFIED VIA unix_socket REQUIRE NONE`);
    expect(await ensure()).toEqual({
      ...unchanged,
      authenticationChanged: true,
      granted: ["INSERT", "DROP"],
    });
    expect(await asUser("CREATE TABLE backoffice.t (id INT)", "DROP TABLE backoffice.t")).toEqual([
      "allowed",
      "allowed",
    ]);
  });

  it("keeps its rights when all privileges of its schema are cut down to them", async () => {
    await ensure();
    await master.query(`GRANT ALL PRIVILEGES ON backoffice.* TO ${account}`);
    const { granted, revoked } = await ensure();
    expect(granted).toEqual([]);
    expect(revoked).toContain(
      "EVENT, TRIGGER, EXECUTE, CREATE ROUTINE, ALTER ROUTINE ON `backoffice`.*",
    );
    expect(await ensure()).toEqual(unchanged);
  });

  it("never loses what it rightly has, wherever the connection ends", async () => {
    await ensure();
    // An application that has lived on what it shouldn't have.
    await master.query(`REVOKE ALL PRIVILEGES ON backoffice.* FROM ${account}`);
    await master.query(`GRANT SELECT, DROP ON *.* TO ${account}`);
    const connection = await server.connection();
    const { query } = connection;
    for (let statements = 1; ; statements += 1) {
      let left = statements;
      connection.query = ((...args: Parameters<typeof query>) => {
        left -= 1;
        const lost = Object.assign(new Error("lost"), { code: "PROTOCOL_CONNECTION_LOST" });
        return left < 0 ? Promise.reject(lost) : query.apply(connection, args);
      }) as typeof query;
      const outcome = await ensureUser(connection, wanted, identity).catch((error) => error);
      expect(
        await asUser("SELECT * FROM backoffice.t0", "DROP TABLE IF EXISTS backoffice.t0"),
      ).toEqual(["ER_NO_SUCH_TABLE", "allowed"]);
      if (!(outcome instanceof Error)) break;
      expect(outcome.name).toBe("LostConnectionError");
    }
    connection.destroy();
  });

  it("gets its rights, and loses others, though the server keeps one", async () => {
    await ensure();
    for (const sql of [
      `REVOKE INSERT ON backoffice.* FROM ${account}`,
      `GRANT SELECT, FILE ON *.* TO ${account}`,
      `GRANT SELECT ON other.* TO ${account}`,
    ])
      await master.query(sql);
    const connection = await server.connection();
    const { query } = connection;
    connection.query = ((...args: Parameters<typeof query>) => {
      const [{ sql }] = args as unknown as [{ sql: string }];
      const refusal = { code: "ER_MANDATORY_ROLE", sqlMessage: "it is mandatory" };
      return sql.startsWith("REVOKE SELECT, FILE ON *.*")
        ? Promise.reject(refusal)
        : query.apply(connection, args);
    }) as typeof query;
    await expect(ensureUser(connection, wanted, identity)).rejects.toThrow(
      /should: SELECT, FILE ON \*\.\*; REVOKE SELECT, FILE ON .*it is mandatory\. Take the role out of mandatory_roles/,
    );
    connection.destroy();
    expect(await ensure()).toEqual({ ...unchanged, revoked: ["SELECT, FILE ON *.*"] });
  });

  it("says that it is locked, and leaves the lock", async () => {
    await ensure();
    await master.query(`ALTER USER ${account} ACCOUNT LOCK`);
    for (const _ of ["first", "second"])
      await expect(ensure()).rejects.toThrow("has its rights, but is locked and can't log in");
    await master.query(`ALTER USER ${account} ACCOUNT UNLOCK`);
    expect(await ensure()).toEqual(unchanged);
  });

  it("is recognised by what the account holds, and not by its plugin alone", async () => {
    await ensure();
    await master.query(`ALTER USER ${account} IDENTIFIED BY '${newPassword()}' REQUIRE SSL`);
    expect(await ensure()).toEqual({ ...unchanged, authenticationChanged: true });
  });

  it("is recognised on a server that quotes names otherwise", async () => {
    await ensure();
    await master.query("SET SESSION sql_mode = 'ANSI_QUOTES', sql_quote_show_create = 0");
    expect(await ensure()).toEqual(unchanged);
  });

  it("isn't waited for without end while somebody locks the server", async () => {
    await ensure();
    const other = await server.connection();
    await other.query("FLUSH TABLES WITH READ LOCK");
    const waiting = await server.connection();
    await expect(ensureUser(waiting, wanted, identity)).rejects.toThrow(
      /^the connection was lost at CREATE USER, .*Somebody else may hold a lock/,
    );
    waiting.destroy();
    other.destroy();
    expect(await ensure()).toEqual(unchanged);
  });

  it("is an error while something stays that only a person can judge", async () => {
    await ensure();
    await master.query("CREATE ROLE writer");
    await master.query(`GRANT writer TO ${account}`);
    await master.query(`SET DEFAULT ROLE writer FOR ${account}`);
    await expect(ensure()).rejects.toThrow(
      "doesn't have exactly the rights that it should: the server says SET DEFAULT ROLE `writer`",
    );
    await master.query(`SET DEFAULT ROLE NONE FOR ${account}`);
    expect(await ensure()).toEqual(unchanged);
  });

  it.each(["'backoffice'@'127.0.0.%'", "''@'localhost'", "''@'%'"])(
    "isn't made beside %s, which would be used in its place or gives everybody its rights",
    async (other) => {
      await master.query(`CREATE USER ${other}`);
      await expect(ensure()).rejects.toThrow(
        `${other} would be used in place of 'backoffice'@'%', or beside it: drop it`,
      );
      await master.query(`DROP USER ${other}`);
    },
  );

  it("isn't made by somebody who may not, and the error says so", async () => {
    await ensure();
    const connection = await server.connection(own);
    const error = await ensureUser(connection, wanted, identity).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: "DatabaseUserError",
      message: expect.stringMatching(
        /^reading the accounts failed, ER_TABLEACCESS_DENIED_ERROR: .*Running it again is safe$/,
      ),
    });
    // Lambda would write it into its log, with the statement.
    expect((error as Error).cause).toBeUndefined();
    connection.destroy();
  });
});
