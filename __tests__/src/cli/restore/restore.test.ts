import { expect, it } from "vitest";
import { DatabaseFunction } from "../../../lambda/database-function";
import { describeWithTools } from "../../../support/external-tools";
import { MariaDb } from "../../../support/mariadb";
import {
  type Answers,
  copy,
  environmentId,
  RestoreAccount,
  running,
  schema,
  thrown,
} from "./restore-account";

const same: Answers = () => schema();
const moment = "2026-11-28T09:30:00.000Z";
const asked = "2026-11-28T09:30:00Z";

/** What nobody could take back. */
const changing = /^(Delete|Modify|Restore|Reboot|Stop)/;
const changesIn = ({ rds }: RestoreAccount) =>
  rds.requests
    .filter(({ operation }) => changing.test(operation))
    .map(({ operation, query }) => [operation, query.get("DBInstanceIdentifier")]);

describeWithTools("testapp restore", ["mariadbd", "mariadb-install-db", "openssl"], () => {
  it("restores beside the running database, and reads the schema of both over TLS", async () => {
    await using before = await MariaDb.start();
    await using after = await MariaDb.start();
    for (const server of [before, after]) {
      const connection = await server.connection();
      await connection.query("CREATE TABLE backoffice.metrics (id INT, value DOUBLE)");
      await connection.query("CREATE VIEW backoffice.latest AS SELECT id FROM backoffice.metrics");
      connection.destroy();
    }
    using deployed = new DatabaseFunction(before, {
      authority: before.authority + after.authority,
    });
    const ports = { [running]: before.port, [copy]: after.port };
    await using account = await RestoreAccount.with((_, event) => deployed.invoke(event), ports);
    account.passwords.set(running, before.master.password);
    account.passwords.set(copy, after.master.password);

    const good = await account.run("--yes");
    expect(good.status, good.stderr).toBe(0);
    expect(good.report).toMatchObject({
      outcome: "RESTORED",
      compared: { schema: "backoffice", runningTables: 2, copyTables: 2, missing: [], changed: [] },
    });

    const connection = await after.connection();
    await connection.query("ALTER TABLE backoffice.metrics MODIFY value INT");
    await connection.query("DROP VIEW backoffice.latest");
    await connection.query("CREATE TABLE backoffice.old (id INT)");
    const differing = await account.run("--yes");
    expect(differing.status).toBe(2);
    expect(differing.report).toMatchObject({
      outcome: "FAILED",
      compared: { missing: ["latest"], changed: ["metrics"], added: ["old"] },
    });
    expect(differing.stdout).toContain("no latest, other columns in metrics");

    await connection.query("DROP DATABASE backoffice");
    const empty = await account.run("--yes");
    expect(empty.status).toBe(2);
    expect(empty.stdout).toContain("The copy answers, but has no schema backoffice");

    // The password that RDS made is another one than this server's.
    account.passwords.set(copy, before.master.password);
    const refused = await account.run("--yes");
    expect(refused.status).toBe(2);
    expect(refused.stdout).toMatch(/The copy doesn't answer: .*ER_ACCESS_DENIED_ERROR/);
    const said = [good, differing, refused].map(({ stdout, stderr }) => stdout + stderr).join("");
    expect(said).not.toContain(before.master.password);
    expect(said).not.toContain(after.master.password);
    connection.destroy();
  });
});

describeWithTools("testapp restore at a terminal", ["python3"], () => {
  const question = `Write ${environmentId} to begin:`;

  it("says what it makes and costs, and begins only with the environment's name", async () => {
    await using account = await RestoreAccount.with(same);
    const declined = await account.atTerminal([], [{ until: question, send: "yes\r" }]);
    expect(declined.status, declined.output).toBe(1);
    expect(declined.output).toContain(`DECLINED ${environmentId}`);
    expect(changesIn(account)).toEqual([]);

    const steps = [
      { until: `This makes ${copy} beside ${running}`, send: "" },
      { until: "It costs as much as", send: "" },
      { until: question, send: `${environmentId}\r` },
    ];
    const agreed = await account.atTerminal([], steps);
    expect(agreed.status, agreed.output).toBe(0);
    expect(account.rds.databases.has(copy)).toBe(true);
  });

  it("begins nothing when the question is interrupted", async () => {
    await using account = await RestoreAccount.with(same);
    const { status, output } = await account.atTerminal([], [{ until: question, send: "\u0003" }]);
    expect(status, output).toBe(1);
    expect(changesIn(account)).toEqual([]);
  });
});

it("asks for all that RDS would set to its own defaults, and names what comes next", async () => {
  await using account = await RestoreAccount.with(same);
  const { status, stdout, stderr, report } = await account.run("--yes", "--to", asked);
  expect(status, stderr).toBe(0);
  const [request, ...others] = account.rds.asked("RestoreDBInstanceToPointInTime");
  expect(others).toEqual([]);
  const parameters = Object.fromEntries(request ?? []);
  const tags = Object.keys(parameters)
    .filter((name) => /^Tags.*Key$/.test(name))
    .map((name) => [parameters[name], parameters[name.replace(/Key$/, "Value")]]);
  expect(Object.fromEntries(tags)).toEqual({
    Environment: "uat",
    ProjectId: "1234",
    RestoredFrom: running,
    RestoredTo: moment,
    RestoreBegunAt: report.begunAt,
  });
  expect(parameters).toMatchObject({
    SourceDBInstanceIdentifier: running,
    TargetDBInstanceIdentifier: copy,
    RestoreTime: moment.replace(".000", ""),
    DBSubnetGroupName: running,
    "VpcSecurityGroupIds.VpcSecurityGroupId.1": "sg-database",
    DBParameterGroupName: `${running}-mysql8-4`,
    OptionGroupName: `${running}-mysql8-4`,
    PubliclyAccessible: "false",
    EnableIAMDatabaseAuthentication: "true",
    DeletionProtection: "true",
    MultiAZ: "true",
    MaxAllocatedStorage: "100",
  });
  // A master password of its own, under the environment's key; and nothing else is changed.
  expect(changesIn(account)).toEqual([
    ["RestoreDBInstanceToPointInTime", null],
    ["ModifyDBInstance", copy],
  ]);
  const [modified] = account.rds.asked("ModifyDBInstance");
  expect(modified?.get("ManageMasterUserPassword")).toBe("true");
  expect(modified?.get("MasterUserSecretKmsKeyId")).toMatch(/:key\/1$/);

  expect(report).toMatchObject({
    outcome: "RESTORED",
    restoreTime: moment,
    resumed: false,
    copy: { identifier: copy, identifierSuffix: "2", status: "available" },
    restoreSeconds: expect.any(Number),
    settingsThatDiffer: [],
  });
  expect(stderr).toContain(`${copy} is creating\n${copy} is backing-up\n${copy} is modifying\n`);
  for (const part of [
    `RESTORED ${environmentId}: the copy answers and holds the schema`,
    "has the running database's 2 tables, with the same columns",
    `src/systems/test-app/environments.ts, in ${environmentId}'s own database alone: identifierSuffix: "2"`,
    "docs/restore.md, step 3",
    `aws rds delete-db-instance --region us-east-1 --db-instance-identifier ${copy} --skip-final-snapshot`,
    "available after 0 min",
    `${running} then stays outside Terraform`,
  ])
    expect(stdout).toContain(part);
  expect(stdout).not.toContain(`--db-instance-identifier ${running} `);
});

it("says in a dry run what it would make and cost, and begins nothing", async () => {
  await using account = await RestoreAccount.with(same);
  const { status, stdout } = await account.run("--dry-run");
  expect(status).toBe(0);
  expect(stdout).toMatch(
    new RegExp(
      `This makes ${copy} beside ${running}, of the newest moment, 2026-11-29T06:00:00.000Z or later. It costs as much as ${running} \\(db.t4g.medium with a standby, 20 GiB\\)`,
    ),
  );
  expect(changesIn(account)).toEqual([]);
});

it("ends with 64 where nobody can be asked, before anything is asked of AWS", async () => {
  await using account = await RestoreAccount.with(same);
  const { status, stderr } = await account.run();
  expect(status).toBe(64);
  expect(stderr).toContain("write --dry-run, or --yes");
  expect(account.aws.operations).toEqual([]);
});

it.each([
  ["yesterday", "Write a time in UTC"],
  ["2026-11-28T09:30:00", "Write a time in UTC"],
  ["2026-13-28T09:30:00Z", "Write a time in UTC"],
])("refuses --to %s", async (to, message) => {
  await using account = await RestoreAccount.with(same);
  const { status, stderr } = await account.run("--yes", "--to", to);
  expect(status).toBe(64);
  expect(stderr).toContain(message);
});

it.each<[string, string[], (account: RestoreAccount) => void, string]>([
  [
    "a moment that backups don't reach yet",
    ["--to", "2026-11-29T06:00:00Z"],
    () => {},
    "can't be restored yet: backups reach up to 2026-11-29T06:00:00.000Z",
  ],
  [
    "a moment that backups don't reach any more",
    ["--to", "2026-11-21T00:00:00Z"],
    () => {},
    "can't be restored any more: backups reach back to 2026-11-22T03:00:00.000Z",
  ],
  ["no database", [], ({ rds }) => rds.databases.clear(), `there is no database ${running}`],
  [
    "another account's",
    [],
    (account) =>
      account.change(running, {
        DBInstanceArn: `arn:aws:rds:us-east-1:444455556666:db:${running}`,
      }),
    "The credentials are of the account 444455556666",
  ],
  [
    "no backups",
    [],
    (account) => account.change(running, { BackupRetentionPeriod: 0 }),
    `RDS has no backup of ${running}`,
  ],
  [
    "that the role may not",
    [],
    ({ aws }) => void aws.answers("RestoreDBInstanceToPointInTime", "denied"),
    "RestoreDBInstanceToPointInTime failed, AccessDenied",
  ],
])("begins nothing of %s, and ends with 1", async (_, args, change, reason) => {
  await using account = await RestoreAccount.with(same);
  change(account);
  const { status, stdout, report } = await account.run("--yes", ...args);
  expect(status).toBe(1);
  expect(stdout).toContain(reason);
  expect(report).toMatchObject({ outcome: "ERROR", begunAt: null, nextSteps: [] });
  expect(account.rds.databases.has(copy)).toBe(false);
});

it("goes through throttling, resets and a lost answer, and makes one copy", async () => {
  await using account = await RestoreAccount.with(same);
  account.rds.meets("DescribeDBInstances", "throttled", "reset");
  account.rds.meets("RestoreDBInstanceToPointInTime", "throttled", "lost answer");
  account.rds.meets("ModifyDBInstance", "reset", "throttled");
  const { status, stderr, report } = await account.run("--yes");
  expect(status, stderr).toBe(0);
  expect(report.outcome).toBe("RESTORED");
  expect([...account.rds.databases.keys()]).toEqual([running, copy]);
});

it("takes nobody else's database for its copy", async () => {
  await using account = await RestoreAccount.with(same);
  account.onEvent = () =>
    account.rds.databases.set(copy, { DBInstanceIdentifier: copy, DBInstanceStatus: "available" });
  const { status, report } = await account.run("--yes");
  expect(status).toBe(1);
  expect(report.reason).toBe(`somebody has made ${copy} meanwhile: run this again`);
  account.onEvent = () => {};
  const again = await account.run("--yes");
  expect(again.report.copy?.identifier).toBe(`${running}-3`);
  expect(again.status).toBe(0);
});

it.each([
  ["incompatible-restore", {}, `${copy} is incompatible-restore`],
  [
    "failed",
    { StatusInfos: [{ Message: "the key is disabled" }] },
    `${copy} is failed: the key is disabled`,
  ],
  ["deleting", {}, `${copy} is deleting`],
])("ends with 2 when the copy becomes %s", async (status, changes, reason) => {
  await using account = await RestoreAccount.with(same);
  account.rds.statuses = ["creating", status];
  account.rds.changes = changes;
  const ended = await account.run("--yes");
  expect(ended.status).toBe(2);
  expect(ended.report).toMatchObject({ outcome: "FAILED", reason, compared: null });
  expect(ended.report.nextSteps.join()).toContain("Nothing else deletes the copy");
  expect(ended.report.nextSteps.join()).not.toContain("identifierSuffix");
  expect(ended.stdout).toContain('docs/rollback-errors.md, "FAILED of a restore"');
});

it("ends with 3 when the copy doesn't become available in time, and goes on when it is run again", async () => {
  await using account = await RestoreAccount.with(same);
  account.rds.statuses = ["creating"];
  const first = await account.run("--yes", "--watch-timeout", "2");
  expect(first.status).toBe(3);
  expect(first.report).toMatchObject({ outcome: "IN_PROGRESS", restoreSeconds: null });
  expect(first.stdout).toContain(`To go on: bin/testapp restore ${environmentId}`);
  account.rds.becomes(copy, "available");
  const second = await account.run("--yes");
  expect(second.status, second.stderr).toBe(0);
  expect(second.report).toMatchObject({ resumed: true, begunAt: first.report.begunAt });
  expect(account.rds.asked("RestoreDBInstanceToPointInTime")).toHaveLength(1);
});

it("leaves the restore alone when it is interrupted, and goes on with the same moment alone", async () => {
  await using account = await RestoreAccount.with(same);
  account.rds.statuses = ["creating"];
  account.rds.onDescribed = () => {
    if (account.rds.databases.has(copy)) account.signal("SIGINT");
  };
  const first = await account.run("--yes", "--to", asked);
  expect(first.status).toBe(3);
  expect(first.report.outcome).toBe("IN_PROGRESS");
  expect(first.stdout).toContain(`restore ${environmentId} --to ${moment}`);
  account.rds.onDescribed = () => {};
  account.rds.becomes(copy, "available");

  for (const moments of [[], ["--to", "2026-11-28T09:31:00Z"]]) {
    const other = await account.run("--dry-run", ...moments);
    expect(other.report).toMatchObject({
      copy: { identifier: `${running}-3` },
      leftovers: [copy],
    });
    expect(other.stdout).toContain(`left over from an earlier restore, and it costs: ${copy}`);
  }

  const second = await account.run("--yes", "--to", asked);
  expect(second.status, second.stderr).toBe(0);
  expect(second.stderr).toContain(`${copy} was begun at ${first.report.begunAt}: going on`);
});

it("doesn't take a copy of days ago for one of the newest moment", async () => {
  await using account = await RestoreAccount.with(same);
  await account.run("--yes");
  account.rds.retag(copy, "RestoreBegunAt", "2026-11-01T00:00:00.000Z");
  const { report } = await account.run("--dry-run");
  expect(report).toMatchObject({ copy: { identifier: `${running}-3` }, leftovers: [copy] });
});

it.each<[string, object, string]>([
  ["publicly accessible", { PubliclyAccessible: true }, "publicly accessible: true, and not false"],
  ["unprotected", { DeletionProtection: false }, "deletion protection: false, and not true"],
])("ends with 2 when the copy is %s", async (_, changes, difference) => {
  await using account = await RestoreAccount.with(same);
  account.rds.changes = changes;
  const { status, report } = await account.run("--yes");
  expect(status).toBe(2);
  expect(report.settingsThatDiffer).toEqual([difference]);
  expect(report.nextSteps.join()).not.toContain("identifierSuffix");
});

it("is no success when there is no table at all", async () => {
  await using account = await RestoreAccount.with(() => schema({ tables: [] }));
  const { status, report } = await account.run("--yes");
  expect(status).toBe(3);
  expect(report.reason).toContain("neither it nor the running database has a table");
});

it("is no success when the running database can't be read, but says how to change over", async () => {
  const refuses = thrown("DatabaseConnectionError", "connecting failed, ETIMEDOUT");
  await using account = await RestoreAccount.with((identifier) =>
    identifier === running ? refuses : schema(),
  );
  const { status, stdout, report } = await account.run("--yes");
  expect(status).toBe(3);
  expect(report.outcome).toBe("UNKNOWN");
  expect(stdout).toContain(
    "has 2 tables in backoffice, but there was nothing to compare them with",
  );
  expect(stdout).toContain("couldn't be read: connecting failed, ETIMEDOUT");
  expect(stdout).toContain('identifierSuffix: "2"');
});

it("says that the function is too old to tell tables", async () => {
  await using account = await RestoreAccount.with(() => thrown("MasterCredentialsError", "no"));
  const { status, report } = await account.run("--yes");
  expect(status).toBe(3);
  expect(report).toMatchObject({ outcome: "UNKNOWN", cause: "not-applied" });
  expect(report.reason).toContain("The environment's function can't tell tables yet");
});

it("asks a copy again that doesn't answer at once", async () => {
  let refused = 0;
  await using account = await RestoreAccount.with((identifier) => {
    if (identifier === running || refused === 2) return schema();
    refused += 1;
    return thrown("DatabaseConnectionError", "ER_ACCESS_DENIED_ERROR");
  });
  expect((await account.run("--yes")).status).toBe(0);
});

it("--help names options, exit codes and the role", async () => {
  await using account = await RestoreAccount.with(same);
  const { status, stdout } = await account.run("--help");
  expect(status).toBe(0);
  for (const each of ["0   RESTORED", "1   ERROR", "2   FAILED", "3   UNKNOWN", "64  wrong"])
    expect(stdout).toContain(`\n  ${each}`);
  expect(stdout).toContain("access/restore.json");
});
