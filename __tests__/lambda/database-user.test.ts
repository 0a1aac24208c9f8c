import { afterAll, beforeAll, expect, it } from "vitest";
import { describeWithTools } from "../support/external-tools";
import { MariaDb, newPassword } from "../support/mariadb";
import { DatabaseFunction, type Invoked } from "./database-function";

describeWithTools("the function", ["mariadbd", "mariadb-install-db", "openssl"], () => {
  const own = { username: "backoffice", password: newPassword() };
  let server: MariaDb;
  let onMariaDb: DatabaseFunction;
  let onRds: DatabaseFunction;
  beforeAll(async () => {
    server = await MariaDb.start();
    onMariaDb = new DatabaseFunction(server, {
      authority: server.authority,
      identity: `IDENTIFIED BY '${own.password}'`,
    });
    onRds = new DatabaseFunction(server);
  });
  afterAll(async () => {
    onMariaDb?.[Symbol.dispose]();
    onRds?.[Symbol.dispose]();
    await server?.[Symbol.asyncDispose]();
  });

  const saysNothingOf = (password: string, invoked: Invoked) =>
    expect(JSON.stringify(invoked)).not.toContain(password);

  it("makes the user with the master credentials, and says so in one line of its log", async () => {
    const first = await onMariaDb.invoke(server.master);
    expect(first.returned).toMatchObject({
      host: "localhost",
      database: "backoffice",
      user: "backoffice",
      created: true,
    });
    expect(JSON.parse(first.output)).toMatchObject({
      level: "INFO",
      requestId: "request-1",
      kind: "database-user",
      report: first.returned,
    });
    saysNothingOf(server.master.password, first);

    const connection = await server.connection(own);
    await connection.query("CREATE TABLE backoffice.metrics (id INT)");
    connection.destroy();

    const second = await onMariaDb.invoke(server.master);
    expect(second.returned).toMatchObject({ created: false, granted: [], revoked: [] });
  });

  it("reads the tables of a database beside it, and changes nothing there", async () => {
    const connection = await server.connection();
    await connection.query("CREATE TABLE IF NOT EXISTS backoffice.events (id INT, name TEXT)");
    await connection.query("DROP USER IF EXISTS backoffice");
    const { host, port } = server;
    const invoked = await onMariaDb.invoke({ ...server.master, tablesOf: { host, port } });
    expect(invoked.returned).toMatchObject({ host, schema: "backoffice", isThere: true });
    expect(invoked.returned.tables).toContainEqual({
      name: "events",
      columns: ["id int(11)", "name text"],
    });
    expect(JSON.parse(invoked.output)).toMatchObject({ kind: "database-tables" });
    const [users] = await connection.query("SELECT user FROM mysql.user WHERE user = 'backoffice'");
    expect(users).toEqual([]);
    connection.destroy();
    saysNothingOf(server.master.password, invoked);
  });

  it.each([
    ["of another account", { host: "db.zyxwvutsrqpo.us-east-1.rds.amazonaws.com", port: 3306 }],
    ["of another region", { host: "db.abcdefghijkl.eu-west-1.rds.amazonaws.com", port: 3306 }],
    ["that is an address", { host: "192.0.2.1", port: 3306 }],
  ])("sends the password to no database %s", async (_, tablesOf) => {
    const DATABASE_HOST = "db.abcdefghijkl.us-east-1.rds.amazonaws.com";
    const { thrown } = await onMariaDb.invoke({ ...server.master, tablesOf }, { DATABASE_HOST });
    expect(thrown?.name).toBe("DatabaseConnectionError");
    expect(thrown?.message).toContain(
      `is no database of the account and region of ${DATABASE_HOST}`,
    );
  });

  it("asks for the plugin of RDS, and says what to turn on where it isn't there", async () => {
    const connection = await server.connection();
    await connection.query("DROP USER IF EXISTS backoffice");
    connection.destroy();
    using deployed = new DatabaseFunction(server, { authority: server.authority });
    const invoked = await deployed.invoke(server.master);
    expect(invoked.thrown).toEqual({
      name: "DatabaseUserError",
      message: expect.stringMatching(/AWSAuthenticationPlugin.*Turn on IAM authentication/),
    });
    saysNothingOf(server.master.password, invoked);
  });

  it("trusts the authorities of RDS alone", async () => {
    const invoked = await onRds.invoke(server.master);
    expect(invoked.thrown?.name).toBe("DatabaseConnectionError");
    expect(invoked.thrown?.message).toMatch(/HANDSHAKE_SSL_ERROR.*Nothing was changed$/);
    saysNothingOf(server.master.password, invoked);
  });

  it("doesn't repeat a password that the database refuses", async () => {
    const wrong = { username: "master", password: newPassword() };
    const invoked = await onMariaDb.invoke(wrong);
    expect(invoked.thrown?.message).toMatch(/ER_ACCESS_DENIED_ERROR.*run it again/);
    saysNothingOf(wrong.password, invoked);
  });

  it.each([
    ["without a password", { username: "master" }],
    ["with more than the credentials", { username: "master", password: "p4ss", host: "elsewhere" }],
    ["that is a text", "p4ss"],
    ["without a port", { username: "master", password: "p4ss", tablesOf: { host: "elsewhere" } }],
  ])("refuses an event %s, and doesn't repeat it", async (_, event) => {
    const invoked = await onMariaDb.invoke(event);
    expect(invoked.thrown?.name).toBe("MasterCredentialsError");
    expect(JSON.stringify(invoked)).not.toMatch(/p4ss|elsewhere/);
  });

  it.each([
    ["DATABASE_HOST", "127.0.0.1"],
    ["DATABASE_HOST", ""],
    ["DATABASE_PORT", "mysql"],
    ["DATABASE_NAME", "back_office"],
    ["DATABASE_USER", undefined],
  ])("refuses %s as %j", async (variable, value) => {
    const { thrown } = await onMariaDb.invoke(server.master, { [variable]: value });
    expect(thrown).toEqual({
      name: "VariablesError",
      message: expect.stringContaining(`${variable} is ${JSON.stringify(value) ?? "missing"}`),
    });
  });
});
