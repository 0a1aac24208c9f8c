import { z } from "zod";
import { regions } from "../configuration/account";
import {
  choice,
  days,
  logGroupDays,
  oneOf,
  part,
  protection,
  type ReadonlyParts,
  reason,
  seconds,
  text,
  wholeNumber,
} from "../configuration/fields";
import { database } from "./database";
import { fleet } from "./fleet";
import { alarms } from "./observability/thresholds";
import { webAcl } from "./web-acl";

export const stages = ["uat", "staging", "production"] as const;

const domainName = text(
  /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
  "a domain name in lower case, such as app.example.com",
);

/** Where users find the application. */
const domain = part({
  /** Domain that users type; ACM must hold an issued certificate for exactly this name. */
  name: domainName,
  /** Where the domain's alias record is kept: a Route 53 zone of this account, or nowhere here. */
  dns: choice(
    [
      z.strictObject({ route53ZoneName: domainName }),
      z.strictObject({ noRecordBecause: reason, route53ZoneName: z.never().optional() }),
    ],
    "{ route53ZoneName } or { noRecordBecause }",
  ),
});

const loadBalancer = part({
  /** Only policies that offer TLS 1.2 and 1.3 and nothing older can be named. */
  tlsPolicy: oneOf(
    [
      "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
      "ELBSecurityPolicy-TLS13-1-2-2021-06",
      "ELBSecurityPolicy-TLS13-1-3-2021-06",
    ],
    "the load balancer speaks TLS 1.2 and 1.3 only",
  ),
  deletionProtection: protection,
  idleTimeoutSeconds: seconds(1, 4000, "the load balancer's idle time-out"),
  /** How requests that could smuggle another one are treated. */
  desyncMitigationMode: oneOf(["defensive", "strictest"], "monitor mode lets desync attacks pass"),
});

/** What is known of the application in the image. */
const application = part({
  /** Port on which the application answers the load balancer, over HTTP. */
  port: wholeNumber(1, 65535, "TCP's ports", "the application's port"),
  /** How long an update stops the application on one instance, at the most. */
  restartSeconds: seconds(0, 600, "how long the application is away while it restarts"),
});

const targetGroup = part({
  /** How the load balancer spreads requests. AWS refuses a slow start with the second algorithm. */
  loadBalancing: choice(
    [
      z.strictObject({
        algorithm: z.literal("round_robin"),
        slowStartSeconds: seconds(30, 900, "AWS's bounds on a slow start"),
      }),
      z.strictObject({
        algorithm: z.literal("least_outstanding_requests"),
        slowStartSeconds: z.never().optional(),
      }),
    ],
    '{ algorithm: "round_robin", slowStartSeconds: 30 to 900 } or { algorithm: "least_outstanding_requests" } (AWS refuses a slow start with the latter)',
  ),
  deregistrationDelaySeconds: seconds(0, 3600, "AWS's bounds on draining a target"),
});

/** The load balancer's health check of an instance. */
const healthCheck = part({
  path: text(/^\/[!-~]{0,1023}$/, "a path that begins with /"),
  /** HTTP codes of a healthy answer, such as `200` or `200-299`. */
  matcher: text(
    /^[2-4]\d\d(-[2-4]\d\d)?(,[2-4]\d\d)*$/,
    "HTTP codes such as 200, 200,204 or 200-299",
  ),
  intervalSeconds: seconds(5, 300, "AWS's bounds on the time between health checks"),
  timeoutSeconds: seconds(2, 120, "AWS's bounds on a health check's time-out"),
  healthyThresholdCount: wholeNumber(2, 10, "checks", "AWS's bounds on a threshold"),
  unhealthyThresholdCount: wholeNumber(2, 10, "checks", "AWS's bounds on a threshold"),
});

/** The program that brings the application up to date, at boot and in a rollout. */
const updater = part({
  /** Checksum of the updater when the vendor gives one; null accepts what the vendor's server sends. */
  sha256: text(/^[0-9a-f]{64}$/, "64 hexadecimal digits in lower case, or null").nullable(),
  /** After this the updater is killed, at boot and in a rollout. */
  timeLimitSeconds: seconds(10, 3600, "how long one run of the updater may take"),
});

/** So few that one of the client's 3 to 6 instances is left. */
const fewInstances = (from: number, to: number, left: string) =>
  wholeNumber(from, to, "instances", `at least one of the client's 3 to 6 instances must ${left}`);

/** One run of the updater over all instances. */
const rollout = part({
  /** A person approves each rollout in the pipeline. */
  approval: protection,
  /** On how many instances a rollout updates at the same time. */
  maxConcurrency: fewInstances(1, 5, "serve while others update"),
  /** How many instances may fail before a rollout reaches no further ones; 0 stops at the first. */
  maxErrors: fewInstances(0, 5, "be left when a release is bad"),
  /** After this an instance that hasn't taken the command does not run it any more. */
  deliveryTimeoutSeconds: seconds(
    30,
    3600,
    "Systems Manager's lower bound, and an hour at the most, so that no update comes as a surprise",
  ),
  /** How many images of before a rollout are kept, as the way back; or no image is made, for a reason. */
  restorePoints: choice(
    [
      z.strictObject({
        kept: wholeNumber(1, 20, "images", "each costs the storage of its snapshots"),
      }),
      z.strictObject({ offBecause: reason }),
    ],
    "{ kept: 1 to 20 } or { offBecause: the reason, in at least 20 characters }",
  ),
  /** For how long an environment must stay healthy after a rollout, before the next one begins. */
  bakeTimeSeconds: seconds(60, 86_400, "long enough to see a bad release, and a day at the most"),
});

/** What is kept, and for how long after somebody deletes it. */
const retention = part({
  /** Terraform refuses to destroy the encryption key, the secret and the database while this is on. */
  destructionProtection: protection,
  encryptionKeyDeletionWindowDays: days(7, 30, "KMS's bounds on the wait before a key is deleted"),
  secretRecoveryWindowDays: days(
    7,
    30,
    "Secrets Manager's bounds on the wait before a secret is deleted",
  ),
  /** Less than a year needs a reason (rules.ts). */
  logs: part({ days: logGroupDays, underOneYearBecause: reason.optional() }),
});

/**
 * One environment of the application, by its parts. Every property is required and is a decision by
 * name: nothing is inferred from the stage or from the environment's name. Rules that read more than
 * one property are in rules.ts.
 */
export const environmentSchema = part(
  {
    /** Value of the tag `Environment`. */
    stage: oneOf(stages, "these are the stages that the pipeline knows"),
    region: oneOf(regions, "only these regions have a foundation (account.ts)"),
    domain,
    loadBalancer,
    webAcl,
    application,
    targetGroup,
    healthCheck,
    fleet,
    updater,
    rollout,
    database,
    retention,
    alarms,
  },
  "an environment",
);

/** What a person writes for one environment; its id is its key in environments.ts. */
export type EnvironmentDefinition = z.input<typeof environmentSchema>;

/** A checked environment. */
export type Environment = ReadonlyParts<z.output<typeof environmentSchema>> & {
  readonly id: string;
};
