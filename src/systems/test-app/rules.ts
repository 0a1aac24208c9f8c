import { z } from "zod";
import { regions } from "../configuration/account";
import type { Finding } from "../configuration/mistakes";
import { bootLimits, longestBootSeconds, systemStartSeconds } from "./boot";
import { type Environment, type EnvironmentDefinition, environmentSchema } from "./environment";
import { architectureOf } from "./instance-types";
import { loadBalancerNameLimit, namesOf } from "./names";
import { windowMinutes, windowsOverlap } from "./windows";

/** A rule over several properties: it is asked as soon as those that it reads are valid themselves. */
type Rule = (id: string, definition: EnvironmentDefinition) => readonly Finding[];

/** The properties that a rule reads: of each part some, or all of it. */
type Reads = {
  readonly [Part in keyof EnvironmentDefinition]?:
    | true
    | { readonly [Property in keyof EnvironmentDefinition[Part]]?: true };
};

type Read<Asked extends Reads> = {
  readonly [Part in keyof Asked & keyof Environment]: Asked[Part] extends true
    ? Environment[Part]
    : Pick<Environment[Part], keyof Asked[Part] & keyof Environment[Part]>;
};

function rule<const Asked extends Reads>(
  reads: Asked,
  judge: (
    environment: Read<Asked> & { readonly id: string },
  ) => Finding | readonly Finding[] | undefined,
): Rule {
  const readable = z.object(
    Object.fromEntries(
      Object.entries(reads).map(([part, asked]) => {
        const schema: z.ZodType = environmentSchema.shape[part as keyof Reads];
        if (asked === true || !(schema instanceof z.ZodObject)) return [part, schema];
        return [part, z.object(schema.pick(asked).shape)];
      }),
    ),
  );
  return (id, definition) => {
    const { data } = readable.safeParse(definition);
    if (data === undefined) return [];
    const findings = judge({ ...data, id } as Read<Asked> & { readonly id: string });
    return findings === undefined ? [] : [findings].flat();
  };
}

