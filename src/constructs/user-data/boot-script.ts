import { account } from "../../config/account";
import { bootLimits } from "../../config/boot";
import type { Environment } from "../../config/environment";
import type { Names } from "../../config/names";
import { AMAZON_LINUX_2023_PATHS, renderUserData } from "./render-user-data";

/** The script that an environment's instances run at their first boot, as text. */
export function bootScript(
  environment: Pick<Environment, "id" | "region" | "updaterSha256" | "updaterTimeLimitSeconds">,
  names: Names,
): string {
  return renderUserData({
    environmentId: environment.id,
    region: environment.region,
    secretName: names.downloadSecret,
    updaterUrl: account.updaterUrl,
    updaterSha256: environment.updaterSha256 ?? "",
    paths: AMAZON_LINUX_2023_PATHS,
    limits: bootLimits(environment),
  });
}
