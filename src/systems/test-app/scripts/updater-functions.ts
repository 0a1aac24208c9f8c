import { updaterUrl } from "../application";
import { killGraceSeconds, type UpdaterLimits } from "../boot";
import type { Environment } from "../environment";
import type { Names } from "../names";
import type { InstancePaths } from "./instance-paths";
import { fillTemplate, httpsUrl, path, scriptFile, seconds, sha256, text } from "./script-text";

/** Where an environment's instances get the updater from. None of it is secret. */
export function updaterSource(
  { region, updater }: Pick<Environment, "region" | "updater">,
  names: Names,
) {
  return {
    /** The AWS region of the instance, its secret and its metrics. */
    region,
    /** Name of the secret that holds `{"username": "…", "password": "…"}` for the download. */
    secretName: names.downloadSecret,
    /** Name of the SSM parameter that says whether updates are enabled. */
    updatesParameter: names.updatesParameter,
    /** An `https://` URL. */
    updaterUrl,
    /** The updater's SHA-256 in lower-case hexadecimal, or `""`: the vendor publishes none. */
    updaterSha256: updater.sha256 ?? "",
  };
}

export type UpdaterSource = Readonly<ReturnType<typeof updaterSource>>;

/** Everything that the scripts' common functions depend on. */
export interface UpdaterValues extends UpdaterSource {
  readonly paths: Pick<InstancePaths, "updater" | "updaterLog" | "lock">;
  /** Time limits, in seconds. */
  readonly limits: UpdaterLimits;
}

/**
 * Shell functions that fetch the updater and run it: the part that every script of the instances which
 * handles the updater has in common.
 *
 * @throws Error when a value can't stand in a script.
 */
export function updaterFunctions({ paths, limits, ...source }: UpdaterValues): string {
  return fillTemplate(scriptFile("updater-functions.sh"), {
    REGION: text("region", source.region),
    SECRET_NAME: text("secretName", source.secretName),
    UPDATES: text("updatesParameter", source.updatesParameter),
    UPDATES_SECONDS: seconds("limits.updatesSeconds", limits.updatesSeconds),
    UPDATER_URL: httpsUrl("updaterUrl", source.updaterUrl),
    UPDATER_SHA256: sha256("updaterSha256", source.updaterSha256),
    UPDATER: path("paths.updater", paths.updater),
    UPDATER_LOG: path("paths.updaterLog", paths.updaterLog),
    LOCK: path("paths.lock", paths.lock),
    SECRET_SECONDS: seconds("limits.secretSeconds", limits.secretSeconds),
    DOWNLOAD_SECONDS: seconds("limits.downloadSeconds", limits.downloadSeconds),
    UPDATER_SECONDS: seconds("limits.updaterSeconds", limits.updaterSeconds),
    KILL_GRACE_SECONDS: `${killGraceSeconds}`,
  });
}
