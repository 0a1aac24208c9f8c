import { bootLimits } from "../../config/boot";
import type { Environment } from "../../config/environment";
import type { Names } from "../../config/names";
import { amazonLinux2023Paths } from "../instance-scripts/instance-paths";
import { updaterSource } from "../instance-scripts/updater-functions";
import { renderUserData } from "./render-user-data";

/** The script that an environment's instances run at their first boot, as text. */
export function bootScript(
  environment: Pick<Environment, "id" | "region" | "updaterSha256" | "updaterTimeLimitSeconds">,
  names: Names,
): string {
  return renderUserData({
    ...updaterSource(environment, names),
    environmentId: environment.id,
    metricNamespace: names.metricNamespace,
    paths: amazonLinux2023Paths,
    limits: bootLimits(environment),
  });
}
