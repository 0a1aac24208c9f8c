import { bootLimits } from "../../boot";
import type { Environment } from "../../environment";
import type { Names } from "../../names";
import { amazonLinux2023Paths } from "../instance-paths";
import { updaterSource } from "../updater-functions";
import { renderUserData } from "./render-user-data";

/** The script that an environment's instances run at their first boot, as text. */
export function bootScript(
  environment: Pick<Environment, "id" | "region" | "updater">,
  names: Names,
): string {
  return renderUserData({
    ...updaterSource(environment, names),
    environmentId: environment.id,
    metricNamespace: names.metricNamespace,
    logGroupPrefix: names.logGroupPrefix,
    paths: amazonLinux2023Paths,
    limits: bootLimits(environment.updater),
  });
}
