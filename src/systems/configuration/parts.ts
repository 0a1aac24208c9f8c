import * as z from "zod";
import {
  choice,
  days,
  logGroupDays,
  oneOf,
  part,
  protection,
  reason,
  seconds,
  text,
  wholeNumber,
} from "./fields";
import { backupWindowPattern, maintenanceWindowPattern } from "./windows";

/** Parts that environments of several systems have. Rules that read more than one property are in part-rules.ts. */

const domainName = text(
  /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
  "a domain name in lower case, such as app.example.com",
);

/** Where users find the application. */
export const domain = part({
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

export const loadBalancer = part({
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

export const targetGroup = part({
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
export const healthCheck = part({
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

/** A VPC of its own: a public and a private subnet a zone, and no NAT. */
export const privateNetwork = part({
  /** The first two numbers of its addresses: `10.20` is 10.20.0.0/16. */
  block: text(
    /^10\.(\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])$/,
    "such as 10.20, of the private addresses 10.0.0.0/8",
  ),
  /** Others may follow them, and none may go before them. */
  zones: z
    .array(text(/^[a-z]{2}-[a-z]+-\d[a-f]$/, "a zone such as us-east-1a"))
    .min(2, { error: "a load balancer and a database need two: write two or three zones" })
    .max(3, { error: "each zone costs its endpoints: write two or three" })
    .readonly(),
});

export const tasks = (what: string) => wholeNumber(1, 20, "tasks", what);

/** A service on ECS, which scales on requests. */
export const scaledService = part({
  minimumTasks: tasks("two or more survive the loss of a zone"),
  maximumTasks: tasks("what it may grow to"),
  requestsPerTargetPerMinute: wholeNumber(1, 100_000, "requests", "requests per task and minute"),
});

/** How long logs are kept. Less than a year needs a reason (part-rules.ts). */
export const logs = part({ days: logGroupDays, underOneYearBecause: reason.optional() });

/** What a database decides, whatever its engine. */
export const databaseFields = {
  /** A standby in another zone, which takes over by itself. */
  multiAz: protection,
  storageGibibytes: wholeNumber(20, 65536, "gibibytes", "RDS's bounds on gp3"),
  /** As far as RDS may enlarge the storage by itself; storage never shrinks. */
  maximumStorageGibibytes: wholeNumber(22, 65536, "gibibytes", "RDS's bounds on gp3"),
  /** How far back the database can be restored to any second. Under two weeks needs a reason (part-rules.ts). */
  backups: part({
    retentionDays: days(7, 35, "a week at the least, and RDS keeps 35 at the most"),
    underTwoWeeksBecause: reason.optional(),
  }),
  /** RDS refuses to delete the database while this is on. */
  deletionProtection: protection,
  /** Standard keeps a week of Database Insights; advanced keeps 15 months, and costs. */
  insights: oneOf(["standard", "advanced"], "Database Insights has two modes"),
  /** RDS's daily backup window in UTC. */
  backupWindowUtc: text(backupWindowPattern, "a daily window such as 03:00-04:00"),
  /** RDS's weekly maintenance window in UTC. */
  maintenanceWindowUtc: text(
    maintenanceWindowPattern,
    "a weekly window such as sun:05:00-sun:06:00",
  ),
  /**
   * Why no backup is copied to a second region: with its region, the database and all backups are lost. DECISIONS.md
   * says what copies would take.
   * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReplicateBackups.html
   */
  backupCopies: part({ offBecause: reason }),
};

/** For how long an environment must stay healthy after a change. */
export const bakeTimeSeconds = seconds(
  60,
  86_400,
  "long enough to see a bad change, and a day at the most",
);
