import { describe, expect, it } from "vitest";
import { Database, type DatabaseProps } from "../../../../src/constructs/database/database";
import { synthesize } from "../../../support/synthesized";

const encryptionKeyArn = "arn:aws:kms:us-east-1:111122223333:key/1";

/** Its names, and those of what was restored from it. */
const names = (identifier = "a-database"): DatabaseProps["names"] => ({
  identifier,
  finalSnapshot: `${identifier}-final`,
  subnetGroup: "a-database",
  parameterGroup: "a-database-mysql8-4",
  optionGroup: "a-database-mysql8-4",
  monitoringRole: "a-database-monitoring",
  logGroups: {
    audit: `/aws/rds/instance/${identifier}/audit`,
    error: `/aws/rds/instance/${identifier}/error`,
    slowquery: `/aws/rds/instance/${identifier}/slowquery`,
  },
  schema: "metrics",
  administrator: "owner",
});

function synthesized(changes: Partial<DatabaseProps> = {}) {
  return synthesize(
    (scope) =>
      new Database(scope, "database", {
        owner: "an-application",
        names: names(),
        account: "111122223333",
        region: "us-east-1",
        engine: { name: "mysql", majorVersion: "8.4", parameterFamily: "mysql8.4", port: 3306 },
        instanceClass: "db.m7g.large",
        multiAz: "on",
        storageGibibytes: 100,
        maximumStorageGibibytes: 500,
        backups: { retentionDays: 14 },
        backupWindowUtc: "07:00-08:00",
        maintenanceWindowUtc: "sun:08:30-sun:09:30",
        deletionProtection: true,
        preventDestroy: true,
        insights: "advanced",
        logRetention: { days: 400 },
        encryptionKeyArn,
        subnetIds: ["subnet-1", "subnet-2"],
        securityGroupId: "sg-1",
        ...changes,
      }),
  );
}

const stack = synthesized();
const database = stack.only("aws_db_instance");
const databaseWith = (changes: Partial<DatabaseProps>) =>
  synthesized(changes).only("aws_db_instance");

describe("the database", () => {
  it("is MySQL 8.4 and takes its minor versions, but no other major version", () => {
    expect(database).toMatchObject({
      identifier: "a-database",
      engine: "mysql",
      engine_version: "8.4",
      auto_minor_version_upgrade: true,
      allow_major_version_upgrade: false,
      instance_class: "db.m7g.large",
    });
  });

  it("is private, in subnets of its own group, behind its security group, with a named authority", () => {
    expect(database).toMatchObject({
      publicly_accessible: false,
      vpc_security_group_ids: ["sg-1"],
      port: 3306,
      ca_cert_identifier: "rds-ca-rsa2048-g1",
    });
    expect(stack.only("aws_db_subnet_group")).toMatchObject({
      name: "a-database",
      subnet_ids: ["subnet-1", "subnet-2"],
    });
    expect(database.db_subnet_group_name).toMatch(/^\$\{aws_db_subnet_group\..*\.name\}$/);
  });

  it("has storage that is encrypted, general-purpose, and grows by itself to a bound", () => {
    expect(database).toMatchObject({
      storage_encrypted: true,
      kms_key_id: encryptionKeyArn,
      storage_type: "gp3",
      allocated_storage: 100,
      max_allocated_storage: 500,
    });
  });

  it("has a standby, or none", () => {
    expect(database.multi_az).toBe(true);
    expect(databaseWith({ multiAz: { offBecause: "it is tried here" } }).multi_az).toBe(false);
  });

  it("is backed up, and its backups outlive it", () => {
    expect(database).toMatchObject({
      backup_retention_period: 14,
      backup_window: "07:00-08:00",
      maintenance_window: "sun:08:30-sun:09:30",
      copy_tags_to_snapshot: true,
      delete_automated_backups: false,
      skip_final_snapshot: false,
      final_snapshot_identifier: "a-database-final",
    });
    expect(databaseWith({ backups: { retentionDays: 20 } })).toMatchObject({
      backup_retention_period: 20,
    });
  });

  it("can be deleted neither by Terraform nor in AWS, unless that is given up", () => {
    expect(database).toMatchObject({
      deletion_protection: true,
      lifecycle: { prevent_destroy: true },
    });
    expect(databaseWith({ deletionProtection: false })).toMatchObject({
      deletion_protection: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(databaseWith({ preventDestroy: false })).toMatchObject({
      deletion_protection: true,
      lifecycle: { prevent_destroy: false },
    });
  });

  it("leaves the master user's password to RDS, and lets IAM log applications in", () => {
    expect(database).toMatchObject({
      db_name: "metrics",
      username: "owner",
      manage_master_user_password: true,
      master_user_secret_kms_key_id: encryptionKeyArn,
      iam_database_authentication_enabled: true,
    });
    expect(database).not.toHaveProperty("password");
  });

  it("keeps no change waiting for its window, which would be in every plan until then", () => {
    expect(database.apply_immediately).toBe(true);
  });

  it.each([
    ["standard", 7],
    ["advanced", 465],
  ] as const)("keeps Database Insights in mode %s for %i days, encrypted", (mode, days) => {
    expect(databaseWith({ insights: mode })).toMatchObject({
      database_insights_mode: mode,
      performance_insights_enabled: true,
      performance_insights_retention_period: days,
      performance_insights_kms_key_id: encryptionKeyArn,
    });
  });

  it("exports its logs to groups that are there before, and is monitored by a role that may", () => {
    expect(database).toMatchObject({
      enabled_cloudwatch_logs_exports: ["audit", "error", "slowquery"],
      monitoring_interval: 60,
      monitoring_role_arn: expect.stringMatching(/^\$\{aws_iam_role\..*\.arn\}$/),
    });
    const needed = stack
      .resources()
      .filter(({ type }) => ["aws_cloudwatch_log_group", "aws_iam_role_policy"].includes(type))
      .map(({ address }) => address);
    expect([...database.depends_on].sort()).toEqual(needed.sort());
    expect(needed).toHaveLength(4);
  });
});

describe("a database that was restored under another identifier", () => {
  const restored = synthesized({ names: names("a-database-2") });

  it("is the one that Terraform manages, at the address of the old one", () => {
    expect(restored.only("aws_db_instance")).toMatchObject({
      identifier: "a-database-2",
      final_snapshot_identifier: "a-database-2-final",
    });
    expect(restored.resources().map(({ address }) => address)).toEqual(
      stack.resources().map(({ address }) => address),
    );
  });

  it("keeps the groups that it was restored with", () => {
    const groups = ["aws_db_subnet_group", "aws_db_parameter_group", "aws_db_option_group"];
    for (const type of groups) expect(restored.only(type).name).toBe(stack.only(type).name);
  });

  it("has log groups and a monitoring role of its own", () => {
    expect(restored.ofType("aws_cloudwatch_log_group").map(({ name }) => name)).toEqual([
      "/aws/rds/instance/a-database-2/audit",
      "/aws/rds/instance/a-database-2/error",
      "/aws/rds/instance/a-database-2/slowquery",
    ]);
    expect(restored.only("aws_iam_role").assume_role_policy).toContain(
      '"arn:aws:rds:us-east-1:111122223333:db:a-database-2"',
    );
  });
});
