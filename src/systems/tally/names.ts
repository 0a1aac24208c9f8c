import { account, type Region } from "../configuration/account";
import type { ReadonlyParts } from "../configuration/fields";
import { regionNamesOf } from "../foundation/names";

/** Value of the tag `System`; ids of environments begin with it. */
export const system = "tally";

/** Its newer minor versions are RDS's own doing. */
export const databaseEngine = {
  name: "postgres",
  majorVersion: "17",
  parameterFamily: "postgres17",
  port: 5432,
} as const;

/** Every name that an environment's resources have: computed here, and nowhere else. Its id begins with the system's. */
export function namesOf({ id, region }: { readonly id: string; readonly region: Region }) {
  const { logBucket, sessionLogGroup, stateBucket } = regionNamesOf(region);
  const databaseLogGroups = `/aws/rds/instance/${id}`;
  return {
    /** VPC, load balancer, cluster, database, key alias; all others begin with it. */
    base: id,
    /** Auto scaling group, launch template, role and instance profile. */
    adder: `${id}-adder`,
    /** The composite alarm over the environment's alarms. */
    healthAlarm: `${id}-health`,
    alerts: `${id}-alerts`,
    /** AWS WAF takes no other beginning. */
    webAclLogGroup: `aws-waf-logs-${id}`,
    webAclLogDelivery: `${id}-web-acl-log-delivery`,
    database: {
      identifier: id,
      /** Made when the database is destroyed; RDS refuses to delete it while a snapshot has this name. */
      finalSnapshot: `${id}-final`,
      subnetGroup: id,
      /** Names the engine's version: a newer one makes a new group before the old one goes. */
      parameterGroup: `${id}-${databaseEngine.parameterFamily}`,
      monitoringRole: `${id}-database-monitoring`,
      schema: "tally",
      /** The master user: it migrates, and nothing else. */
      administrator: "dbowner",
      /** By RDS's names of the log files that it exports. */
      logGroups: {
        postgresql: `${databaseLogGroups}/postgresql`,
        upgrade: `${databaseLogGroups}/upgrade`,
        "iam-db-auth-error": `${databaseLogGroups}/iam-db-auth-error`,
      },
      /** The SSM parameter that a machine reads at boot. */
      hostParameter: `/${id}/database/host`,
    },
    logGroupPrefix: `/${id}`,
    /** One a service. */
    logGroups: { adder: `/${id}/adder`, display: `/${id}/display`, reset: `/${id}/reset` },
    /** Of the region, shared by its environments; owned by the foundation. */
    logBucket,
    sessionLogGroup,
    accessLogPrefix: `${id}/access`,
    connectionLogPrefix: `${id}/connection`,
    stateBucket,
    stateKey: `${id}.tfstate`,
  };
}

export type Names = ReadonlyParts<ReturnType<typeof namesOf>>;

/** What all environments of a region share; the region's foundation makes it. */
export function sharedNamesOf(region: Region) {
  return {
    imageRepositories: { display: "tally/display", reset: "tally/reset" },
    releaseBucket: `tally-releases-${account.id}-${region}`,
  } as const;
}

/** Key of an archive in the release bucket, by its digest: another archive has another. */
export function releaseKey(digest: string): string {
  return `adder/${digest.replace("sha256:", "")}.tar.gz`;
}

/** Characters in an environment's id: a role, whose name is the longest, may have 64. */
export const baseNameLimit = 42;
