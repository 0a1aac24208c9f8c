import type { Region } from "../configuration/account";
import type { ReadonlyParts } from "../configuration/fields";
import { regionNamesOf } from "../foundation/names";
import { application, databaseEngine } from "./application";

/** RDS has groups without a full stop in their names. */
const engine = databaseEngine.parameterFamily.replace(".", "-");
const databaseLogGroups = "/aws/rds/instance";

/**
 * Every name that an environment's resources have: computed here, and nowhere else.
 * `baseNameLimit` says how long its id may be.
 */
export function namesOf({ id, region }: { readonly id: string; readonly region: Region }) {
  const base = `${application}-${id}`;
  const path = `${application}/${id}`;
  const { logBucket, sessionLogGroup, stateBucket } = regionNamesOf(region);
  return {
    /** Load balancer, auto scaling group, launch template, key alias; the database's identifier begins with it. */
    base,
    /** The composite alarm over the environment's alarms. */
    healthAlarm: `${base}-health`,
    /** The topic that alarms and failed rollouts are told to. */
    alerts: `${base}-alerts`,
    /** The rule that tells it of instances on which a rollout failed. */
    failedRollouts: `${base}-failed-rollouts`,
    /** What stands before the load balancer. */
    webAcl: base,
    /** AWS WAF takes no other beginning. */
    webAclLogGroup: `aws-waf-logs-${base}`,
    /** The policy of the account that lets AWS write into that one. */
    webAclLogDelivery: `${base}-web-acl-log-delivery`,
    loadBalancerSecurityGroup: `${base}-load-balancer`,
    instanceSecurityGroup: `${base}-instance`,
    /** Role and instance profile of the instances. */
    instanceRole: `${base}-instance`,
    downloadSecret: `${path}/autoupdater-download`,
    database: {
      securityGroup: `${base}-database`,
      subnetGroup: base,
      /** Both name the engine's version: a newer one makes new groups before the old ones go. */
      parameterGroup: `${base}-${engine}`,
      optionGroup: `${base}-${engine}`,
      monitoringRole: `${base}-database-monitoring`,
      /** The schema that the backoffice's metrics are in. */
      schema: "backoffice",
      /** The master user, for administration only. */
      administrator: "dbowner",
      /** The user that the backoffice on the instances logs in as. */
      user: "backoffice",
      /** The Lambda function that makes that user, its role and its security group. */
      userFunction: `${base}-database-user`,
      /** Lambda's own name for that function's log group. */
      userFunctionLogGroup: `/aws/lambda/${base}-database-user`,
      /** SSM parameters where the backoffice finds its database. */
      parameters: {
        endpoint: `/${path}/database/endpoint`,
        port: `/${path}/database/port`,
        name: `/${path}/database/name`,
        user: `/${path}/database/user`,
      },
      /** RDS's own names for its log groups begin with one of these, whatever the database's suffix. */
      logGroupPrefixes: [`${databaseLogGroups}/${base}/`, `${databaseLogGroups}/${base}-`],
    },
    /** The SSM document that updates an instance. */
    autoupdaterDocument: `${base}-autoupdater`,
    /** The Lambda function that sends it, and its role. */
    autoupdaterFunction: `${base}-autoupdater`,
    /** Lambda's own name for the function's log group. */
    autoupdaterFunctionLogGroup: `/aws/lambda/${base}-autoupdater`,
    /** SSM parameters of the environment begin with this. */
    parameterPrefix: `/${path}`,
    /** Whether an instance may fetch and run the updater: `enabled`, or who holds updates and why. */
    updatesParameter: `/${path}/updates`,
    /** Namespace of the metrics that instances write; a policy can't limit them in another way. */
    metricNamespace: path,
    /** Log groups of the environment begin with this. */
    logGroupPrefix: `/${path}`,
    logGroups: {
      system: `/${path}/system`,
      "user-data": `/${path}/user-data`,
      autoupdater: `/${path}/autoupdater`,
    },
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

/** Names that are other ones after a restore to a point in time, by what stands behind the identifier then. */
export function databaseNames({ base }: Names, suffix: string | null) {
  const identifier = suffix === null ? base : `${base}-${suffix}`;
  return {
    identifier,
    /** Made when the database is destroyed; RDS refuses to delete it while a snapshot has this name. */
    finalSnapshot: `${identifier}-final`,
    /** By RDS's names of the log files that it exports. */
    logGroups: {
      audit: `${databaseLogGroups}/${identifier}/audit`,
      error: `${databaseLogGroups}/${identifier}/error`,
      "iam-db-auth-error": `${databaseLogGroups}/${identifier}/iam-db-auth-error`,
      slowquery: `${databaseLogGroups}/${identifier}/slowquery`,
    },
  };
}

/**
 * Characters in the name that the others begin with: a database, with a suffix of 20 and a hyphen, may have 63, a role
 * and a function 64.
 */
export const baseNameLimit = 42;
