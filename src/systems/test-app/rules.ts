import { regions } from "../configuration/account";
import { bootLimits, longestBootSeconds, systemStartSeconds } from "./boot";
import { type Environment, environmentSchema } from "./environment";
import { architectureOf } from "./instance-types";
import { loadBalancerNameLimit, namesOf } from "./names";
import { windowMinutes, windowsOverlap } from "./windows";

/** A mistake: the property to look at, why it is one, and what to write instead. */
export interface Finding {
  readonly property: string;
  readonly message: string;
}

/** A rule over several properties: it is asked as soon as those that it reads are valid themselves. */
interface Rule {
  judge(environment: Partial<Environment>): readonly Finding[];
}

type Property = Exclude<keyof Environment, "id">;

function rule<const Read extends readonly Property[]>(
  reads: Read,
  judge: (
    environment: Pick<Environment, Read[number] | "id">,
  ) => Finding | readonly Finding[] | undefined,
): Rule {
  const mask = Object.fromEntries(reads.map((property) => [property, true]));
  const readable = environmentSchema.pick(mask as Record<Property, true>);
  return {
    judge(environment) {
      const own = Object.fromEntries(reads.map((property) => [property, environment[property]]));
      if (!readable.safeParse(own).success) return [];
      const findings = judge(environment as Pick<Environment, Read[number] | "id">);
      return findings === undefined ? [] : [findings].flat();
    },
  };
}

