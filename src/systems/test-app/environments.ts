import { standIns } from "../configuration/stand-ins";
import type { Environment, EnvironmentDefinition } from "./environment";
import { validateEnvironments } from "./validate";

/** What all environments share. */
const everywhere = {
  loadBalancer: {
    tlsPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
    deletionProtection: "on",
    idleTimeoutSeconds: 60,
    desyncMitigationMode: "defensive",
  },
  application: { port: standIns.applicationPort, restartSeconds: 60 },
  healthCheck: {
    path: standIns.healthCheckPath,
    matcher: "200",
    intervalSeconds: 15,
    timeoutSeconds: 5,
    healthyThresholdCount: 2,
    unhealthyThresholdCount: 6,
  },
  updater: { sha256: null, timeLimitSeconds: 300 },
} as const satisfies Partial<EnvironmentDefinition>;

/** From where on one address is too much, for all environments. */
const addressLimit = {
  requestsPerAddressInFiveMinutes: 3000,
  because: "an office behind one address sends less than ten requests a second, and a script more",
} as const;

/** What all fleets share. */
const fleet = {
  machineImage: standIns.machineImage,
  minimumInstances: 3,
  maximumInstances: 6,
  healthCheckGracePeriodSeconds: 900,
  instanceWarmupSeconds: 300,
  cpuTargetPercent: 50,
  networkTargetPercentOfBaseline: 50,
} as const satisfies Partial<EnvironmentDefinition["fleet"]>;

/** What all environments' alarms share. */
const alarms = {
  latencySeconds: {
    threshold: 3,
    because: "users leave a page that takes longer, and the application answers in far less",
  },
  cpuPercent: {
    threshold: 85,
    because: "scaling aims at 50 percent, so that there instances are missing or can't be launched",
  },
  databaseCpuPercent: {
    threshold: 80,
    because: "above it queries begin to wait for each other, and a backup needs its share",
  },
} as const satisfies Partial<EnvironmentDefinition["alarms"]>;

/** Where all environments' DNS is kept. */
const dns = { noRecordBecause: "the client keeps its DNS outside this account" } as const;

/** All of a definition but what regions differ in. */
type Shared = Omit<EnvironmentDefinition, "region" | "domain" | "database"> & {
  readonly database: Omit<
    EnvironmentDefinition["database"],
    "backupWindowUtc" | "maintenanceWindowUtc"
  >;
};

/** What the three productions share; each adds its region, its domain and its database's windows. */
const production = {
  ...everywhere,
  stage: "production",
  targetGroup: {
    loadBalancing: { algorithm: "least_outstanding_requests" },
    deregistrationDelaySeconds: 60,
  },
  webAcl: {
    ipReputation: "block",
    knownBadInputs: "block",
    commonRules: {
      countBecause:
        "nobody has seen yet which of the application's own requests they take for attacks",
    },
    rateLimit: { ...addressLimit, action: "block" },
  },
  fleet: {
    ...fleet,
    instanceTypes: ["c6in.xlarge", "c5n.xlarge"],
    rootVolumeGibibytes: 50,
    requestsPerTargetPerMinuteTarget: 6000,
  },
  rollout: {
    approval: "on",
    maxConcurrency: 1,
    maxErrors: 0,
    deliveryTimeoutSeconds: 600,
    restorePoints: { kept: 5 },
    bakeTimeSeconds: 900,
  },
  database: {
    instanceClass: "db.m7g.large",
    multiAz: "on",
    storageGibibytes: 100,
    maximumStorageGibibytes: 500,
    backups: { retentionDays: 14 },
    backupCopies: {
      offBecause: "the client hasn't said to which other region this data may be copied",
    },
    deletionProtection: "on",
    insights: "advanced",
    identifierSuffix: null,
  },
  retention: {
    destructionProtection: "on",
    encryptionKeyDeletionWindowDays: 30,
    secretRecoveryWindowDays: 30,
    logs: { days: 400 },
  },
  alarms: {
    ...alarms,
    targetErrors: {
      threshold: 50,
      because: "at the scaling target it is less than one request in a thousand of three instances",
    },
    loadBalancerErrors: {
      threshold: 20,
      because: "a lost connection now and then is normal, and a missing instance costs more",
    },
    blockedRequests: {
      threshold: 900,
      because: "at the scaling target it is one in a hundred requests of three instances",
    },
    databaseFreeStorageGibibytes: {
      threshold: 5,
      because: "storage grows by itself below a tenth, which is 10, so that here it has not grown",
    },
    databaseConnections: {
      threshold: 500,
      because: "db.m7g.large takes about 650 at once, and administration needs some of them",
    },
  },
} as const satisfies Shared;

