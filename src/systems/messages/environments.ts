import { standIns } from "../configuration/stand-ins";
import type { Environment, EnvironmentDefinition } from "./environment";
import { validateEnvironments } from "./rules";

const definitions = {
  "messages-production": {
    stage: "production",
    region: "us-west-2",
    domain: {
      name: `messages.${standIns.domain}`,
      dns: { noRecordBecause: "the client keeps its DNS outside this account" },
    },
    network: { block: "10.21", zones: ["us-west-2a", "us-west-2b"] },
    loadBalancer: {
      tlsPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
      deletionProtection: "on",
      idleTimeoutSeconds: 30,
      desyncMitigationMode: "defensive",
    },
    webAcl: {
      ipReputation: "block",
      knownBadInputs: {
        countBecause: "an e-mail may quote an attack, and the token says who sends it",
      },
      commonRules: {
        countBecause: "it refuses bodies of more than 8 KB, and e-mails with HTML or addresses",
      },
      rateLimit: {
        requestsPerAddressInFiveMinutes: 6000,
        because: "20 e-mails a second from one address are a program that has gone wild",
        action: "block",
      },
    },
    targetGroup: {
      loadBalancing: { algorithm: "least_outstanding_requests" },
      deregistrationDelaySeconds: 30,
    },
    // Of the process, once it has reached the queue and the token: what fails it is replaced, and no other task would
    // cure those. A version that never reaches them is rolled back.
    healthCheck: {
      path: "/health",
      matcher: "200",
      intervalSeconds: 15,
      timeoutSeconds: 6,
      healthyThresholdCount: 2,
      unhealthyThresholdCount: 5,
    },
    capacity: {
      machineImageName: "al2023-ami-ecs-hvm-2023.0.20260901-kernel-6.1-x86_64",
      instanceTypes: ["t3.small", "t3.medium"],
      rootVolumeGibibytes: 30,
      minimumInstances: 2,
      maximumInstances: 6,
      // Of three instances tasks take four places of six: a new version of the producer needs two.
      targetCapacityPercent: 70,
      warmupSeconds: 180,
    },
    producer: { minimumTasks: 2, maximumTasks: 4, requestsPerTargetPerMinute: 3000 },
    consumer: {
      minimumTasks: 1,
      maximumTasks: 4,
      messagesPerTask: 500,
      pollIntervalSeconds: 10,
    },
    token: { cacheSeconds: 60 },
    queue: {
      visibilityTimeoutSeconds: 60,
      receives: 5,
      retentionDays: 7,
      deadLetterRetentionDays: 14,
      alarmAgeSeconds: 300,
    },
    retention: {
      destructionProtection: "on",
      encryptionKeyDeletionWindowDays: 30,
      oldEmailDays: 90,
      logs: { days: 400 },
    },
    bakeTimeSeconds: 900,
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