const rules: readonly Rule[] = [
  rule(["minimumInstances", "maximumInstances"], ({ minimumInstances, maximumInstances }) =>
    minimumInstances <= maximumInstances
      ? undefined
      : {
          property: "minimumInstances",
          message: `it is more than maximumInstances (${maximumInstances}): write at most ${maximumInstances}, or raise maximumInstances`,
        },
  ),

  rule(["instanceTypes"], ({ instanceTypes }) => {
    const strangers = instanceTypes.filter(
      (type) => architectureOf([type]) !== architectureOf(instanceTypes),
    );
    return strangers.length === 0
      ? undefined
      : {
          property: "instanceTypes",
          message: `one image can't run on two architectures, and ${instanceTypes[0]} is ${architectureOf(instanceTypes)}: leave out ${strangers.join(", ")}, or all others`,
        };
  }),

  rule(["databaseBackupWindowUtc", "databaseMaintenanceWindowUtc"], (environment) => {
    const { databaseBackupWindowUtc: backup, databaseMaintenanceWindowUtc: maintenance } =
      environment;
    const findings = [
      ["databaseBackupWindowUtc", backup] as const,
      ["databaseMaintenanceWindowUtc", maintenance] as const,
    ]
      .filter(([, window]) => windowMinutes(window) < 30)
      .map(([property, window]) => ({
        property,
        message: `it lasts ${windowMinutes(window)} minutes, and RDS refuses less than 30: write a longer window`,
      }));
    if (!windowsOverlap(backup, maintenance)) return findings;
    return [
      ...findings,
      {
        property: "databaseMaintenanceWindowUtc",
        message: `it overlaps the daily backup window ${backup}, which RDS refuses: write a window that begins after the backup ends`,
      },
    ];
  }),

  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
  rule(
    ["databaseStorageGibibytes", "databaseMaximumStorageGibibytes"],
    ({ databaseStorageGibibytes: storage, databaseMaximumStorageGibibytes: maximum }) => {
      const least = Math.ceil((storage * 11) / 10);
      return maximum >= least
        ? undefined
        : {
            property: "databaseMaximumStorageGibibytes",
            message: `RDS enlarges storage by 10 percent at the least, and there are ${storage} GiB to begin with: write at least ${least}, or lower databaseStorageGibibytes before the first deployment`,
          };
    },
  ),

  rule(["databaseBackups"], ({ databaseBackups: { retentionDays, underTwoWeeksBecause } }) => {
    if (retentionDays < 14 && underTwoWeeksBecause === undefined)
      return {
        property: "databaseBackups.retentionDays",
        message:
          "backups are kept for two weeks unless a reason is written: write at least 14, or add underTwoWeeksBecause",
      };
    if (retentionDays >= 14 && underTwoWeeksBecause !== undefined)
      return {
        property: "databaseBackups.underTwoWeeksBecause",
        message: `backups are kept for ${retentionDays} days, so there is nothing to give a reason for: leave it out`,
      };
    return undefined;
  }),

  rule(["healthCheckIntervalSeconds", "healthCheckTimeoutSeconds"], (environment) =>
    environment.healthCheckTimeoutSeconds < environment.healthCheckIntervalSeconds
      ? undefined
      : {
          property: "healthCheckTimeoutSeconds",
          message: `AWS requires less than the interval: write at most ${environment.healthCheckIntervalSeconds - 1}, or raise healthCheckIntervalSeconds`,
        },
  ),

  rule(
    ["healthCheckIntervalSeconds", "unhealthyThresholdCount", "applicationRestartSeconds"],
    ({
      healthCheckIntervalSeconds: interval,
      unhealthyThresholdCount: threshold,
      applicationRestartSeconds: restart,
    }) =>
      // The first of the failed checks may come right after the application went away.
      interval * (threshold - 1) > restart
        ? undefined
        : {
            property: "unhealthyThresholdCount",
            message: `an instance can count as unhealthy after ${interval} s × (${threshold} - 1) = ${interval * (threshold - 1)} s, within the application's restart time of ${restart} s, so that an update could make the group replace its instances: raise it, or healthCheckIntervalSeconds`,
          },
  ),

  // A bad release breaks as many instances as may fail, and those that are being updated meanwhile.
  rule(
    ["rolloutMaxConcurrency", "rolloutMaxErrors", "minimumInstances"],
    ({ rolloutMaxConcurrency, rolloutMaxErrors, minimumInstances }) =>
      rolloutMaxConcurrency + rolloutMaxErrors < minimumInstances
        ? undefined
        : {
            property: "rolloutMaxConcurrency",
            message: `with rolloutMaxErrors (${rolloutMaxErrors}) a bad release can break ${rolloutMaxConcurrency + rolloutMaxErrors} instances before it is stopped, and the group may have only ${minimumInstances}: the sum must be less than minimumInstances, so lower one of them`,
          },
  ),

  // A bake that ends before the load balancer has judged an instance has seen nothing.
  rule(
    ["bakeTimeSeconds", "healthCheckIntervalSeconds", "unhealthyThresholdCount"],
    ({
      bakeTimeSeconds: bake,
      healthCheckIntervalSeconds: interval,
      unhealthyThresholdCount: threshold,
    }) =>
      bake >= 2 * interval * threshold
        ? undefined
        : {
            property: "bakeTimeSeconds",
            message: `the load balancer needs ${interval} s × ${threshold} = ${interval * threshold} s until it calls an instance unhealthy, and a bake must last twice as long to see it: write at least ${2 * interval * threshold}`,
          },
  ),

  // https://docs.aws.amazon.com/autoscaling/ec2/userguide/health-check-grace-period.html
  rule(
    [
      "healthCheckGracePeriodSeconds",
      "updaterTimeLimitSeconds",
      "applicationRestartSeconds",
      "healthyThresholdCount",
      "healthCheckIntervalSeconds",
    ],
    (environment) => {
      const script = longestBootSeconds(bootLimits(environment));
      const restart = environment.applicationRestartSeconds;
      const verdict = environment.healthyThresholdCount * environment.healthCheckIntervalSeconds;
      const boot = systemStartSeconds + script + restart + verdict;
      return environment.healthCheckGracePeriodSeconds >= boot
        ? undefined
        : {
            property: "healthCheckGracePeriodSeconds",
            message: `an instance may need ${boot} s until it is healthy (system ${systemStartSeconds} s, boot script ${script} s, application ${restart} s, health checks ${verdict} s), and the group would replace it before: write at least ${boot}, or lower updaterTimeLimitSeconds`,
          };
    },
  ),

  rule(["logRetention"], ({ logRetention: { days, underOneYearBecause } }) => {
    if (days < 365 && underOneYearBecause === undefined)
      return {
        property: "logRetention.days",
        message:
          "logs are kept for a year unless a reason is written: write at least 365, or add underOneYearBecause",
      };
    if (days >= 365 && underOneYearBecause !== undefined)
      return {
        property: "logRetention.underOneYearBecause",
        message: `logs are kept for ${days} days, so there is nothing to give a reason for: leave it out`,
      };
    return undefined;
  }),

  rule(["stage", "machineImage"], ({ stage, machineImage }) =>
    stage === "production" && "newestNamed" in machineImage
      ? {
          property: "machineImage.newestNamed",
          message:
            "production's image must not move by itself: write the exact { owner, name } or { owner, id }",
        }
      : undefined,
  ),

  rule(["stage", "region"], ({ id, stage, region }) => {
    // A copied environment whose stage or region was forgotten would otherwise be deployed elsewhere
    // than its name says.
    const findings: Finding[] = [];
    const otherRegion = regions.find((other) => other !== region && id.includes(other));
    if (otherRegion)
      findings.push({
        property: "region",
        message: `the environment's id names ${otherRegion}: write that region, or give the environment another id`,
      });
    const otherStage = (["uat", "production"] as const).find(
      (other) => other !== stage && id.split("-").includes(other),
    );
    if (otherStage)
      findings.push({
        property: "stage",
        message: `the environment's id names ${otherStage}: write that stage, or give the environment another id`,
      });
    return findings;
  }),

  rule(["region"], ({ id, region }) => {
    const name = namesOf({ id, region }).base;
    const excess = name.length - loadBalancerNameLimit;
    return excess <= 0
      ? undefined
      : {
          property: "id",
          message: `the load balancer would be named ${name}, which is ${name.length} characters, and AWS allows ${loadBalancerNameLimit}: shorten the environment's id by ${excess}`,
        };
  }),

  rule(["domainName", "dns"], ({ domainName, dns }) =>
    dns.route53ZoneName === undefined ||
    domainName === dns.route53ZoneName ||
    domainName.endsWith(`.${dns.route53ZoneName}`)
      ? undefined
      : {
          property: "dns.route53ZoneName",
          message: `Route 53 keeps only names of its own zone, and ${domainName} is not in ${dns.route53ZoneName}: write the zone that holds the domain`,
        },
  ),
];

/** Mistakes that only several environments together can make: each by the id of one of them. */
export function judgeTogether(
  environments: Readonly<Record<string, { readonly domainName?: unknown }>>,
): readonly (readonly [id: string, finding: Finding])[] {
  const firstWith = new Map<unknown, string>();
  return Object.entries(environments).flatMap(([id, environment]) => {
    const domainName = environment?.domainName;
    const first = firstWith.get(domainName);
    if (domainName === undefined || first === undefined) {
      firstWith.set(domainName, id);
      return [];
    }
    const message = `${first} has the same domain, which can lead to one of them only: write this environment's own`;
    return [[id, { property: "domainName", message }] as const];
  });
}

/** Every finding of every rule whose properties could be read. */
export function judge(environment: Partial<Environment>): readonly Finding[] {
  return rules.flatMap((each) => each.judge(environment));
}
