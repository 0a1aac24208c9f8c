import type { Environment } from "../../environment";
import type { UpdaterRunLimits } from "../../updater-run";
import type { InstancePaths } from "../instance-paths";
import { fillTemplate, path, scriptFile, seconds, text } from "../script-text";
import { type UpdaterValues, updaterFunctions } from "../updater-functions";

/** Everything that the script of the updater document depends on. None of it is secret. */
export interface RunUpdaterValues extends UpdaterValues {
  readonly paths: UpdaterValues["paths"] &
    Pick<InstancePaths, "outOfService" | "guardScript" | "guardUnit">;
  readonly limits: UpdaterRunLimits;
  readonly targetGroupArn: string;
  /** How many other instances must be in service while this one is out. */
  readonly leastInService: number;
  /** For people: where all of what the updater prints is kept. */
  readonly outputPlace: string;
  /** How the load balancer checks the application's health. */
  readonly health: Omit<Environment["healthCheck"], "unhealthyThresholdCount"> & {
    readonly port: number;
  };
}

/**
 * The script that Systems Manager runs on an instance to update it. The same values give the same
 * bytes.
 *
 * @throws Error when a value can't stand in the script, or when SSM would read a part of it as a
 *   parameter.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html
 */
export function renderRunUpdater(values: RunUpdaterValues): string {
  const { health, limits } = values;
  const targetGroup = fillTemplate(scriptFile("run-updater/target-group.sh"), {
    TARGET_GROUP_ARN: text("targetGroupArn", values.targetGroupArn),
    LEAST_IN_SERVICE: `${values.leastInService}`,
    OUT: path("paths.outOfService", values.paths.outOfService),
    GUARD_SCRIPT: path("paths.guardScript", values.paths.guardScript),
    GUARD_UNIT: path("paths.guardUnit", values.paths.guardUnit),
    METADATA_SECONDS: seconds("limits.metadataSeconds", limits.metadataSeconds),
    TARGET_CALL_SECONDS: seconds("limits.targetCallSeconds", limits.targetCallSeconds),
    TARGET_POLL_SECONDS: seconds("limits.targetPollSeconds", limits.targetPollSeconds),
    DRAIN_SECONDS: seconds("limits.drainSeconds", limits.drainSeconds),
    IN_SERVICE_SECONDS: seconds("limits.inServiceSeconds", limits.inServiceSeconds),
  });
  const script = fillTemplate(scriptFile("run-updater/run-updater.sh"), {
    UPDATER_FUNCTIONS: updaterFunctions(values),
    TARGET_GROUP_FUNCTIONS: targetGroup,
    OUTPUT_PLACE: text("outputPlace", values.outputPlace),
    HEALTH_URL: text("health", `http://127.0.0.1:${health.port}${health.path}`),
    HEALTHY_CODES: text("health.matcher", health.matcher),
    HEALTHY_COUNT: `${health.healthyThresholdCount}`,
    HEALTH_INTERVAL_SECONDS: seconds("health.intervalSeconds", health.intervalSeconds),
    HEALTH_TIMEOUT_SECONDS: seconds("health.timeoutSeconds", health.timeoutSeconds),
    HEALTH_SECONDS: seconds("limits.healthSeconds", limits.healthSeconds),
    LOCK_SECONDS: seconds("limits.lockSeconds", limits.lockSeconds),
  });
  const parameter = /\{\{.*/.exec(script)?.[0];
  if (parameter !== undefined) {
    throw new Error(
      `The script of the updater document holds ${JSON.stringify(parameter)}: SSM would read {{ as the ` +
        "beginning of a parameter's name. Write the value or the script without.",
    );
  }
  return script;
}
