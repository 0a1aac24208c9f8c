import type { DBInstance, RestoreDBInstanceToPointInTimeMessage } from "@aws-sdk/client-rds";

/** Tags by which a copy is found again; the first apply after a change-over takes them away. */
export const copyTags = {
  from: "RestoredFrom",
  to: "RestoredTo",
  begunAt: "RestoreBegunAt",
} as const;

/** In place of a time in that tag. */
export const newest = "newest";

/**
 * What a restore is asked for: all that RDS would otherwise set to its own defaults. Without them it takes the default
 * security group, subnet group and parameter group, one zone, no deletion protection, no login by IAM, and no tags.
 * The key stays the running one's; monitoring, insights, log exports and the maintenance window can't be asked for.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceToPointInTime.html
 */
export function restoreInput(
  running: DBInstance,
  identifier: string,
  { to, begunAt }: { readonly to: Date | null; readonly begunAt: Date },
): RestoreDBInstanceToPointInTimeMessage {
  const own = (running.TagList ?? []).filter(({ Key = "" }) => !Key.startsWith("aws:"));
  return {
    SourceDBInstanceIdentifier: running.DBInstanceIdentifier,
    TargetDBInstanceIdentifier: identifier,
    ...(to === null ? { UseLatestRestorableTime: true } : { RestoreTime: to }),
    DBInstanceClass: running.DBInstanceClass,
    MultiAZ: running.MultiAZ,
    DBSubnetGroupName: running.DBSubnetGroup?.DBSubnetGroupName,
    VpcSecurityGroupIds: securityGroups(running),
    PubliclyAccessible: running.PubliclyAccessible,
    Port: running.Endpoint?.Port,
    CACertificateIdentifier: running.CACertificateIdentifier,
    DBParameterGroupName: running.DBParameterGroups?.[0]?.DBParameterGroupName,
    OptionGroupName: running.OptionGroupMemberships?.[0]?.OptionGroupName,
    AutoMinorVersionUpgrade: running.AutoMinorVersionUpgrade,
    StorageType: running.StorageType,
    MaxAllocatedStorage: running.MaxAllocatedStorage,
    BackupRetentionPeriod: running.BackupRetentionPeriod,
    PreferredBackupWindow: running.PreferredBackupWindow,
    EnableIAMDatabaseAuthentication: running.IAMDatabaseAuthenticationEnabled,
    DeletionProtection: running.DeletionProtection,
    CopyTagsToSnapshot: running.CopyTagsToSnapshot,
    Tags: [
      ...own.filter(({ Key }) => !Object.values<string | undefined>(copyTags).includes(Key)),
      { Key: copyTags.from, Value: running.DBInstanceIdentifier },
      { Key: copyTags.to, Value: to?.toISOString() ?? newest },
      { Key: copyTags.begunAt, Value: begunAt.toISOString() },
    ],
  };
}

function securityGroups({ VpcSecurityGroups = [] }: DBInstance): string[] {
  return VpcSecurityGroups.flatMap(({ VpcSecurityGroupId = [] }) => VpcSecurityGroupId).sort();
}

/** What must be the same before a copy may take over, by how people name it. */
const settings: Readonly<Record<string, (instance: DBInstance) => unknown>> = {
  class: (each) => each.DBInstanceClass,
  "Multi-AZ": (each) => each.MultiAZ,
  "subnet group": (each) => each.DBSubnetGroup?.DBSubnetGroupName,
  "security groups": (each) => securityGroups(each).join(" "),
  "publicly accessible": (each) => each.PubliclyAccessible,
  "parameter group": (each) => each.DBParameterGroups?.[0]?.DBParameterGroupName,
  "option group": (each) => each.OptionGroupMemberships?.[0]?.OptionGroupName,
  "encryption key": (each) => each.KmsKeyId,
  "IAM authentication": (each) => each.IAMDatabaseAuthenticationEnabled,
  "deletion protection": (each) => each.DeletionProtection,
  "backup retention": (each) => each.BackupRetentionPeriod,
};

/** Each setting in which the copy differs, as `deletion protection: false, and not true`. */
export function settingsThatDiffer(running: DBInstance, copy: DBInstance): string[] {
  return Object.entries(settings).flatMap(([name, of]) =>
    of(running) === of(copy) ? [] : `${name}: ${of(copy)}, and not ${of(running)}`,
  );
}

export function tagOf({ TagList = [] }: DBInstance, key: string): string | undefined {
  return TagList.find(({ Key }) => Key === key)?.Value;
}
