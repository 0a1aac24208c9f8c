import type { Region } from "../configuration/account";
import { regionNamesOf } from "../foundation/names";
import { application, databaseEngine } from "./application";

/** Every name that an environment's resources have: computed here, and nowhere else. */
export interface Names {
  /** Load balancer, auto scaling group, launch template, key alias; the database's identifier begins with it. */
  readonly base: string;
  /** The composite alarm over the environment's alarms. */
  readonly healthAlarm: string;
  /** Security groups. */
  readonly loadBalancerSecurityGroup: string;
  readonly instanceSecurityGroup: string;
  /** Role and instance profile of the instances. */
  readonly instanceRole: string;
  readonly downloadSecret: string;
  readonly database: {
    readonly securityGroup: string;
    readonly subnetGroup: string;
    /** Both name the engine's version: a newer one makes new groups before the old ones go. */
    readonly parameterGroup: string;
    readonly optionGroup: string;
    readonly monitoringRole: string;
    /** The schema that the backoffice's metrics are in. */
    readonly schema: string;
    /** The master user, for administration only. */
    readonly administrator: string;
    /** The user that the backoffice on the instances logs in as. */
    readonly user: string;
    /** The Lambda function that makes that user, its role and its security group. */
    readonly userFunction: string;
    /** Lambda's own name for that function's log group. */
    readonly userFunctionLogGroup: string;
    /** SSM parameters where the backoffice finds its database. */
    readonly parameters: Readonly<Record<"endpoint" | "port" | "name" | "user", string>>;
    /** RDS's own names for its log groups begin with one of these, whatever the database's suffix. */
    readonly logGroupPrefixes: readonly string[];
  };
  /** The SSM document that updates an instance. */
  readonly autoupdaterDocument: string;
  /** The Lambda function that sends it, and its role. */
  readonly autoupdaterFunction: string;
  /** Lambda's own name for the function's log group. */
  readonly autoupdaterFunctionLogGroup: string;
  /** SSM parameters of the environment begin with this. */
  readonly parameterPrefix: string;
  /** Namespace of the metrics that instances write; a policy can't limit them in another way. */
  readonly metricNamespace: string;
  /** Log groups of the environment begin with this. */
  readonly logGroupPrefix: string;
  readonly logGroups: {
    readonly system: string;
    readonly "user-data": string;
    readonly autoupdater: string;
  };
  /** Of the region, shared by its environments; owned by the foundation. */
  readonly logBucket: string;
  readonly accessLogPrefix: string;
  readonly connectionLogPrefix: string;
  readonly stateBucket: string;
  readonly stateKey: string;
}

/** RDS has groups without a full stop in their names. */
const engine = databaseEngine.parameterFamily.replace(".", "-");
const databaseLogGroups = "/aws/rds/instance";

/** The names of an environment; `loadBalancerNameLimit` says how long its id may be. */
export function namesOf(environment: { readonly id: string; readonly region: Region }): Names {
  const { id, region } = environment;
  const base = `${application}-${id}`;
  return {
    base,
    healthAlarm: `${base}-health`,
    loadBalancerSecurityGroup: `${base}-load-balancer`,
    instanceSecurityGroup: `${base}-instance`,
    instanceRole: `${base}-instance`,
    downloadSecret: `${application}/${id}/autoupdater-download`,
    database: {
      securityGroup: `${base}-database`,
      subnetGroup: base,
      parameterGroup: `${base}-${engine}`,
      optionGroup: `${base}-${engine}`,
      monitoringRole: `${base}-database-monitoring`,
      schema: "backoffice",
      administrator: "dbowner",
      user: "backoffice",
      userFunction: `${base}-database-user`,
      userFunctionLogGroup: `/aws/lambda/${base}-database-user`,
      parameters: {
        endpoint: `/${application}/${id}/database/endpoint`,
        port: `/${application}/${id}/database/port`,
        name: `/${application}/${id}/database/name`,
        user: `/${application}/${id}/database/user`,
      },
      logGroupPrefixes: [`${databaseLogGroups}/${base}/`, `${databaseLogGroups}/${base}-`],
    },
    autoupdaterDocument: `${base}-autoupdater`,
    autoupdaterFunction: `${base}-autoupdater`,
    autoupdaterFunctionLogGroup: `/aws/lambda/${base}-autoupdater`,
    parameterPrefix: `/${application}/${id}`,
    metricNamespace: `${application}/${id}`,
    logGroupPrefix: `/${application}/${id}`,
    logGroups: {
      system: `/${application}/${id}/system`,
      "user-data": `/${application}/${id}/user-data`,
      autoupdater: `/${application}/${id}/autoupdater`,
    },
    logBucket: regionNamesOf(region).logBucket,
    accessLogPrefix: `${id}/access`,
    connectionLogPrefix: `${id}/connection`,
    stateBucket: regionNamesOf(region).stateBucket,
    stateKey: `${id}.tfstate`,
  };
}

/** Names that are other ones after a restore to a point in time. */
export interface DatabaseNames {
  readonly identifier: string;
  /** Made when the database is destroyed; RDS refuses to delete it while a snapshot has this name. */
  readonly finalSnapshot: string;
  readonly logGroups: Readonly<Record<DatabaseLog, string>>;
}

/** Log files that RDS exports, by RDS's names. */
export const databaseLogs = ["audit", "error", "slowquery"] as const;
type DatabaseLog = (typeof databaseLogs)[number];

/** The names of a database, by what stands behind its identifier. */
export function databaseNames(names: Names, suffix: string | null): DatabaseNames {
  const identifier = suffix === null ? names.base : `${names.base}-${suffix}`;
  const logGroup = (log: DatabaseLog) => `${databaseLogGroups}/${identifier}/${log}`;
  return {
    identifier,
    finalSnapshot: `${identifier}-final`,
    logGroups: {
      audit: logGroup("audit"),
      error: logGroup("error"),
      slowquery: logGroup("slowquery"),
    },
  };
}

/**
 * Characters in a load balancer's name: of AWS's limits on names that hold an environment's id, the one
 * that bites first (a database with its suffix may have 63, a role and a function 64).
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
 */
export const loadBalancerNameLimit = 32;
