import * as z from "zod";
import { deploymentTag, type Release } from "../../../estate/deployment";
import { account, regions } from "../../configuration/account";
import type { ReadonlyParts } from "../../configuration/fields";
import { variablesOf } from "../../configuration/function-variables";
import { commonTags } from "../../configuration/tags";
import { stages } from "../environment";
import { namesOf } from "../names";
import { refreshPreferences } from "../refresh";
import { leastInService } from "../updater-run";

const wholeNumber = z
  .string()
  .regex(/^\d{1,6}$/, { error: "it must be a whole number" })
  .transform(Number);

/** With the variables that Lambda itself defines, such as `AWS_REGION`. */
const variablesSchema = z
  .object({
    ENVIRONMENT_ID: z.string(),
    ENVIRONMENT_STAGE: z.enum(stages),
    ROLLOUT_MAX_CONCURRENCY: wholeNumber,
    FLEET_MACHINE_IMAGE: z.string().min(1, { error: "it must be the id or the name of an image" }),
    FLEET_MINIMUM_INSTANCES: wholeNumber,
    FLEET_HEALTH_CHECK_GRACE_PERIOD_SECONDS: wholeNumber,
    HEALTH_CHECK_INTERVAL_SECONDS: wholeNumber,
    HEALTH_CHECK_UNHEALTHY_THRESHOLD_COUNT: wholeNumber,
    ROLLOUT_MAX_ERRORS: wholeNumber,
    ROLLOUT_DELIVERY_TIMEOUT_SECONDS: wholeNumber,
    ROLLOUT_RESTORE_POINTS: z
      .string()
      .min(1, { error: "it must be how many are kept, or why none is made" }),
    AWS_REGION: z.enum(regions),
    AWS_LAMBDA_FUNCTION_NAME: z.string(),
  })
  .refine(
    ({ ENVIRONMENT_ID: id, AWS_REGION: region, AWS_LAMBDA_FUNCTION_NAME: name }) =>
      namesOf({ id, region }).autoupdaterFunction === name,
    {
      error: "it must be the environment that this function is named after",
      path: ["ENVIRONMENT_ID"],
    },
  )
  .transform((variables) => ({
    id: variables.ENVIRONMENT_ID,
    stage: variables.ENVIRONMENT_STAGE,
    region: variables.AWS_REGION,
    fleet: {
      // An id, too: only the text counts.
      machineImage: { name: variables.FLEET_MACHINE_IMAGE },
      minimumInstances: variables.FLEET_MINIMUM_INSTANCES,
      healthCheckGracePeriodSeconds: variables.FLEET_HEALTH_CHECK_GRACE_PERIOD_SECONDS,
    },
    healthCheck: {
      intervalSeconds: variables.HEALTH_CHECK_INTERVAL_SECONDS,
      unhealthyThresholdCount: variables.HEALTH_CHECK_UNHEALTHY_THRESHOLD_COUNT,
    },
    rollout: {
      maxConcurrency: variables.ROLLOUT_MAX_CONCURRENCY,
      maxErrors: variables.ROLLOUT_MAX_ERRORS,
      deliveryTimeoutSeconds: variables.ROLLOUT_DELIVERY_TIMEOUT_SECONDS,
      restorePoints: /^\d+$/.test(variables.ROLLOUT_RESTORE_POINTS)
        ? { kept: Number(variables.ROLLOUT_RESTORE_POINTS) }
        : { offBecause: variables.ROLLOUT_RESTORE_POINTS },
    },
  }));

type Settings = ReadonlyParts<z.output<typeof variablesSchema>>;

/** The part of an environment that a rollout reads. */
export type RolloutSettings = Omit<Settings, "fleet" | "rollout"> & {
  readonly fleet: Omit<Settings["fleet"], "machineImage"> & {
    readonly machineImage:
      | { readonly id: string }
      | { readonly name: string }
      | { readonly newestNamed: string };
  };
  readonly rollout: Omit<Settings["rollout"], "restorePoints"> & {
    readonly restorePoints: { readonly kept: number } | { readonly offBecause: string };
  };
};

/**
 * The Lambda function's environment variables. They hold what its environment has decided, because the
 * code is the same in every environment: with the settings in the code, a changed value of one
 * environment would be a change of all functions. Nothing here is secret, and the region is Lambda's own
 * variable.
 */
export function rolloutVariables(settings: RolloutSettings) {
  const { restorePoints } = settings.rollout;
  return {
    ENVIRONMENT_ID: settings.id,
    ENVIRONMENT_STAGE: settings.stage,
    FLEET_MACHINE_IMAGE: imageIn(settings),
    FLEET_HEALTH_CHECK_GRACE_PERIOD_SECONDS: String(settings.fleet.healthCheckGracePeriodSeconds),
    HEALTH_CHECK_INTERVAL_SECONDS: String(settings.healthCheck.intervalSeconds),
    HEALTH_CHECK_UNHEALTHY_THRESHOLD_COUNT: String(settings.healthCheck.unhealthyThresholdCount),
    ROLLOUT_MAX_CONCURRENCY: String(settings.rollout.maxConcurrency),
    FLEET_MINIMUM_INSTANCES: String(settings.fleet.minimumInstances),
    ROLLOUT_MAX_ERRORS: String(settings.rollout.maxErrors),
    ROLLOUT_DELIVERY_TIMEOUT_SECONDS: String(settings.rollout.deliveryTimeoutSeconds),
    ROLLOUT_RESTORE_POINTS:
      "kept" in restorePoints ? String(restorePoints.kept) : restorePoints.offBecause,
  };
}

/** The image that the configuration names: its id, its name, or a pattern of its name. */
function imageIn({ fleet }: Pick<RolloutSettings, "fleet">): string {
  const { machineImage } = fleet;
  if ("id" in machineImage) return machineImage.id;
  return "name" in machineImage ? machineImage.name : machineImage.newestNamed;
}

/**
 * What {@link rolloutVariables} has written.
 *
 * @throws VariablesError that names every variable which is missing or wrong, and the remedy
 */
export function rolloutSettings(variables: NodeJS.ProcessEnv): RolloutSettings {
  return variablesOf(variablesSchema, variables, "Nothing was sent");
}

/** The updater, which the environment's document runs on its instances. */
export function releaseOf(settings: RolloutSettings): Release {
  const names = namesOf(settings);
  const { restorePoints } = settings.rollout;
  return {
    groupName: names.base,
    documentName: names.autoupdaterDocument,
    updatesParameter: names.updatesParameter,
    logGroupName: names.logGroups.autoupdater,
    maxConcurrency: settings.rollout.maxConcurrency,
    leastInService: leastInService(settings.fleet),
    maxErrors: settings.rollout.maxErrors,
    deliveryTimeoutSeconds: settings.rollout.deliveryTimeoutSeconds,
    restorePoints:
      "kept" in restorePoints
        ? {
            kept: restorePoints.kept,
            tags: { ...commonTags(settings), [deploymentTag]: settings.id },
            configuredImage: imageIn(settings),
          }
        : restorePoints,
    refresh: refreshPreferences(settings),
  };
}

/** The file in which a person decides an environment's values. */
export const configuredIn = "src/systems/test-app/environments.ts";

/** What a rollout reads of the function's environment. */
export function releasable(settings: RolloutSettings) {
  const { id, region } = settings;
  return { id, region, account: account.id, configuredIn, release: releaseOf(settings) };
}
