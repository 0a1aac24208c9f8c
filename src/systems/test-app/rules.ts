import type { Finding } from "../configuration/mistakes";
import { databaseRules, partRules } from "../configuration/part-rules";
import { type Rule, rulesOn } from "../configuration/rule";
import { bootLimits, longestBootSeconds, systemStartSeconds } from "./boot";
import { type EnvironmentDefinition, environmentSchema } from "./environment";
import { architectureOf, architecturesNamedIn } from "./instance-types";
import { baseNameLimit, namesOf } from "./names";
import { leastInService, longestRolloutSeconds, longestUpdaterRunSeconds } from "./updater-run";

const healthVerdict = ["intervalSeconds", "unhealthyThresholdCount"] as const;

const rule = rulesOn(environmentSchema);

const rules: readonly Rule<EnvironmentDefinition>[] = [
  ...partRules,
  ...databaseRules,

  rule(
    "fleet.minimumInstances",
    { fleet: ["minimumInstances", "maximumInstances"] },
    ({ fleet: { minimumInstances, maximumInstances } }) =>
      minimumInstances > maximumInstances &&
      `it is more than maximumInstances (${maximumInstances}): write at most ${maximumInstances}, or raise maximumInstances`,
  ),

  rule("fleet.instanceTypes", { fleet: ["instanceTypes"] }, ({ fleet: { instanceTypes } }) => {
    const architecture = architectureOf(instanceTypes);
    const strangers = instanceTypes.filter((type) => architectureOf([type]) !== architecture);
    if (strangers.length === 0) return false;
    return `one image can't run on two architectures, and ${instanceTypes[0]} is ${architecture}: leave out ${strangers.join(", ")}, or all others`;
  }),

  rule(
    "healthCheck.unhealthyThresholdCount",
    { healthCheck: healthVerdict, application: ["restartSeconds"] },
    ({ healthCheck, application: { restartSeconds: restart } }) => {
      const { intervalSeconds: interval, unhealthyThresholdCount: threshold } = healthCheck;
      // The first of the failed checks may come right after the application went away.
      const least = interval * (threshold - 1);
      if (least > restart) return false;
      return `an instance can count as unhealthy after ${interval} s × (${threshold} - 1) = ${least} s, within the application's restart time of ${restart} s, so that an update could make the group replace its instances: raise it, or intervalSeconds`;
    },
  ),

  // A bad release breaks as many instances as may fail, and those that are being updated meanwhile.
  rule(
    "rollout.maxErrors",
    { rollout: ["maxConcurrency", "maxErrors"], fleet: ["minimumInstances"] },
    ({ rollout: { maxConcurrency, maxErrors }, fleet: { minimumInstances } }) =>
      maxConcurrency + maxErrors >= minimumInstances &&
      `with maxConcurrency (${maxConcurrency}) a bad release can break ${maxConcurrency + maxErrors} instances before it is stopped, and the group may have only ${minimumInstances}: the sum must be less than fleet.minimumInstances, so lower it`,
  ),

  // An instance serves nobody while it updates.
  rule(
    "rollout.maxConcurrency",
    { rollout: ["maxConcurrency"], fleet: ["minimumInstances"] },
    ({ rollout: { maxConcurrency }, fleet }) => {
      const { minimumInstances } = fleet;
      const least = leastInService(fleet);
      const most = minimumInstances - least;
      if (maxConcurrency <= most) return false;
      return `an instance is out of service while it updates, so that ${Math.max(0, minimumInstances - maxConcurrency)} of fleet.minimumInstances (${minimumInstances}) would serve, and at least ${least} must: write ${most}`;
    },
  ),

  // Whether an instance updates, is refreshed or scaled in: who waits for its answer must not be cut off earlier than
  // the load balancer would do itself.
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html#connection-idle-timeout
  rule(
    "targetGroup.deregistrationDelaySeconds",
    { targetGroup: ["deregistrationDelaySeconds"], loadBalancer: ["idleTimeoutSeconds"] },
    ({
      targetGroup: { deregistrationDelaySeconds: delay },
      loadBalancer: { idleTimeoutSeconds },
    }) =>
      delay < idleTimeoutSeconds &&
      `the load balancer waits ${idleTimeoutSeconds} s for an answer (loadBalancer.idleTimeoutSeconds), and whoever still waits when an instance has drained is cut off: write at least ${idleTimeoutSeconds}, or lower idleTimeoutSeconds`,
  ),

  // Draining takes the whole delay, on every instance.
  rule(
    "targetGroup.deregistrationDelaySeconds",
    {
      targetGroup: true,
      updater: true,
      application: true,
      healthCheck: true,
      fleet: ["maximumInstances"],
      rollout: ["maxConcurrency"],
    },
    ({ rollout: { maxConcurrency }, fleet: { maximumInstances }, ...settings }) => {
      const run = longestUpdaterRunSeconds(settings);
      const rollout = Math.ceil(maximumInstances / maxConcurrency) * run;
      if (rollout <= longestRolloutSeconds) return false;
      return `an update of one instance may take ${run} s with it, and a rollout of fleet.maximumInstances (${maximumInstances}) ${rollout} s, which is more than the ${longestRolloutSeconds} s for which a rollout is watched: lower it, updater.timeLimitSeconds, or a health check's times`;
    },
  ),

  // A bake that ends before the load balancer has judged an instance has seen nothing.
  rule(
    "rollout.bakeTimeSeconds",
    { rollout: ["bakeTimeSeconds"], healthCheck: healthVerdict },
    ({ rollout, healthCheck }) => {
      const { intervalSeconds: interval, unhealthyThresholdCount: threshold } = healthCheck;
      const verdict = interval * threshold;
      if (rollout.bakeTimeSeconds >= 2 * verdict) return false;
      return `the load balancer needs ${interval} s × ${threshold} = ${verdict} s until it calls an instance unhealthy, and a bake must last twice as long to see it: write at least ${2 * verdict}`;
    },
  ),

  // https://docs.aws.amazon.com/autoscaling/ec2/userguide/health-check-grace-period.html
  rule(
    "fleet.healthCheckGracePeriodSeconds",
    {
      fleet: ["healthCheckGracePeriodSeconds"],
      updater: ["timeLimitSeconds"],
      application: ["restartSeconds"],
      healthCheck: ["healthyThresholdCount", "intervalSeconds"],
    },
    ({ fleet, updater, application: { restartSeconds: restart }, healthCheck }) => {
      const script = longestBootSeconds(bootLimits(updater));
      const verdict = healthCheck.healthyThresholdCount * healthCheck.intervalSeconds;
      const boot = systemStartSeconds + script + restart + verdict;
      if (fleet.healthCheckGracePeriodSeconds >= boot) return false;
      return `an instance may need ${boot} s until it is healthy (system ${systemStartSeconds} s, boot script ${script} s, application ${restart} s, health checks ${verdict} s), and the group would replace it before: write at least ${boot}, or lower updater.timeLimitSeconds`;
    },
  ),

  rule(
    "fleet.machineImage",
    { fleet: ["instanceTypes", "machineImage"] },
    ({ fleet: { instanceTypes, machineImage } }) => {
      const named = architecturesNamedIn(nameOf(machineImage));
      const architecture = architectureOf(instanceTypes);
      if (named.length === 0 || named.includes(architecture)) return false;
      return `its name says ${named[0]}, and ${instanceTypes[0]} is ${architecture}: write an image or instance types of the other architecture`;
    },
  ),

  rule(
    "fleet.machineImage.newestNamed",
    { stage: true, fleet: ["machineImage"] },
    ({ stage, fleet: { machineImage } }) =>
      stage === "production" &&
      "newestNamed" in machineImage &&
      "production's image must not move by itself: write the exact { owner, name } or { owner, id }",
  ),

  rule(
    "rollout.approval",
    { stage: true, rollout: ["approval"] },
    ({ stage, rollout: { approval } }) =>
      stage === "production" &&
      approval !== "on" &&
      'a person approves what production gets: write "on"',
  ),

  // People know an environment by its id. A copied one whose stage or region was forgotten would otherwise be deployed
  // elsewhere, and approved otherwise, than its name says.
  rule("id", { stage: true, region: true }, ({ id, stage, region }) => {
    return (
      !new RegExp(`^${stage}-(.+-)?${region}$`).test(id) &&
      `an environment's id begins with its stage and ends with its region: write ${stage}-${region}, or with a name between them, or another stage or region`
    );
  }),

  rule("id", { region: true }, ({ id, region }) => {
    const { base } = namesOf({ id, region });
    const excess = base.length - baseNameLimit;
    if (excess <= 0) return false;
    return `names would begin with ${base}, which is ${base.length} characters, and AWS leaves room for ${baseNameLimit}: shorten the environment's id by ${excess}`;
  }),
];

/** What is known of an image's name; of one that is given by its id, nothing. */
function nameOf(image: EnvironmentDefinition["fleet"]["machineImage"]): string {
  if ("name" in image) return image.name;
  return "newestNamed" in image ? image.newestNamed : "";
}

/** Every finding of every rule whose properties could be read. */
export function judge(id: string, definition: EnvironmentDefinition): readonly Finding[] {
  return rules.flatMap((rule) => rule(id, definition));
}
