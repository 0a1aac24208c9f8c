import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { Construct } from "constructs";
import { acceptFindings } from "../accepted-findings";
import { LogGroups, type LogRetention } from "../management/log-groups";
import { DatabaseMonitoringRole } from "./database-monitoring-role";
import { DatabaseOptionGroup } from "./database-option-group";
import { DatabaseParameterGroup, type Engine } from "./database-parameter-group";

export interface DatabaseProps {
  /** Whose database it is, for descriptions. */
  readonly owner: string;
  /** What belongs to it alone. */
  readonly names: {
    readonly identifier: string;
    /** Of the snapshot that is made when the database is destroyed. */
    readonly finalSnapshot: string;
    readonly subnetGroup: string;
    readonly parameterGroup: string;
    /** Of MySQL's audit plugin (default: none). */
    readonly optionGroup?: string;
    readonly monitoringRole: string;
    /** By RDS's names of the log files. */
    readonly logGroups: Readonly<Record<string, string>>;
    /** The schema that is made with it. */
    readonly schema: string;
    /** The master user. */
    readonly administrator: string;
  };
  readonly account: string;
  readonly region: string;
  readonly engine: {
    readonly name: Engine;
    readonly majorVersion: string;
    readonly parameterFamily: string;
    readonly port: number;
  };
  readonly instanceClass: string;
  /** A standby in another zone, or why there is none. */
  readonly multiAz: "on" | { readonly offBecause: string };
  readonly storageGibibytes: number;
  /** As far as RDS may enlarge the storage by itself. */
  readonly maximumStorageGibibytes: number;
  readonly backups: { readonly retentionDays: number };
  readonly backupWindowUtc: string;
  readonly maintenanceWindowUtc: string;
  readonly deletionProtection: boolean;
  readonly preventDestroy: boolean;
  readonly insights: "standard" | "advanced";
  readonly logRetention: LogRetention;
  readonly encryptionKeyArn: string;
  /** One a zone, in at least two zones. */
  readonly subnetIds: string[];
  readonly securityGroupId: string;
}

/** Days that RDS keeps Database Insights for in each mode; it refuses others. */
const insightsRetentionDays = { standard: 7, advanced: 465 };

/**
 * A database: private, encrypted, backed up to any second, its logs exported, its
 * minor versions RDS's business. RDS keeps the master user's password in Secrets Manager and rotates it
 * each week, for administration only; applications log in with IAM. A change is applied at once, because
 * one that waits for its window would be in every plan until then.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_MySQL.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_PostgreSQL.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.html
 */
export class Database extends Construct {
  /** Host name of the endpoint. */
  public readonly address: string;
  /** What `rds-db:connect` names the database by. */
  public readonly resourceId: string;
  /** Of the master user's secret, which RDS keeps. */
  public readonly masterSecretArn: string;

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);

    const { engine, names, account, region, encryptionKeyArn } = props;
    const { identifier } = names;
    const description = `Database of ${props.owner}`;
    const subnetGroup = new DbSubnetGroup(this, "subnet-group", {
      name: names.subnetGroup,
      description,
      subnetIds: props.subnetIds,
    });
    const parameterGroup = new DatabaseParameterGroup(this, "parameter-group", {
      name: names.parameterGroup,
      description,
      engine: engine.name,
      family: engine.parameterFamily,
    });
    const optionGroup =
      names.optionGroup === undefined
        ? undefined
        : new DatabaseOptionGroup(this, "option-group", {
            name: names.optionGroup,
            description,
            engine,
          });
    const monitoringRole = new DatabaseMonitoringRole(this, "monitoring-role", {
      name: names.monitoringRole,
      description: `Enhanced Monitoring of the database of ${props.owner}`,
      account,
      region,
      identifier,
    });
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.MySQLDB.PublishtoCloudWatchLogs.html
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Concepts.PostgreSQL.overview.parameter-groups.html
    const logGroups = new LogGroups(this, "log-group", {
      names: names.logGroups,
      retention: props.logRetention,
      encryptionKeyArn,
      skipDestroy: true, // after a restore they tell what happened
    });

    const instance = new DbInstance(this, "this", {
      identifier,
      instanceClass: props.instanceClass,
      engine: engine.name,
      engineVersion: engine.majorVersion,
      autoMinorVersionUpgrade: true,
      allowMajorVersionUpgrade: false,
      parameterGroupName: parameterGroup.name,
      ...(optionGroup && { optionGroupName: optionGroup.name }),
      applyImmediately: true,
      maintenanceWindow: props.maintenanceWindowUtc,

      multiAz: props.multiAz === "on",
      dbSubnetGroupName: subnetGroup.name,
      vpcSecurityGroupIds: [props.securityGroupId],
      publiclyAccessible: false,
      port: engine.port,
      caCertIdentifier: "rds-ca-rsa2048-g1",

      storageType: "gp3",
      allocatedStorage: props.storageGibibytes,
      maxAllocatedStorage: props.maximumStorageGibibytes,
      storageEncrypted: true,
      kmsKeyId: encryptionKeyArn,

      dbName: names.schema,
      username: names.administrator,
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: encryptionKeyArn,
      iamDatabaseAuthenticationEnabled: true,

      backupRetentionPeriod: props.backups.retentionDays,
      backupWindow: props.backupWindowUtc,
      copyTagsToSnapshot: true,
      deleteAutomatedBackups: false,
      deletionProtection: props.deletionProtection,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: names.finalSnapshot,

      enabledCloudwatchLogsExports: Object.keys(names.logGroups),
      monitoringInterval: 60,
      monitoringRoleArn: monitoringRole.arn,
      databaseInsightsMode: props.insights,
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: encryptionKeyArn,
      performanceInsightsRetentionPeriod: insightsRetentionDays[props.insights],

      lifecycle: { preventDestroy: props.preventDestroy },
      dependsOn: [monitoringRole.policy, ...logGroups.all],
    });
    const isMySql = engine.name === "mysql";
    if (props.multiAz !== "on" || !isMySql)
      acceptFindings(instance, {
        ...(props.multiAz !== "on" && { CKV_AWS_157: props.multiAz.offBecause }),
        ...(!isMySql && {
          CKV2_AWS_69:
            "rds.force_ssl is 1 by default since version 15, and no default is written down",
        }),
      });

    this.address = instance.address;
    this.resourceId = instance.resourceId;
    this.masterSecretArn = instance.masterUserSecret.get(0).secretArn;
  }
}
