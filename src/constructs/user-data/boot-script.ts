import { account } from "../../config/account";
import { bootLimits } from "../../config/boot";
import type { Environment } from "../../config/environment";
import type { Names } from "../../config/names";
import { amazonLinux2023Paths, renderUserData } from "./render-user-data";

/** The script that an environment's instances run at their first boot, as text. */
export function bootScript(
  environment: Pick<Environment, "id" | "region" | "updaterSha256" | "updaterTimeLimitSeconds">,
  names: Names,
): string {
  return renderUserData({
    environmentId: environment.id,
    region: environment.region,
    metricNamespace: names.metricNamespace,
    secretName: names.downloadSecret,
    updaterUrl: account.updaterUrl,
    updaterSha256: environment.updaterSha256 ?? "",
    paths: amazonLinux2023Paths,
    limits: bootLimits(environment),
  });
}
