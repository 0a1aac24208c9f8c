import { standIns } from "../configuration/stand-ins";
import type { Environment, EnvironmentDefinition } from "./environment";
import { validateEnvironments } from "./rules";

const definitions = {
  "tally-production": {
    stage: "production",
    region: "us-east-1",
    domain: {
      name: `tally.${standIns.domain}`,
      dns: { noRecordBecause: "the client keeps its DNS outside this account" },
    },
    network: { block: "10.20", zones: ["us-east-1a", "us-east-1b"] },
    loadBalancer: {
      tlsPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
      deletionProtection: "on",
      idleTimeoutSeconds: 30,
      desyncMitigationMode: "defensive",
    },
    webAcl: {
      ipReputation: "block",
      knownBadInputs: "block",
      commonRules: "block",
      rateLimit: {
        requestsPerAddressInFiveMinutes: 3000,
        because: "nobody presses buttons ten times a second, and a script that does is stopped",
        action: "block",
      },
    },
    targetGroup: {
      loadBalancing: { algorithm: "least_outstanding_requests" },
      deregistrationDelaySeconds: 30,
    },
    // Of the process, once it has reached the database: what fails it is replaced, and no other machine or task would cure
    // a database. A version that never reaches it is rolled back; a standby takes over within the two and a half minutes
    // that this takes.
    healthCheck: {
      path: "/health",
      matcher: "200",
      intervalSeconds: 15,
      timeoutSeconds: 6,
      healthyThresholdCount: 2,
      unhealthyThresholdCount: 10,
    },
    adder: {
      machineImageName: "al2023-ami-2023.11.20260427.1-kernel-6.1-x86_64",
      instanceTypes: ["t3.small", "t3a.small"],
      rootVolumeGibibytes: 8,
      instances: 2,
      healthCheckGracePeriodSeconds: 600,
    },
    display: { minimumTasks: 2, maximumTasks: 6, requestsPerTargetPerMinute: 1200 },
    reset: { minimumTasks: 2, maximumTasks: 4, requestsPerTargetPerMinute: 1200 },
    database: {
      instanceClass: "db.t4g.medium",
      multiAz: "on",
      storageGibibytes: 20,
      maximumStorageGibibytes: 100,
      backups: { retentionDays: 14 },
      backupCopies: {
        offBecause: "the sum is nothing that the loss of a whole region would make somebody miss",
      },
      deletionProtection: "on",
      insights: "standard",
      backupWindowUtc: "07:00-08:00",
      maintenanceWindowUtc: "sun:08:30-sun:09:30",
    },
    retention: {
      destructionProtection: "on",
      encryptionKeyDeletionWindowDays: 30,
      logs: { days: 400 },
    },
    bakeTimeSeconds: 600,
  },
} as const satisfies Record<string, EnvironmentDefinition>;

export type EnvironmentId = keyof typeof definitions;

/** Ids of all environments, known also while their configuration has mistakes. */
export const environmentIds = Object.keys(definitions) as EnvironmentId[];

/**
 * All environments, checked.
 *
 * @throws ConfigurationError that names every mistake
 */
export function loadEnvironments(): Readonly<Record<EnvironmentId, Environment>> {
  return validateEnvironments(definitions);
}
