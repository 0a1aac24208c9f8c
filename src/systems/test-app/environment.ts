import * as z from "zod";
import { regions } from "../configuration/account";
import {
  choice,
  days,
  oneOf,
  part,
  protection,
  type ReadonlyParts,
  reason,
  seconds,
  text,
  wholeNumber,
} from "../configuration/fields";
import { domain, healthCheck, loadBalancer, logs, targetGroup } from "../configuration/parts";
import { webAcl } from "../configuration/web-acl";
import { database } from "./database";
import { fleet } from "./fleet";
import { alarms } from "./observability/thresholds";

export const stages = ["uat", "staging", "production"] as const;

/** What is known of the application in the image. */
const application = part({
  /** Port on which the application answers the load balancer, over HTTP. */
  port: wholeNumber(1, 65535, "TCP's ports", "the application's port"),
  /** How long an update stops the application on one instance, at the most. */
  restartSeconds: seconds(0, 600, "how long the application is away while it restarts"),
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
  logs,
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