/**
 * The four environments, side by side. To add one, copy the one that is most like it, give it a new id, decide what
 * differs, and name it in main.ts. Where an environment decides otherwise than those that it shares a part with, it
 * spreads that part and writes its own value behind: `fleet: { ...production.fleet, minimumInstances: 4 }`.
 */
const definitions = {
  "uat-us-east-1": {
    ...everywhere,
    stage: "uat",
    region: "us-east-1",
    domain: { name: `uat.${standIns.domain}`, dns },
    targetGroup: {
      loadBalancing: { algorithm: "least_outstanding_requests" },
      deregistrationDelaySeconds: 60,
    },
    webAcl: {
      ipReputation: "block",
      knownBadInputs: "block",
      commonRules: "block",
      rateLimit: {
        ...addressLimit,
        action: { countBecause: "load tests come from one address and must reach the application" },
      },
    },
    fleet: {
      ...fleet,
      instanceTypes: ["c6in.large", "c5n.large"],
      rootVolumeGibibytes: 30,
      requestsPerTargetPerMinuteTarget: 3000,
    },
    rollout: {
      approval: { offBecause: "UAT is where a release is tried before somebody approves it" },
      maxConcurrency: 1,
      maxErrors: 0,
      deliveryTimeoutSeconds: 600,
      restorePoints: { kept: 2 },
      bakeTimeSeconds: 300,
    },
    database: {
      instanceClass: "db.t4g.medium",
      multiAz: {
        offBecause: "UAT can be without its database for an hour, and a standby doubles the price",
      },
      storageGibibytes: 20,
      maximumStorageGibibytes: 100,
      backups: {
        retentionDays: 7,
        underTwoWeeksBecause: "UAT's metrics can be made again, and a mistake shows within a week",
      },
      backupCopies: {
        offBecause: "UAT's metrics can be made again, and it holds no customer data",
      },
      deletionProtection: "on",
      insights: "standard",
      identifierSuffix: null,
      backupWindowUtc: "03:00-04:00",
      maintenanceWindowUtc: "sun:05:00-sun:06:00",
    },
    retention: {
      destructionProtection: "on",
      encryptionKeyDeletionWindowDays: 30,
      secretRecoveryWindowDays: 7,
      logs: { days: 90, underOneYearBecause: "UAT holds no customer data, and nobody audits it" },
    },
    alarms: {
      ...alarms,
      targetErrors: {
        threshold: 10,
        because: "UAT has little traffic, and a bad release must show in a bake of 5 minutes",
      },
      loadBalancerErrors: {
        threshold: 10,
        because: "UAT has little traffic, and a bad release must show in a bake of 5 minutes",
      },
      blockedRequests: {
        threshold: 100,
        because: "so many in UAT are those of the people who test there, or of their tools",
      },
      databaseFreeStorageGibibytes: {
        threshold: 1,
        because: "storage grows by itself below a tenth, which is 2, so that here it has not grown",
      },
      databaseConnections: {
        threshold: 250,
        because: "db.t4g.medium takes about 320 at once, and administration needs some of them",
      },
    },
  },

  "production-us-east-1": {
    ...production,
    region: "us-east-1",
    domain: { name: `us-east-1.${standIns.domain}`, dns },
    database: {
      ...production.database,
      backupWindowUtc: "07:00-08:00",
      maintenanceWindowUtc: "sun:08:30-sun:09:30",
    },
  },

  "production-us-west-2": {
    ...production,
    region: "us-west-2",
    domain: { name: `us-west-2.${standIns.domain}`, dns },
    database: {
      ...production.database,
      backupWindowUtc: "10:00-11:00",
      maintenanceWindowUtc: "sun:11:30-sun:12:30",
    },
  },

  "production-eu-west-1": {
    ...production,
    region: "eu-west-1",
    domain: { name: `eu-west-1.${standIns.domain}`, dns },
    database: {
      ...production.database,
      backupWindowUtc: "01:00-02:00",
      maintenanceWindowUtc: "sun:02:30-sun:03:30",
    },
  },
} as const satisfies Record<string, EnvironmentDefinition>;

export type EnvironmentId = keyof typeof definitions;

/** Ids of all environments, in the order of this file. */
export const environmentIds = Object.keys(definitions) as EnvironmentId[];

/**
 * All environments, checked.
 *
 * @throws ConfigurationError that names every mistake
 */
export function loadEnvironments(): Readonly<Record<EnvironmentId, Environment>> {
  return validateEnvironments<EnvironmentId>(definitions);
}