const rules: readonly Rule[] = [
  rule({ fleet: { minimumInstances: true, maximumInstances: true } }, ({ fleet }) =>
    fleet.minimumInstances <= fleet.maximumInstances
      ? undefined
      : {
          property: "fleet.minimumInstances",
          message: `it is more than maximumInstances (${fleet.maximumInstances}): write at most ${fleet.maximumInstances}, or raise maximumInstances`,
        },
  ),

  rule({ fleet: { instanceTypes: true } }, ({ fleet: { instanceTypes } }) => {
    const strangers = instanceTypes.filter(
      (type) => architectureOf([type]) !== architectureOf(instanceTypes),
    );
    return strangers.length === 0
      ? undefined
      : {
          property: "fleet.instanceTypes",
          message: `one image can't run on two architectures, and ${instanceTypes[0]} is ${architectureOf(instanceTypes)}: leave out ${strangers.join(", ")}, or all others`,
        };
  }),

  rule({ database: { backupWindowUtc: true, maintenanceWindowUtc: true } }, ({ database }) => {
    const { backupWindowUtc: backup, maintenanceWindowUtc: maintenance } = database;
    const findings = [
      ["database.backupWindowUtc", backup] as const,
      ["database.maintenanceWindowUtc", maintenance] as const,
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
        property: "database.maintenanceWindowUtc",
        message: `it overlaps the daily backup window ${backup}, which RDS refuses: write a window that begins after the backup ends`,
      },
    ];
  }),

  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
  rule({ database: { storageGibibytes: true, maximumStorageGibibytes: true } }, ({ database }) => {
    const { storageGibibytes: storage, maximumStorageGibibytes: maximum } = database;
    const least = Math.ceil((storage * 11) / 10);
    return maximum >= least
      ? undefined
      : {
          property: "database.maximumStorageGibibytes",
          message: `RDS enlarges storage by 10 percent at the least, and there are ${storage} GiB to begin with: write at least ${least}, or lower storageGibibytes before the first deployment`,
        };
  }),

  rule({ database: { backups: true } }, ({ database }) => {
    const { retentionDays, underTwoWeeksBecause } = database.backups;
    if (retentionDays < 14 && underTwoWeeksBecause === undefined)
      return {
        property: "database.backups.retentionDays",
        message:
          "backups are kept for two weeks unless a reason is written: write at least 14, or add underTwoWeeksBecause",
      };
    if (retentionDays >= 14 && underTwoWeeksBecause !== undefined)
      return {
        property: "database.backups.underTwoWeeksBecause",
        message: `backups are kept for ${retentionDays} days, so there is nothing to give a reason for: leave it out`,
      };
    return undefined;
  }),

  rule({ healthCheck: { intervalSeconds: true, timeoutSeconds: true } }, ({ healthCheck }) =>
    healthCheck.timeoutSeconds < healthCheck.intervalSeconds
      ? undefined
      : {
          property: "healthCheck.timeoutSeconds",
          message: `AWS requires less than the interval: write at most ${healthCheck.intervalSeconds - 1}, or raise intervalSeconds`,
        },
  ),

  rule(
    {
      healthCheck: { intervalSeconds: true, unhealthyThresholdCount: true },
      application: { restartSeconds: true },
    },
    ({ healthCheck, application: { restartSeconds: restart } }) => {
      const { intervalSeconds: interval, unhealthyThresholdCount: threshold } = healthCheck;
      // The first of the failed checks may come right after the application went away.
      return interval * (threshold - 1) > restart
        ? undefined
        : {
            property: "healthCheck.unhealthyThresholdCount",
            message: `an instance can count as unhealthy after ${interval} s × (${threshold} - 1) = ${interval * (threshold - 1)} s, within the application's restart time of ${restart} s, so that an update could make the group replace its instances: raise it, or intervalSeconds`,
          };
    },
  ),

  // A bad release breaks as many instances as may fail, and those that are being updated meanwhile.
  rule(
    { rollout: { maxConcurrency: true, maxErrors: true }, fleet: { minimumInstances: true } },
    ({ rollout: { maxConcurrency, maxErrors }, fleet: { minimumInstances } }) =>
      maxConcurrency + maxErrors < minimumInstances
        ? undefined
        : {
            property: "rollout.maxConcurrency",
            message: `with maxErrors (${maxErrors}) a bad release can break ${maxConcurrency + maxErrors} instances before it is stopped, and the group may have only ${minimumInstances}: the sum must be less than fleet.minimumInstances, so lower one of them`,
          },
  ),

  // A bake that ends before the load balancer has judged an instance has seen nothing.
  rule(
    {
      rollout: { bakeTimeSeconds: true },
      healthCheck: { intervalSeconds: true, unhealthyThresholdCount: true },
    },
    ({ rollout, healthCheck }) => {
      const { intervalSeconds: interval, unhealthyThresholdCount: threshold } = healthCheck;
      return rollout.bakeTimeSeconds >= 2 * interval * threshold
        ? undefined
        : {
            property: "rollout.bakeTimeSeconds",
            message: `the load balancer needs ${interval} s × ${threshold} = ${interval * threshold} s until it calls an instance unhealthy, and a bake must last twice as long to see it: write at least ${2 * interval * threshold}`,
          };
    },
  ),

  // https://docs.aws.amazon.com/autoscaling/ec2/userguide/health-check-grace-period.html
  rule(
    {
      fleet: { healthCheckGracePeriodSeconds: true },
      updater: { timeLimitSeconds: true },
      application: { restartSeconds: true },
      healthCheck: { healthyThresholdCount: true, intervalSeconds: true },
    },
    ({ fleet, updater, application, healthCheck }) => {
      const script = longestBootSeconds(bootLimits(updater));
      const restart = application.restartSeconds;
      const verdict = healthCheck.healthyThresholdCount * healthCheck.intervalSeconds;
      const boot = systemStartSeconds + script + restart + verdict;
      return fleet.healthCheckGracePeriodSeconds >= boot
        ? undefined
        : {
            property: "fleet.healthCheckGracePeriodSeconds",
            message: `an instance may need ${boot} s until it is healthy (system ${systemStartSeconds} s, boot script ${script} s, application ${restart} s, health checks ${verdict} s), and the group would replace it before: write at least ${boot}, or lower updater.timeLimitSeconds`,
          };
    },
  ),

  rule({ retention: { logs: true } }, ({ retention: { logs } }) => {
    if (logs.days < 365 && logs.underOneYearBecause === undefined)
      return {
        property: "retention.logs.days",
        message:
          "logs are kept for a year unless a reason is written: write at least 365, or add underOneYearBecause",
      };
    if (logs.days >= 365 && logs.underOneYearBecause !== undefined)
      return {
        property: "retention.logs.underOneYearBecause",
        message: `logs are kept for ${logs.days} days, so there is nothing to give a reason for: leave it out`,
      };
    return undefined;
  }),

  rule({ stage: true, fleet: { machineImage: true } }, ({ stage, fleet: { machineImage } }) =>
    stage === "production" && "newestNamed" in machineImage
      ? {
          property: "fleet.machineImage.newestNamed",
          message:
            "production's image must not move by itself: write the exact { owner, name } or { owner, id }",
        }
      : undefined,
  ),

  rule({ stage: true, region: true }, ({ id, stage, region }) => {
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

  rule({ region: true }, ({ id, region }) => {
    const name = namesOf({ id, region }).base;
    const excess = name.length - loadBalancerNameLimit;
    return excess <= 0
      ? undefined
      : {
          property: "id",
          message: `the load balancer would be named ${name}, which is ${name.length} characters, and AWS allows ${loadBalancerNameLimit}: shorten the environment's id by ${excess}`,
        };
  }),

  rule({ domain: { name: true, dns: true } }, ({ domain: { name, dns } }) =>
    dns.route53ZoneName === undefined ||
    name === dns.route53ZoneName ||
    name.endsWith(`.${dns.route53ZoneName}`)
      ? undefined
      : {
          property: "domain.dns.route53ZoneName",
          message: `Route 53 keeps only names of its own zone, and ${name} is not in ${dns.route53ZoneName}: write the zone that holds the domain`,
        },
  ),
];

/** Mistakes that only several environments together can make: each by the id of one of them. */
export function judgeTogether(
  environments: Readonly<Record<string, EnvironmentDefinition>>,
): readonly (readonly [id: string, finding: Finding])[] {
  const firstWith = new Map<unknown, string>();
  return Object.entries(environments).flatMap(([id, environment]) => {
    const domainName: unknown = environment?.domain?.name; // not checked yet
    const first = firstWith.get(domainName);
    if (domainName === undefined || first === undefined) {
      firstWith.set(domainName, id);
      return [];
    }
    const message = `${first} has the same domain, which can lead to one of them only: write this environment's own`;
    return [[id, { property: "domain.name", message }] as const];
  });
}

/** Every finding of every rule whose properties could be read. */
export function judge(id: string, definition: EnvironmentDefinition): readonly Finding[] {
  return rules.flatMap((rule) => rule(id, definition));
}
