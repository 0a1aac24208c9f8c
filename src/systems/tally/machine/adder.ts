import type { RefreshPreferences } from "../../../estate/deployment";
import type { Environment } from "../environment";
import { type Names, releaseKey, sharedNamesOf } from "../names";
import { serviceVariables } from "../variables";
import { bootScript, machinePaths } from "./boot";

/** The script that the adder's machines of an environment run at their first boot. */
export function adderBoot(
  { region }: Pick<Environment, "region">,
  names: Names,
  digest: string,
): string {
  return bootScript({
    region,
    release: {
      bucket: sharedNamesOf(region).releaseBucket,
      key: releaseKey(digest),
      sha256: digest.replace("sha256:", ""),
    },
    variables: serviceVariables("adder", region, names, machinePaths.folder),
    hostParameter: names.database.hostParameter,
    logGroupName: names.logGroups.adder,
    paths: machinePaths,
    attempts: 10,
    pauseSeconds: 5,
    copySeconds: 5,
    mostLogBytes: 100_000_000,
  });
}

/**
 * How machines are replaced: one is launched before another is terminated, and counts once its health is known.
 *
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-instance-maintenance-policy.html
 */
export function refreshPreferences({
  adder,
  healthCheck,
}: Pick<Environment, "adder" | "healthCheck">): RefreshPreferences {
  const { intervalSeconds, unhealthyThresholdCount } = healthCheck;
  return {
    minHealthyPercentage: 100,
    maxHealthyPercentage: 100 + Math.ceil(100 / adder.instances),
    instanceWarmupSeconds:
      adder.healthCheckGracePeriodSeconds + intervalSeconds * unhealthyThresholdCount,
  };
}
