import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { Construct } from "constructs";
import { databaseEngine } from "../../systems/test-app/application";
import type { Environment } from "../../systems/test-app/environment";
import { databaseLogs, databaseNames, type Names } from "../../systems/test-app/names";
import { DatabaseLogGroups, type DatabaseLogGroupsProps } from "./database-log-groups";
import {
  DatabaseMonitoringRole,
  type DatabaseMonitoringRoleProps,
} from "./database-monitoring-role";
import { DatabaseOptionGroup } from "./database-option-group";
import { DatabaseParameterGroup } from "./database-parameter-group";

export interface DatabaseProps {
  readonly settings: Pick<Environment, "database" | "retention"> &
    DatabaseLogGroupsProps["settings"] &
    DatabaseMonitoringRoleProps["settings"];
  readonly names: Names;
  readonly encryptionKeyArn: string;
  /** One a zone, in at least two zones. */
  readonly subnetIds: string[];
  readonly securityGroupId: string;
}

/** Days that RDS keeps Database Insights for in each mode; it refuses others. */
const insightsRetentionDays = { standard: 7, advanced: 465 };

/**
 * The backoffice's MySQL database: private, encrypted, backed up to any second, its logs exported, its
 * minor versions RDS's business. RDS keeps the master user's password in Secrets Manager and rotates it
 * each week, for administration only; applications log in with IAM. A change is applied at once, because
 * one that waits for its window would be in every plan until then.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_MySQL.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.html
 */
export class Database extends Construct {
  /** Host name of the endpoint. */
  public readonly address: string;
  /** What `rds-db:connect` names the database by. */
  public readonly resourceId: string;

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);

    const { settings, names, encryptionKeyArn } = props;
    const { identifier, finalSnapshot } = databaseNames(names, settings.database.identifierSuffix);
    const subnetGroup = new DbSubnetGroup(this, "subnet-group", {
      name: names.database.subnetGroup,
      description: `Database of ${names.base}`,
      subnetIds: props.subnetIds,
    });
    const parameterGroup = new DatabaseParameterGroup(this, "parameter-group", props);
    const optionGroup = new DatabaseOptionGroup(this, "option-group", props);
    const monitoringRole = new DatabaseMonitoringRole(this, "monitoring-role", props);
    const logGroups = new DatabaseLogGroups(this, "log-group", props);

    const instance = new DbInstance(this, "this", {
      identifier,
      instanceClass: settings.database.instanceClass,
      engine: databaseEngine.name,
      engineVersion: databaseEngine.majorVersion,
      autoMinorVersionUpgrade: true,
      allowMajorVersionUpgrade: false,
      parameterGroupName: parameterGroup.name,
      optionGroupName: optionGroup.name,
      applyImmediately: true,
      maintenanceWindow: settings.database.maintenanceWindowUtc,

      multiAz: settings.database.multiAz === "on",
      dbSubnetGroupName: subnetGroup.name,
      vpcSecurityGroupIds: [props.securityGroupId],
      publiclyAccessible: false,
      port: databaseEngine.port,
      caCertIdentifier: "rds-ca-rsa2048-g1",

      storageType: "gp3",
      allocatedStorage: settings.database.storageGibibytes,
      maxAllocatedStorage: settings.database.maximumStorageGibibytes,
      storageEncrypted: true,
      kmsKeyId: encryptionKeyArn,

      dbName: names.database.schema,
      username: names.database.administrator,
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: encryptionKeyArn,
      iamDatabaseAuthenticationEnabled: true,

      backupRetentionPeriod: settings.database.backups.retentionDays,
      backupWindow: settings.database.backupWindowUtc,
      copyTagsToSnapshot: true,
      deleteAutomatedBackups: false,
      deletionProtection: settings.database.deletionProtection === "on",
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: finalSnapshot,

      enabledCloudwatchLogsExports: [...databaseLogs],
      monitoringInterval: 60,
      monitoringRoleArn: monitoringRole.arn,
      databaseInsightsMode: settings.database.insights,
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: encryptionKeyArn,
      performanceInsightsRetentionPeriod: insightsRetentionDays[settings.database.insights],

      lifecycle: { preventDestroy: settings.retention.destructionProtection === "on" },
      dependsOn: [monitoringRole.policy, ...logGroups.all],
    });

    this.address = instance.address;
    this.resourceId = instance.resourceId;
  }
}
