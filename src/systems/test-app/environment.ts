import { z } from "zod";
import { regions } from "../configuration/account";
import { choice, oneOf, protection, reason, text, wholeNumber } from "../configuration/fields";
import { databaseDecisions } from "./database";
import { type InstanceType, instanceTypeNames } from "./instance-types";

const domain = text(
  /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
  "a domain name in lower case, such as app.example.com",
);

/** Owner of a machine image, as EC2 knows it. */
const imageOwner = text(
  /^(self|amazon|aws-marketplace|\d{12})$/,
  "an account id of 12 digits, self, amazon or aws-marketplace",
);

/** The client's bounds on a group's size, for every environment. */
const groupSize = z.literal([3, 4, 5, 6], {
  error: "the client allows 3 to 6 instances: write a whole number from 3 to 6",
});

/** Retention periods that CloudWatch Logs accepts, in days. */
const retentionDays = z.literal(
  [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
  ],
  {
    error:
      "CloudWatch Logs keeps logs for certain periods only: write a number of days such as 30, 90, 365, 400 or 731",
  },
);

/** Unknown properties have an issue of their own, whose message validate.ts writes. */
const environmentError = (issue: { readonly code?: string | undefined }) =>
  issue.code === "invalid_type"
    ? "it must be an object with every property of an environment: copy another environment, and decide each value"
    : undefined;

/**
 * One environment of the application. Every property is required and is a decision by name: nothing
 * is inferred from the stage or from the environment's name. Rules that read more than one property
 * are in rules.ts.
 */
export const environmentSchema = z.strictObject(
  {
    /** Value of the tag `Environment`. */
    stage: oneOf(["uat", "production"], "the client has two stages"),
    region: oneOf(regions, "only these regions have a foundation (account.ts)"),

    /** Domain that users type; ACM must hold an issued certificate for exactly this name. */
    domainName: domain,
    /** Where the domain's alias record is kept: a Route 53 zone of this account, or nowhere here. */
    dns: choice(
      [
        z.strictObject({ route53ZoneName: domain }),
        z.strictObject({ noRecordBecause: reason, route53ZoneName: z.never().optional() }),
      ],
      "{ route53ZoneName } or { noRecordBecause }",
    ),
    /** Only policies that offer TLS 1.2 and 1.3 and nothing older can be named. */
    tlsPolicy: oneOf(
      [
        "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
        "ELBSecurityPolicy-TLS13-1-2-2021-06",
        "ELBSecurityPolicy-TLS13-1-3-2021-06",
      ],
      "the load balancer speaks TLS 1.2 and 1.3 only",
    ),
    loadBalancerDeletionProtection: protection,
    loadBalancerIdleTimeoutSeconds: wholeNumber(
      1,
      4000,
      "seconds",
      "the load balancer's idle time-out",
    ),
    /** How requests that could smuggle another one are treated. */
    desyncMitigationMode: oneOf(
      ["defensive", "strictest"],
      "monitor mode lets desync attacks pass",
    ),

    /** Port on which the application answers the load balancer, over HTTP. */
    applicationPort: wholeNumber(1, 65535, "TCP's ports", "the application's port"),
    /** How the load balancer spreads requests. AWS refuses a slow start with the second algorithm. */
    loadBalancing: choice(
      [
        z.strictObject({
          algorithm: z.literal("round_robin"),
          slowStartSeconds: wholeNumber(30, 900, "seconds", "AWS's bounds on a slow start"),
        }),
        z.strictObject({
          algorithm: z.literal("least_outstanding_requests"),
          slowStartSeconds: z.never().optional(),
        }),
      ],
      '{ algorithm: "round_robin", slowStartSeconds: 30 to 900 } or { algorithm: "least_outstanding_requests" } (AWS refuses a slow start with the latter)',
    ),
    deregistrationDelaySeconds: wholeNumber(
      0,
      3600,
      "seconds",
      "AWS's bounds on draining a target",
    ),
    healthCheckPath: text(/^\/[!-~]{0,1023}$/, "a path that begins with /"),
    /** HTTP codes of a healthy answer, such as `200` or `200-299`. */
    healthCheckMatcher: text(
      /^[2-4]\d\d(-[2-4]\d\d)?(,[2-4]\d\d)*$/,
      "HTTP codes such as 200, 200,204 or 200-299",
    ),
    healthCheckIntervalSeconds: wholeNumber(
      5,
      300,
      "seconds",
      "AWS's bounds on the time between health checks",
    ),
    healthCheckTimeoutSeconds: wholeNumber(
      2,
      120,
      "seconds",
      "AWS's bounds on a health check's time-out",
    ),
    healthyThresholdCount: wholeNumber(2, 10, "checks", "AWS's bounds on a threshold"),
    unhealthyThresholdCount: wholeNumber(2, 10, "checks", "AWS's bounds on a threshold"),
    /** How long an update stops the application on one instance, at the most. */
    applicationRestartSeconds: wholeNumber(
      0,
      600,
      "seconds",
      "how long the application is away while it restarts",
    ),

    /** First choice first. */
    instanceTypes: z
      .array(
        oneOf(
          instanceTypeNames as [InstanceType, ...InstanceType[]],
          "an instance type needs a known baseline bandwidth (instance-types.ts)",
        ),
        {
          error: `it must be a list of at least two instance types among ${instanceTypeNames.join(", ")}`,
        },
      )
      .min(2, { error: "one type alone can be sold out in a zone: write at least two types" })
      .refine((types) => new Set(types).size === types.length, {
        error: "a type is listed twice: write each once",
      }),
    /**
     * The image holds the application. Give its exact name or id; a pattern takes the newest image that
     * matches, so that every release of its owner becomes a pending change.
     */
    machineImage: choice(
      [
        z.strictObject({
          owner: imageOwner,
          name: text(/^[^*?]+$/, "an exact name, without * and ?"),
        }),
        z.strictObject({
          owner: imageOwner,
          id: text(/^ami-([0-9a-f]{8}|[0-9a-f]{17})$/, "an image id such as ami-0123456789abcdef0"),
        }),
        z.strictObject({
          owner: imageOwner,
          newestNamed: text(/^\S+$/, "a pattern such as test-app-*"),
          floatsBecause: reason,
        }),
      ],
      "{ owner, name } with an exact name, { owner, id }, or { owner, newestNamed, floatsBecause }",
    ),
    rootVolumeGibibytes: wholeNumber(8, 16384, "gibibytes", "gp3's size, and Amazon Linux needs 8"),

    minimumInstances: groupSize,
    maximumInstances: groupSize,
    /** How long a new instance may be unhealthy before the group replaces it. */
    healthCheckGracePeriodSeconds: wholeNumber(0, 7200, "seconds", "how long a boot may take"),
    /** How long a new instance's metrics are left out of scaling decisions. */
    instanceWarmupSeconds: wholeNumber(0, 3600, "seconds", "how long an instance warms up"),
    cpuTargetPercent: wholeNumber(
      10,
      66,
      "percent",
      "the group must bear the loss of one zone of three without passing 100 percent",
    ),
    /** Of the least baseline bandwidth among the instance types, inwards and outwards each. */
    networkTargetPercentOfBaseline: wholeNumber(
      10,
      66,
      "percent",
      "the group must bear the loss of one zone of three without passing its baseline bandwidth",
    ),
    requestsPerTargetPerMinuteTarget: wholeNumber(
      1,
      1_000_000,
      "requests",
      "requests per instance and minute",
    ),

    /** Checksum of the updater when the vendor gives one; null accepts what the vendor's server sends. */
    updaterSha256: text(
      /^[0-9a-f]{64}$/,
      "64 hexadecimal digits in lower case, or null",
    ).nullable(),
    /** After this the updater is killed, at boot and in a rollout. */
    updaterTimeLimitSeconds: wholeNumber(
      10,
      3600,
      "seconds",
      "how long one run of the updater may take",
    ),

    /** On how many instances a rollout updates at the same time. */
    rolloutMaxConcurrency: wholeNumber(
      1,
      5,
      "instances",
      "at least one of the client's 3 to 6 instances must serve while others update",
    ),
    /** How many instances may fail before a rollout reaches no further ones; 0 stops at the first. */
    rolloutMaxErrors: wholeNumber(
      0,
      5,
      "instances",
      "at least one of the client's 3 to 6 instances must be left when a release is bad",
    ),
    /** After this an instance that hasn't taken the command does not run it any more. */
    rolloutDeliveryTimeoutSeconds: wholeNumber(
      30,
      3600,
      "seconds",
      "Systems Manager's lower bound, and an hour at the most, so that no update comes as a surprise",
    ),
    /** For how long an environment must stay healthy after a rollout, before the next one begins. */
    bakeTimeSeconds: wholeNumber(
      60,
      86_400,
      "seconds",
      "long enough to see a bad release, and a day at the most",
    ),

    ...databaseDecisions,

    /** Terraform refuses to destroy the encryption key, the secret and the database while this is on. */
    destructionProtection: protection,
    encryptionKeyDeletionWindowDays: wholeNumber(
      7,
      30,
      "days",
      "KMS's bounds on the wait before a key is deleted",
    ),
    secretRecoveryWindowDays: wholeNumber(
      7,
      30,
      "days",
      "Secrets Manager's bounds on the wait before a secret is deleted",
    ),
    /** Less than a year needs a reason (rules.ts). */
    logRetention: z.strictObject({ days: retentionDays, underOneYearBecause: reason.optional() }),
  },
  { error: environmentError },
);

/** What a person writes for one environment; its id is its key in environments.ts. */
export type EnvironmentDefinition = z.input<typeof environmentSchema>;

/** A checked environment. */
export type Environment = Readonly<z.output<typeof environmentSchema>> & { readonly id: string };
